-- Wallet: payouts to bank accounts, the files in which they go to the bank, and what the bank's files said.
-- Reason: docs/decisions/0030-money-out.md. State and story stand in operations; here is what was asked of the bank and what it answered.

insert into ledger.operation_kind values (6, 'wd');

alter table operations.operation
  drop constraint operation_id_check,
  add constraint operation_id_check check (id ~ '^(tu|tr|cb|rc|fx|wd)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  drop constraint operation_kind_check,
  add constraint operation_kind_check check (kind in ('top_up', 'transfer', 'chargeback', 'recall', 'exchange', 'withdrawal')),
  drop constraint waiting_has_an_actor,
  add constraint waiting_has_an_actor check (
    state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review', 'refunding', 'requested', 'in_batch', 'sent', 'accepted')
    or (due_at is not null and next_actor is not null and reason_code is not null)),
  drop constraint failed_has_a_reason,
  add constraint failed_has_a_reason check (
    state not in ('failed', 'expired', 'charged_back', 'cancelled', 'refunding', 'refunded', 'rejected', 'returned') or reason_code is not null);
alter table operations.participant
  drop constraint participant_counterparty_kind_check,
  add constraint participant_counterparty_kind_check check (counterparty_kind in ('person', 'card', 'okpay', 'bank_account'));
insert into operations.transition (kind, from_state, event, to_state) values
  ('withdrawal', 'start', 'request', 'requested'),
  ('withdrawal', 'start', 'refuse', 'failed'),
  ('withdrawal', 'requested', 'batch', 'in_batch'),
  ('withdrawal', 'requested', 'cancel', 'cancelled'),
  ('withdrawal', 'in_batch', 'send', 'sent'),
  ('withdrawal', 'in_batch', 'accept', 'accepted'),
  ('withdrawal', 'in_batch', 'pay', 'paid'),
  ('withdrawal', 'in_batch', 'reject', 'rejected'),
  ('withdrawal', 'in_batch', 'lose', 'checking'),
  ('withdrawal', 'in_batch', 'mismatch', 'conflict'),
  ('withdrawal', 'sent', 'accept', 'accepted'),
  ('withdrawal', 'sent', 'pay', 'paid'),
  ('withdrawal', 'sent', 'reject', 'rejected'),
  ('withdrawal', 'sent', 'lose', 'checking'),
  ('withdrawal', 'sent', 'mismatch', 'conflict'),
  ('withdrawal', 'accepted', 'pay', 'paid'),
  ('withdrawal', 'accepted', 'reject', 'rejected'),
  ('withdrawal', 'accepted', 'lose', 'checking'),
  ('withdrawal', 'accepted', 'mismatch', 'conflict'),
  ('withdrawal', 'checking', 'send', 'sent'),
  ('withdrawal', 'checking', 'accept', 'accepted'),
  ('withdrawal', 'checking', 'pay', 'paid'),
  ('withdrawal', 'checking', 'reject', 'rejected'),
  ('withdrawal', 'checking', 'mismatch', 'conflict'),
  ('withdrawal', 'checking', 'give_up', 'conflict'),
  ('withdrawal', 'conflict', 'pay', 'paid'),
  ('withdrawal', 'conflict', 'reject', 'rejected'),
  ('withdrawal', 'conflict', 'return', 'returned'),
  ('withdrawal', 'paid', 'return', 'returned'),
  ('withdrawal', 'paid', 'contradict', 'conflict'),
  ('withdrawal', 'rejected', 'contradict', 'conflict'),
  ('withdrawal', 'returned', 'contradict', 'conflict');

-- Prices and times as data with a version. The fee comes on top; the account gets the amount.
create table wallet.withdrawal_tariff (
  currency char(3) not null,
  version integer not null check (version > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  amount_min_minor bigint not null check (amount_min_minor > 0),
  -- Above it a strong factor is needed; whoever has one is always asked for it.
  factor_above_minor bigint not null check (factor_above_minor >= 0),
  -- What is confirmed before it goes on the same bank day. Local time of the bank.
  cut_off text not null check (cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  time_zone text not null,
  calendar text not null check (calendar in ('cn', 'target', 'gb')),
  -- Bank days from the file to the account, as the bank promises.
  arrives_after_days integer not null check (arrives_after_days between 0 and 10),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.withdrawal_tariff to okpay_app;
insert into wallet.withdrawal_tariff
  (currency, version, fee_minor, amount_min_minor, factor_above_minor, cut_off, time_zone, calendar, arrives_after_days, valid_from) values
  ('CNY', 1, 200, 1000, 500000, '15:00', 'Asia/Shanghai', 'cn',     1, '2026-01-01T00:00:00Z'),
  ('EUR', 1,  25,  100,  60000, '14:00', 'Europe/Berlin', 'target', 1, '2026-01-01T00:00:00Z'),
  ('GBP', 1,  20,  100,  50000, '15:00', 'Europe/London', 'gb',     1, '2026-01-01T00:00:00Z');

-- A file of payments for the bank, by its message id. It is made again from its withdrawals, which never change; the digest holds it to that.
create table wallet.payout_file (
  id text collate "C" primary key check (id ~ '^pb_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  currency char(3) not null,
  state text not null check (state in ('ready', 'sent', 'refused')),
  execution_day date not null,
  payments integer not null check (payments > 0),
  total_minor bigint not null check (total_minor > 0),
  digest bytea not null check (length(digest) = 32),
  -- How often the bank was asked without a clear answer.
  asks integer not null default 0 check (asks >= 0),
  made_at timestamptz not null,
  sent_at timestamptz
);
grant select, insert on wallet.payout_file to okpay_app;
grant update (state, asks, sent_at) on wallet.payout_file to okpay_app;

create table wallet.withdrawal (
  id text collate "C" primary key check (id like 'wd\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  quote_id text collate "C" not null check (quote_id like 'qt\_%'),
  bank_account_id text collate "C" not null references wallet.bank_account,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  -- What it counts as against the limits, and of which day; given back when it does not happen.
  usage_day date not null,
  usage_minor bigint not null check (usage_minor >= 0),
  usage_currency char(3) not null,
  -- When the file is made that it goes with, and what was promised.
  cut_off_at timestamptz not null,
  arrives_by timestamptz not null check (arrives_by > cut_off_at),
  file_id text collate "C" references wallet.payout_file,
  -- Where the money is: nowhere (it was refused), held in the wallet, with the bank, back in the wallet.
  money text not null check (money in ('none', 'held', 'paid', 'back')),
  -- How often we looked for news that did not come.
  asks integer not null default 0 check (asks >= 0),
  created_at timestamptz not null,
  paid_at timestamptz,
  ended_at timestamptz,
  check (file_id is null or money <> 'none')
);
create unique index withdrawal_by_quote on wallet.withdrawal (quote_id) where money <> 'none';
create index withdrawal_of_customer on wallet.withdrawal (customer_id, created_at desc);
create index withdrawal_held on wallet.withdrawal (customer_id) where money = 'held';
create index withdrawal_to_send on wallet.withdrawal (currency, cut_off_at) where file_id is null and money = 'held';
create index withdrawal_of_file on wallet.withdrawal (file_id) where file_id is not null;
create index withdrawal_of_account on wallet.withdrawal (bank_account_id);
grant select, insert on wallet.withdrawal to okpay_app;
grant update (file_id, money, asks, paid_at, ended_at) on wallet.withdrawal to okpay_app;

-- The bank's reports, each taken once, whole or not at all.
create table wallet.bank_report (
  number bigint primary key check (number > 0),
  message text not null,
  digest bytea not null check (length(digest) = 32),
  outcome text not null check (outcome in ('taken', 'refused')),
  -- What was wrong with one that was refused, and in which line.
  fault text,
  taken_at timestamptz not null,
  check ((outcome = 'refused') = (fault is not null))
);
grant select, insert on wallet.bank_report to okpay_app;

-- Bookings on our account that were taken into our books, by the bank's own reference: statement and notification tell the same ones.
create table wallet.bank_entry (
  reference text collate "C" primary key check (length(reference) between 1 and 200),
  withdrawal_id text collate "C" not null references wallet.withdrawal,
  direction text not null check (direction in ('out', 'in')),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  report_number bigint not null references wallet.bank_report,
  taken_at timestamptz not null
);
create index bank_entry_of_withdrawal on wallet.bank_entry (withdrawal_id);
grant select, insert on wallet.bank_entry to okpay_app;
