import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Attachment, PostCommand, WindowUse } from '../transfer.ts';

/** Stands for no limit where a column holds no null: more than any window can hold. */
export const NO_LIMIT = 2n ** 63n - 1n;

/** What commands use together of one account's window. */
export type UsedWindow = { minor: bigint; dayLimit: bigint; monthLimit: bigint };
export const NOT_USED: Readonly<UsedWindow> = { minor: 0n, dayLimit: NO_LIMIT, monthLimit: NO_LIMIT };

/** The same with one more of them: several pass together if their sum does, within the lowest limit. */
export function withOneMore(known: UsedWindow | undefined, use: WindowUse): UsedWindow {
  const [dayLimit, monthLimit] = [use.dayLimit ?? NO_LIMIT, use.monthLimit ?? NO_LIMIT];
  if (!known) return { minor: use.minor, dayLimit, monthLimit };
  known.minor += use.minor;
  if (dayLimit < known.dayLimit) known.dayLimit = dayLimit;
  if (monthLimit < known.monthLimit) known.monthLimit = monthLimit;
  return known;
}

export const firstOfMonth = (day: Temporal.PlainDate): Temporal.PlainDate => day.with({ day: 1 });

/** The window on the road of `post_batch`, which looks at one command after the other: migration 0262 names the fields in their order. */
export function windowAttachments({ legs: [leg], window }: PostCommand): readonly Attachment[] {
  if (!window) return [];
  invariant('debit' in leg, 'a window is used by something that leaves its account');
  const { day, minor, dayLimit, monthLimit } = window;
  const used = [leg.debit, day, firstOfMonth(day), minor].map(String);
  const limits = [dayLimit, monthLimit].map((limit) => limit?.toString() ?? null);
  return [{ kind: 'ledger.window', fields: [...used, ...limits] }];
}
