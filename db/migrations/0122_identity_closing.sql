-- Identity: closing an account, what is kept of it and how long, and the signed record of it.
-- Reason: whoever wants to leave is told what stands in the way, can change their mind for a while, and can prove later that the account
-- was closed, without having one. What opened the account goes at once; the rest goes by rules that are data.

-- Money below this can be given up instead of paid out, by explicit choice.
insert into ledger.account_kind values ('given_up', 'credit', false, '^system$');
insert into ledger.movement values (18, 'given_up');
create table identity.remainder_rule (
  currency char(3) primary key,
  -- What can be given up at most; more is paid out.
  up_to_minor bigint not null check (up_to_minor > 0)
);
grant select on identity.remainder_rule to okpay_app;
insert into identity.remainder_rule (currency, up_to_minor) values
  ('CNY', 100), ('USD', 15), ('EUR', 15), ('GBP', 12), ('HKD', 120), ('JPY', 20), ('KWD', 50);

-- Days within which a customer can change their mind; each version counts from a time on.
create table identity.closing_rule (
  version integer primary key check (version > 0),
  cooling_days integer not null check (cooling_days between 1 and 90),
  valid_from timestamptz not null
);
grant select on identity.closing_rule to okpay_app;
insert into identity.closing_rule (version, cooling_days, valid_from) values (1, 14, '2026-01-01T00:00:00Z');

create table identity.closing (
  id text collate "C" primary key check (id ~ '^clo_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null references identity.customer,
  state text not null check (state in ('closing', 'kept', 'closed')),
  restriction_id text collate "C" not null check (restriction_id like 'rst\_%'),
  requested_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > requested_at),
  -- Since when something stands in the way of what was asked for.
  waits_since timestamptz,
  ended_at timestamptz,
  check ((state = 'closing') = (ended_at is null))
);
create unique index closing_open on identity.closing (customer_id) where state in ('closing', 'closed');
create index closing_of_customer on identity.closing (customer_id, requested_at);
grant select, insert on identity.closing to okpay_app;
grant update (state, waits_since, ended_at) on identity.closing to okpay_app;

-- What was signed when the account was closed. It holds no name and no address.
create table identity.closure_record (
  closing_id text collate "C" primary key references identity.closing,
  customer_id text collate "C" not null unique references identity.customer,
  record jsonb not null check (jsonb_typeof(record) = 'object'),
  closed_at timestamptz not null
);
grant select, insert, delete on identity.closure_record to okpay_app;

-- What is sent to a former customer who asks for the record.
alter table identity.contact_proof
  drop constraint contact_proof_purpose_check,
  add constraint contact_proof_purpose_check
    check (purpose in ('email', 'phone', 'reset_email', 'reset_phone', 'sign_in', 'new_email', 'new_phone', 'access_email', 'access_phone', 'closure_email'));
alter table identity.message_request
  drop constraint message_request_purpose_check,
  add constraint message_request_purpose_check
    check (purpose in ('email', 'phone', 'repeated', 'reset_email', 'reset_phone', 'sign_in', 'new_email', 'new_phone', 'access_email', 'access_phone', 'closure_email'));

-- What opens an account goes when it is closed.
grant delete on identity.password, identity.payment_password to okpay_app;

-- Closing is the owner's, as freezing is; closed it is by rule, for ever.
alter table risk.account_restriction
  drop constraint owners_freeze_themselves,
  add constraint owners_freeze_themselves check ((kind in ('self_frozen', 'closing')) = (imposed_by like 'cus\_%')),
  drop constraint owners_undo_their_own,
  add constraint owners_undo_their_own
    check (lifted_by is null or lifted_by not like 'cus\_%' or (kind in ('self_frozen', 'closing') and lifted_by = customer_id)),
  add constraint closed_stays_closed check (kind <> 'closed' or lifted_at is null);
