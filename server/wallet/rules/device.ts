import type { CustomerId } from '#common/id';
import { customersLatelyOnDevice } from '#identity';
import { activityOnDevice } from '#operations';
import type { Reader } from '#platform/db';
import { factsOfDevice, type HistoryAsked, type NamedFacts, wantsDevice } from '#risk';

/** Characters of the mark: 132 bits of a hash of a random token, so that no two browsers share one and none can be told from it. */
const MARK_LENGTH = 22;
/** Hours that what is done on a browser counts. */
const WINDOW_HOURS = 24;

/** What decisions name the browser by that they were confirmed on. */
export const deviceMark = (hash: Uint8Array | null): string | null =>
  hash && Buffer.from(hash).toString('base64url').slice(0, MARK_LENGTH);

/** What was done on this browser within a day, and by how many people; nobody knows where there is none. */
export async function deviceFacts(
  read: Reader,
  { device, customer }: { device: Uint8Array | null; customer: CustomerId },
  asked: HistoryAsked,
): Promise<NamedFacts> {
  const mark = deviceMark(device);
  if (!wantsDevice(asked)) return {};
  if (!device || mark === null)
    return { device_customers_day: null, device_count_day: null, device_sum_day: null };
  const since = asked.at.subtract({ hours: WINDOW_HOURS });
  const others = await customersLatelyOnDevice(read, device, since);
  // Whoever asks uses it now, also if nobody has noted that yet.
  const customers = [...new Set([customer, ...others])];
  const done = await activityOnDevice(read, { customers, mark, before: asked.at });
  return factsOfDevice(customers.length, done, asked);
}
