import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import { initialOf, maskName } from '#common/names';
import type { Temporal } from '#platform/clock';

/** By what others can find somebody to pay. */
export type Findable = { readonly email: boolean; readonly phone: boolean; readonly handle: boolean };

export type Customer = {
  readonly id: CustomerId;
  readonly name: string;
  /** As strangers see it: 王*明, A••• S. */
  readonly maskedName: string;
  readonly initial: string;
  readonly email: string;
  /** E.164 */
  readonly phone: string;
  readonly handle: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly emailVerified: boolean;
  readonly phoneVerified: boolean;
  readonly hasPaymentPassword: boolean;
  readonly findableBy: Findable;
  readonly createdAt: Temporal.Instant;
};

export type Terms = { version: string; acceptedAt: Temporal.Instant };

export const shownName = (name: string): { maskedName: string; initial: string } => ({
  maskedName: maskName(name),
  initial: initialOf(name),
});

/** Until a device has told where it is, times in mails are those of the place where most readers of the language are. */
export const HOME_TIME_ZONE: Record<Locale, string> = { en: 'UTC', 'zh-CN': 'Asia/Shanghai' };
