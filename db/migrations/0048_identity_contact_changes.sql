-- Identity: a new mail address or phone of somebody who is signed in, and the address that was given up.
-- Reason: a new address counts only when it has answered. The one before stays out of reach of everybody else for a while: whoever
-- was robbed of an account is known by it, and mail that is still on its way must not open somebody else's.

alter table identity.contact_proof
  drop constraint contact_proof_purpose_check,
  add constraint contact_proof_purpose_check
    check (purpose in ('email', 'phone', 'reset_email', 'reset_phone', 'sign_in', 'new_email', 'new_phone', 'access_email', 'access_phone'));
alter table identity.message_request
  drop constraint message_request_purpose_check,
  add constraint message_request_purpose_check
    check (purpose in ('email', 'phone', 'repeated', 'reset_email', 'reset_phone', 'sign_in', 'new_email', 'new_phone', 'access_email', 'access_phone'));
alter table identity.session
  drop constraint session_end_reason_check,
  add constraint session_end_reason_check
    check (end_reason in ('signed_out', 'ended_by_owner', 'replaced', 'password_changed', 'contact_changed', 'access_restored', 'closed'));

-- What was asked for and is not proven yet, one per kind. The code is good in the session that asked for it, and in no other.
create table identity.contact_change (
  customer_id text collate "C" not null references identity.customer,
  kind text not null check (kind in ('email', 'phone')),
  session_id text collate "C" not null check (session_id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  -- As the person writes it, and folded so that two spellings of one mailbox are one.
  written text not null check (char_length(written) between 3 and 254),
  address text collate "C" not null check (char_length(address) between 3 and 254),
  requested_at timestamptz not null,
  primary key (customer_id, kind)
);
grant select, insert, update, delete on identity.contact_change to okpay_app;

create table identity.former_contact (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null references identity.customer,
  kind text not null check (kind in ('email', 'phone')),
  written text not null check (char_length(written) between 3 and 254),
  address text collate "C" not null check (char_length(address) between 3 and 254),
  given_up_at timestamptz not null,
  -- Until then nobody else can prove it.
  held_until timestamptz not null check (held_until > given_up_at)
);
create index former_contact_by_address on identity.former_contact (kind, address, held_until);
create index former_contact_of_customer on identity.former_contact (customer_id);
grant select, insert, delete on identity.former_contact to okpay_app;
