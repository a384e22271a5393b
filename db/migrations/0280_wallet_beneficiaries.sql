-- Wallet: people abroad whom customers send money to.
-- Reason: docs/decisions/0040-money-across-borders.md. Name and account are sealed with a key outside of the database; a row is never changed, a changed
-- payee is a new one and waits like a new one.

create table wallet.beneficiary (
  id text collate "C" primary key check (id ~ '^bf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  currency char(3) not null,
  -- Name, name of the bank and all that the account is written with; null once they are erased.
  box text,
  -- What the owner knows the account by.
  last4 text not null check (last4 ~ '^[0-9A-Z]{4}$'),
  -- Somebody on a list has a name like this one. It is told to staff who decide about transfers, and to nobody else.
  is_listed boolean not null,
  added_at timestamptz not null,
  removed_at timestamptz check (removed_at >= added_at),
  check (box is not null or removed_at is not null)
);
create index beneficiary_of_customer on wallet.beneficiary (customer_id, added_at);
grant select, insert on wallet.beneficiary to okpay_app;
grant update (box, removed_at) on wallet.beneficiary to okpay_app;

-- Transfers to somebody new wait, as payouts to a new account do.
alter table risk.cooling
  drop constraint cooling_subject_check,
  add constraint cooling_subject_check check (subject like 'ba\_%' or subject like 'bf\_%');

-- A proof of presence for exactly these details, or for exactly this sum by this quote to this payee.
alter table identity.step_up drop constraint step_up_action_check;
alter table identity.step_up add constraint step_up_action_check
  check (action in ('transfer', 'top_up', 'withdrawal', 'payout_details', 'beneficiary_details', 'cross_border'));
