import * as m from '#messages';

const WORDS: Readonly<Record<string, () => string>> = {
  registered: m.customer_security_registered,
  email_verified: m.customer_security_email_verified,
  phone_verified: m.customer_security_phone_verified,
  signed_in: m.customer_security_signed_in,
  signed_out: m.customer_security_signed_out,
  sign_in_failed: m.customer_security_sign_in_failed,
  sign_in_paused: m.customer_security_sign_in_paused,
  session_ended: m.customer_security_session_ended,
  payment_password_set: m.customer_security_payment_password_set,
  payment_password_paused: m.customer_security_payment_password_paused,
  handle_changed: m.customer_security_handle_changed,
};
/** An event of a newer server version than this page still has a sentence. */
export const securityEventWord = (kind: string): string => (WORDS[kind] ?? m.customer_security_other)();
