import type { SecurityEventKind } from '#common/api/identity';
import * as m from '#messages';

const WORDS: Record<SecurityEventKind, () => string> = {
  registered: m.customer_security_registered,
  signed_in: m.customer_security_signed_in,
  signed_in_new_device: m.customer_security_signed_in_new_device,
  password_wrong: m.customer_security_password_wrong,
  second_factor_asked: m.customer_security_second_factor_asked,
  second_factor_wrong: m.customer_security_second_factor_wrong,
  sign_in_refused: m.customer_security_sign_in_refused,
  sign_in_paused: m.customer_security_sign_in_paused,
  signed_out: m.customer_security_signed_out,
  session_ended: m.customer_security_session_ended,
  other_sessions_ended: m.customer_security_other_sessions_ended,
  email_verified: m.customer_security_email_verified,
  phone_verified: m.customer_security_phone_verified,
  email_changed: m.customer_security_email_changed,
  phone_changed: m.customer_security_phone_changed,
  handle_changed: m.customer_security_handle_changed,
  password_changed: m.customer_security_password_changed,
  payment_password_set: m.customer_security_payment_password_set,
  payment_password_paused: m.customer_security_payment_password_paused,
  second_factor_added: m.customer_security_second_factor_added,
  second_factor_removed: m.customer_security_second_factor_removed,
  second_factor_paused: m.customer_security_second_factor_paused,
  recovery_codes_made: m.customer_security_recovery_codes_made,
  recovery_code_used: m.customer_security_recovery_code_used,
  account_frozen: m.customer_security_account_frozen,
  account_unfrozen: m.customer_security_account_unfrozen,
  access_requested: m.customer_security_access_requested,
  access_restored: m.customer_security_access_restored,
};
export const securityEventWord = (kind: SecurityEventKind): string => WORDS[kind]();
