-- Identity: links and codes that are sent for more than proving an address, and text messages as a second factor.
-- Reason: a forgotten password and a second factor by text message need what proving a phone needs: one secret per purpose, kept as a
-- hash, few tries, minutes, budgets. They share its tables, so that the budgets count all messages together.

alter table identity.contact_proof
  drop constraint contact_proof_purpose_check,
  add constraint contact_proof_purpose_check check (purpose in ('email', 'phone', 'reset_email', 'reset_phone', 'sign_in'));
alter table identity.message_request
  drop constraint message_request_purpose_check,
  add constraint message_request_purpose_check
    check (purpose in ('email', 'phone', 'repeated', 'reset_email', 'reset_phone', 'sign_in'));

-- Who takes text messages as a second factor. Whoever does cannot have a password reset by phone: one SIM is one factor.
create table identity.sms_factor (
  customer_id text collate "C" primary key references identity.customer,
  added_at timestamptz not null,
  last_used_at timestamptz
);
grant select, insert, delete on identity.sms_factor to okpay_app;
grant update (last_used_at) on identity.sms_factor to okpay_app;
