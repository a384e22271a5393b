import type { CustomerId, MoneyRequestId } from '#common/id';
import { toWire, type WireMoney } from '#common/money';
import { customersById } from '#identity';
import type { Reader } from '#platform/db';
import * as store from './store.ts';

export type RequestFacts = {
  readonly customer: CustomerId;
  readonly id: MoneyRequestId;
  readonly amount: WireMoney;
  /** The other side as this customer may know it; empty of a link that nobody has paid. */
  readonly name: string;
};

/** What a line in the message centre says of requests. */
export async function requestFacts(
  read: Reader,
  asked: readonly { readonly customer: CustomerId; readonly id: MoneyRequestId }[],
): Promise<RequestFacts[]> {
  const found = await store.findRequests(
    read,
    asked.map(({ id }) => id),
  );
  const byId = new Map(found.map((each) => [each.id, each]));
  const people = await customersById(read, found.flatMap(({ asker, payer }) => [asker, ...(payer ? [payer] : [])])); // prettier-ignore
  return asked.flatMap(({ customer, id }) => {
    const request = byId.get(id);
    if (!request) return [];
    const other = request.asker === customer ? request.payer : request.asker;
    const name = other === null ? '' : (people.get(other)?.maskedName ?? '');
    return [{ customer, id, amount: toWire(request.amount), name }];
  });
}
