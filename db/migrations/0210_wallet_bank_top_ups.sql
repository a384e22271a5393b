-- Wallet: money that comes by transfer to our bank account, whose it is, and the way back of what is nobody's.
-- Reason: docs/decisions/0031-bank-money-in.md. What the bank says is taken whole or not at all, worked off in its order, and each booking once,
-- whichever file tells it first.

insert into ledger.operation_kind values (7, 'bt');

alter table operations.operation
  drop constraint operation_id_check,
  add constraint operation_id_check check (id ~ '^(tu|tr|cb|rc|fx|wd|bt)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  drop constraint operation_kind_check,
  add constraint operation_kind_check
    check (kind in ('top_up', 'transfer', 'chargeback', 'recall', 'exchange', 'withdrawal', 'bank_top_up')),
  drop constraint waiting_has_an_actor,
  add constraint waiting_has_an_actor check (
    state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review', 'refunding', 'requested', 'in_batch', 'sent', 'accepted',
                  'put_aside', 'sending_back')
    or (due_at is not null and next_actor is not null and reason_code is not null)),
  drop constraint failed_has_a_reason,
  add constraint failed_has_a_reason check (
    state not in ('failed', 'expired', 'charged_back', 'cancelled', 'refunding', 'refunded', 'rejected', 'returned', 'sent_back')
    or reason_code is not null);
insert into operations.transition (kind, from_state, event, to_state) values
  ('bank_top_up', 'start', 'credit', 'settled'),
  ('bank_top_up', 'start', 'put_aside', 'put_aside'),
  ('bank_top_up', 'put_aside', 'credit', 'settled'),
  ('bank_top_up', 'put_aside', 'send_back', 'sending_back'),
  ('bank_top_up', 'sending_back', 'book', 'sent_back'),
  ('bank_top_up', 'sending_back', 'fail', 'put_aside'),
  ('bank_top_up', 'sent_back', 'come_back', 'put_aside');

-- What a customer writes on a transfer: ISO 11649, one per currency, for ever.
create table wallet.bank_reference (
  reference text collate "C" primary key check (reference ~ '^RF\d{2}\d{12}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  currency char(3) not null,
  created_at timestamptz not null,
  unique (customer_id, currency)
);
grant select, insert on wallet.bank_reference to okpay_app;

-- Price and times as data with a version.
create table wallet.bank_top_up_tariff (
  currency char(3) not null,
  version integer not null check (version > 0),
  -- Taken from what arrives.
  fee_minor bigint not null check (fee_minor >= 0),
  -- Less is put aside.
  amount_min_minor bigint not null check (amount_min_minor > fee_minor),
  -- What is sent before it leaves the sender's bank the same bank day, as banks promise it. Local time of the bank.
  cut_off text not null check (cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  time_zone text not null,
  calendar text not null check (calendar in ('cn', 'target', 'gb')),
  arrives_after_days integer not null check (arrives_after_days between 0 and 10),
  -- What nobody has claimed by then goes back to whoever sent it.
  send_back_after_days integer not null check (send_back_after_days between 1 and 365),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.bank_top_up_tariff to okpay_app;
insert into wallet.bank_top_up_tariff
  (currency, version, fee_minor, amount_min_minor, cut_off, time_zone, calendar, arrives_after_days, send_back_after_days, valid_from) values
  ('CNY', 1, 0, 100, '17:00', 'Asia/Shanghai', 'cn',     1, 15, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 0, 100, '15:00', 'Europe/Berlin', 'target', 1, 15, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 0, 100, '17:00', 'Europe/London', 'gb',     1, 15, '2026-01-01T00:00:00Z');

-- A report is read as it comes and lies here sealed until it is whole; then it is taken in one step, and its lines are worked off and gone.
create table wallet.bank_line (
  reading uuid not null,
  place integer not null check (place > 0),
  -- Line of the file.
  line integer not null check (line >= 0),
  box text not null,
  read_at timestamptz not null,
  primary key (reading, place)
);
create index bank_line_by_age on wallet.bank_line (read_at);
grant select, insert, delete on wallet.bank_line to okpay_app;

alter table wallet.bank_report
  drop constraint bank_report_outcome_check,
  -- `repeated`: the very same file was taken before, under another number.
  add constraint bank_report_outcome_check check (outcome in ('taken', 'refused', 'repeated')),
  add column reading uuid unique,
  add column lines integer check (lines >= 0),
  add column bytes bigint check (bytes >= 0),
  -- Up to which place its lines had been worked off.
  add column worked_lines integer not null default 0 check (worked_lines >= 0),
  -- When the last of its lines had been worked off.
  add column worked_at timestamptz;
update wallet.bank_report set worked_at = taken_at;
create index bank_report_to_work on wallet.bank_report (number) where worked_at is null;
create index bank_report_by_digest on wallet.bank_report (digest);
grant update (worked_at, worked_lines) on wallet.bank_report to okpay_app;

-- Each sum that the bank says came in from outside, by the bank's own reference of the booking and the place within it.
create table wallet.bank_top_up (
  id text collate "C" primary key check (id ~ '^bt_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  currency char(3) not null,
  booking text collate "C" not null check (length(booking) between 1 and 200),
  part integer not null check (part >= 0),
  report_number bigint not null references wallet.bank_report,
  amount_minor bigint not null check (amount_minor > 0),
  -- What was sent, where the bank tells it: banks on the way may have taken their fees.
  sent_minor bigint check (sent_minor > 0),
  sent_currency char(3),
  booked_on date not null,
  -- Payer, account and text, sealed; null once they are erased.
  box text,
  payer_country char(2),
  payer_last4 text check (payer_last4 ~ '^[0-9A-Z]{4}$'),
  -- The reference as it was found, right or nearly so.
  reference text check (length(reference) <= 40),
  customer_id text collate "C" check (customer_id like 'cus\_%'),
  -- Where the money is: with its owner, in suspense, on its way back, back with its payer.
  state text not null check (state in ('settled', 'put_aside', 'sending_back', 'sent_back')),
  -- Why it was put aside; kept when it is not any more.
  why text check (why in ('no_reference', 'unknown_reference', 'several_references', 'currency_differs', 'account_closed', 'owner_blocked',
                          'below_minimum', 'over_limit', 'by_rule', 'came_back')),
  fee_minor bigint not null default 0 check (fee_minor >= 0 and fee_minor < amount_minor),
  tariff text,
  -- When it goes back by policy; null of what people have to decide about.
  goes_back_at timestamptz,
  taken_at timestamptz not null,
  settled_at timestamptz,
  unique (currency, booking, part),
  check ((sent_minor is null) = (sent_currency is null)),
  check ((state = 'settled') = (settled_at is not null)),
  check (state <> 'settled' or customer_id is not null),
  check (state = 'settled' or why is not null)
);
create index bank_top_up_put_aside on wallet.bank_top_up (taken_at) where state = 'put_aside';
create index bank_top_up_of_customer on wallet.bank_top_up (customer_id, taken_at) where customer_id is not null;
create index bank_top_up_of_report on wallet.bank_top_up (report_number);
create index bank_top_up_to_send_back on wallet.bank_top_up (goes_back_at) where state = 'put_aside' and goes_back_at is not null;
grant select, insert on wallet.bank_top_up to okpay_app;
grant update (box, customer_id, state, why, fee_minor, tariff, goes_back_at, settled_at) on wallet.bank_top_up to okpay_app;

-- The way back: a file of one payment to whoever sent it. Made again from its row; the digest holds it to what was decided.
create table wallet.bank_return (
  id text collate "C" primary key check (id ~ '^rt_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  top_up_id text collate "C" not null references wallet.bank_top_up,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- `booked`: it left. `back`: it left and came back.
  state text not null check (state in ('ready', 'sent', 'booked', 'refused', 'back')),
  -- The proposal that two people had a hand in; null where the policy sends it.
  proposal_id text collate "C" check (proposal_id like 'prop\_%'),
  execution_day date not null,
  digest bytea not null check (length(digest) = 32),
  bank_code text check (length(bank_code) <= 60),
  asks integer not null default 0 check (asks >= 0),
  made_at timestamptz not null,
  ended_at timestamptz
);
-- Money goes back one way at a time.
create unique index bank_return_open on wallet.bank_return (top_up_id) where state in ('ready', 'sent');
grant select, insert on wallet.bank_return to okpay_app;
grant update (state, asks, bank_code, ended_at) on wallet.bank_return to okpay_app;
