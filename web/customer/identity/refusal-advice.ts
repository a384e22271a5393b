import type { ItemRefusal } from '#common/identity-proof';
import * as m from '#messages';

const ADVICE: Record<ItemRefusal, () => string> = {
  unreadable: m.customer_advice_unreadable,
  cropped: m.customer_advice_cropped,
  expired: m.customer_advice_expired,
  not_accepted: m.customer_advice_not_accepted,
  mismatch: m.customer_advice_mismatch,
  not_the_person: m.customer_advice_not_the_person,
  too_old: m.customer_advice_too_old,
  altered: m.customer_advice_altered,
};
/** What to do about an item that was not taken. */
export const adviceFor = (reason: ItemRefusal): string => ADVICE[reason]();
