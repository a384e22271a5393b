// What many requests tell that were carried out together, as one row of the outbox: written by `platform.tell`, read here when it is routed.
import { invariant } from '#common/result';

/** How the columns of cells behind the events' ids are read: platform.tell in migration 0080. */
type Reading = {
  readonly fields: readonly string[];
  readonly audiences: readonly (readonly [prefix: string, field: string])[];
  readonly hint: { readonly type: string; readonly id: string };
};
export type BundleRow = {
  readonly id: bigint;
  /** Type of its events. */
  readonly name: string;
  readonly payload: unknown;
  readonly cells: readonly string[] | null;
  readonly size: number;
};
/** What one of them tells: an event, and a hint to some audiences, their names parted by spaces. */
export type Told = {
  readonly bundle: bigint;
  readonly id: string;
  readonly event: Readonly<Record<string, string>>;
  readonly hint: { readonly name: string; readonly payload: { readonly type: string; readonly id: string } };
};

/** What a bundle holds, in its order. */
export function toldIn({ id: bundle, name, payload, cells, size }: BundleRow): Told[] {
  const { fields, audiences, hint } = payload as Reading;
  invariant(cells?.length === (1 + fields.length) * size, 'a bundle has a cell for each field of each event');
  const cell = (column: number, nth: number): string => cells[column * size + nth] ?? '';
  return Array.from({ length: size }, (_, nth) => {
    const values = Object.fromEntries(fields.map((field, column) => [field, cell(column + 1, nth)]));
    const valueOf = (field: string): string => values[field] ?? '';
    return {
      bundle,
      id: cell(0, nth),
      event: { type: name, ...values },
      hint: {
        name: audiences.map(([prefix, field]) => `${prefix}:${valueOf(field)}`).join(' '),
        payload: { type: hint.type, id: valueOf(hint.id) },
      },
    };
  });
}
