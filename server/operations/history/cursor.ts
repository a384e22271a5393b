import type { OperationId } from '#common/id';
import { Temporal } from '#platform/clock';

/** The last entry of a page: the next page starts behind it, whatever has arrived in front meanwhile. */
export type Position = { readonly createdAt: Temporal.Instant; readonly id: OperationId };

export const cursorOf = ({ createdAt, id }: Position): string =>
  Buffer.from(`${createdAt.toString()} ${id}`).toString('base64url');

const FORM =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z) ((?:tu|tr|cb|rc|fx|wd)_[0-7][0-9A-HJKMNP-TV-Z]{25})$/;

/** Null for anything that `cursorOf` did not make. */
export function parseCursor(text: string): Position | null {
  const match = FORM.exec(Buffer.from(text, 'base64url').toString('utf8'));
  const [, at, id] = match ?? [];
  if (at === undefined || id === undefined) return null;
  try {
    return { createdAt: Temporal.Instant.from(at), id: id as OperationId };
  } catch {
    return null; // 31 February has the form of a date.
  }
}
