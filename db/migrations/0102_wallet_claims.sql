-- Wallet: payments that their payers have not made, and the money that is taken back for them.
-- Reason: whoever finds a payment that was somebody else's must see it stopped where it still can be: what is left of it with the payee is
-- held at once up to a sum that is data, and goes back by a decision of two. Each way of the money is an operation of its own, `recall`.

insert into ledger.operation_kind values (4, 'rc');

alter table operations.operation
  drop constraint operation_id_check,
  add constraint operation_id_check check (id ~ '^(tu|tr|cb|rc)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  drop constraint operation_kind_check,
  add constraint operation_kind_check check (kind in ('top_up', 'transfer', 'chargeback', 'recall'));
insert into operations.transition (kind, from_state, event, to_state) values
  ('recall', 'start', 'hold', 'on_hold'),
  ('recall', 'start', 'pay', 'given_back'),
  ('recall', 'on_hold', 'give_back', 'given_back'),
  ('recall', 'on_hold', 'let_go', 'let_go');

-- How much of a payment that is claimed is held at once, and for how long after it. What is above is held by nobody: a claim must not
-- become a way to lock up what others have. Whether the operator bears what cannot be taken back is data, too.
create table wallet.claim_rule (
  currency char(3) not null,
  version integer not null check (version > 0),
  hold_max_minor bigint not null check (hold_max_minor >= 0),
  hold_within_hours integer not null check (hold_within_hours >= 0),
  bears_max_minor bigint not null check (bears_max_minor >= 0),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.claim_rule to okpay_app;
insert into wallet.claim_rule (currency, version, hold_max_minor, hold_within_hours, bears_max_minor, valid_from) values
  ('CNY', 1, 5000000, 72, 5000000, '2026-01-01T00:00:00Z'),
  ('USD', 1,  700000, 72,  700000, '2026-01-01T00:00:00Z'),
  ('EUR', 1,  600000, 72,  600000, '2026-01-01T00:00:00Z'),
  ('GBP', 1,  500000, 72,  500000, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 5500000, 72, 5500000, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 1000000, 72, 1000000, '2026-01-01T00:00:00Z'),
  ('KWD', 1, 2000000, 72, 2000000, '2026-01-01T00:00:00Z');

create table wallet.payment_claim (
  transfer_id text collate "C" primary key check (transfer_id like 'tr\_%'),
  case_id text collate "C" not null unique check (case_id like 'case\_%'),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  payee_id text collate "C" not null check (payee_id like 'cus\_%'),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- What is held of it with the payee now, under which recall; null where nothing could be.
  held_minor bigint not null check (held_minor >= 0),
  recall_id text collate "C" check (recall_id like 'rc\_%'),
  -- What went back to the payer, all ways together.
  returned_minor bigint not null default 0,
  claimed_at timestamptz not null,
  check (held_minor + returned_minor <= amount_minor and returned_minor >= 0),
  check (held_minor = 0 or recall_id is not null)
);
create index payment_claim_held on wallet.payment_claim (payee_id) where held_minor > 0;
grant select, insert on wallet.payment_claim to okpay_app;
grant update (held_minor, returned_minor) on wallet.payment_claim to okpay_app;
