-- Wallet: the bank accounts that customers are paid out to.
-- Reason: docs/decisions/0030-money-out.md. Number and holder are sealed with a key outside of the database; an account is never changed,
-- a changed one is a new one and waits like a new one.

create table wallet.bank_account (
  id text collate "C" primary key check (id ~ '^ba_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  currency char(3) not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$'),
  scheme text not null check (scheme in ('iban', 'cn')),
  -- Number, code of the bank and holder; null once they are erased.
  box text,
  -- What the owner knows it by.
  last4 text not null check (last4 ~ '^[0-9A-Z]{4}$'),
  -- How the holder's name was found beside the name that the customer has proven, or registered with.
  name_match text not null check (name_match in ('match', 'close')),
  is_default boolean not null,
  added_at timestamptz not null,
  removed_at timestamptz check (removed_at >= added_at),
  check (removed_at is null or not is_default),
  check (box is not null or removed_at is not null)
);
create index bank_account_of_customer on wallet.bank_account (customer_id, added_at);
create unique index bank_account_default on wallet.bank_account (customer_id, currency) where is_default;
grant select, insert on wallet.bank_account to okpay_app;
grant update (box, is_default, removed_at) on wallet.bank_account to okpay_app;

-- Payouts to a new account wait, as they do after a change of what protects the account; here it is one account that waits.
alter table risk.cooling
  add column subject text collate "C" check (subject like 'ba\_%'),
  drop constraint cooling_reason_check,
  add constraint cooling_reason_check check (reason in ('password_reset', 'contact_changed', 'unfrozen', 'payout_details')),
  add constraint details_name_their_account check ((reason = 'payout_details') = (subject is not null));

-- A proof of presence for exactly these details, or for exactly this sum to this account.
alter table identity.step_up drop constraint step_up_action_check;
alter table identity.step_up
  add constraint step_up_action_check check (action in ('transfer', 'top_up', 'withdrawal', 'payout_details'));
