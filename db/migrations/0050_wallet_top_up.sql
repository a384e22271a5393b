-- Wallet: the tariff of card top-ups, top-ups with what is known of their charge, and the debts that chargebacks leave.
-- Reason: the state and story of a top-up stand in operations; here is what the acquirer was asked and said.

create schema wallet;
grant usage on schema wallet to okpay_app;

-- Prices as data with a version. Fees are rounded up to the next minor unit, then raised to the minimum.
create table wallet.top_up_tariff (
  currency char(3) not null,
  version integer not null check (version > 0),
  fee_basis_points integer not null check (fee_basis_points between 0 and 10000),
  fee_min_minor bigint not null check (fee_min_minor >= 0),
  amount_min_minor bigint not null check (amount_min_minor > 0),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.top_up_tariff to okpay_app;
insert into wallet.top_up_tariff (currency, version, fee_basis_points, fee_min_minor, amount_min_minor, valid_from) values
  ('CNY', 1, 60, 10,  100, '2026-01-01T00:00:00Z'),
  ('USD', 1, 60,  2,   50, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 60,  2,   50, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 60,  2,   50, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 60, 10,  400, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 60,  3,   50, '2026-01-01T00:00:00Z'),
  ('KWD', 1, 60,  5,  100, '2026-01-01T00:00:00Z');

create table wallet.top_up (
  id text collate "C" primary key check (id like 'tu\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  quote_id text collate "C" not null check (quote_id like 'qt\_%'),
  -- SHA-256 of the acquirer's token: tells a retry from another card under the same id. The token itself is not kept.
  token_digest bytea not null check (length(token_digest) = 32),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  -- Spendable at once; the rest is held until `delayed_until`, as the quote told.
  at_once_minor bigint not null check (at_once_minor between 0 and amount_minor),
  delayed_until timestamptz,
  -- What `at_once_minor` counts as against the rule that allowed it.
  granted_minor bigint not null check (granted_minor >= 0),
  granted_currency char(3) not null,
  -- What the top-up counts as against the limits, and of which day; given back when it fails.
  usage_day date not null,
  usage_minor bigint not null check (usage_minor >= 0),
  usage_currency char(3) not null,
  -- True once the charge was asked for; a row that was refused before never reached the acquirer.
  is_charged boolean not null,
  charge_id text collate "C",
  card_brand text,
  card_last4 text check (card_last4 ~ '^[0-9]{4}$'),
  -- How often the acquirer was asked without a final answer, and when it last said anything.
  asks integer not null default 0 check (asks >= 0),
  heard_at timestamptz,
  created_at timestamptz not null,
  settled_at timestamptz,
  -- What of it is held in the wallet now, by which of its holds; each hold has a number, as a partial chargeback replaces it.
  held_minor bigint not null default 0,
  hold_number integer not null default 0 check (hold_number >= 0),
  -- What has been charged back of amount plus fee, all parts together.
  charged_back_minor bigint not null default 0,
  failed_at timestamptz,
  check ((delayed_until is null) = (at_once_minor = amount_minor)),
  check (charged_back_minor between 0 and amount_minor + fee_minor),
  check (charged_back_minor = 0 or settled_at is not null),
  check (held_minor between 0 and amount_minor - at_once_minor),
  check (held_minor = 0 or (settled_at is not null and hold_number > 0))
);
create index top_up_recent on wallet.top_up (customer_id, created_at desc);
create index top_up_first_settled on wallet.top_up (customer_id, settled_at) where settled_at is not null;
create index top_up_held on wallet.top_up (customer_id, delayed_until) where held_minor > 0;
-- The samples behind the estimate of arrival.
create index top_up_settled on wallet.top_up (settled_at desc) where settled_at is not null;
grant select, insert on wallet.top_up to okpay_app;
grant update (charge_id, card_brand, card_last4, asks, heard_at, settled_at, held_minor, hold_number, charged_back_minor, failed_at) on wallet.top_up to okpay_app;

-- What a customer owes after a chargeback of money already spent. The ledger holds the sum; this says which part is from where.
create table wallet.debt (
  chargeback_id text collate "C" primary key check (chargeback_id like 'cb\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  top_up_id text collate "C" not null references wallet.top_up,
  currency char(3) not null,
  incurred_minor bigint not null check (incurred_minor > 0),
  collected_minor bigint not null default 0 check (collected_minor between 0 and incurred_minor),
  -- Not before this time: the notice that the customer was given.
  collects_from timestamptz not null,
  opened_at timestamptz not null,
  -- Counts the collections, so that each has a ledger id of its own.
  collections integer not null default 0
);
create index debt_open on wallet.debt (customer_id, currency, opened_at) where collected_minor < incurred_minor;
grant select, insert on wallet.debt to okpay_app;
grant update (collected_minor, collections) on wallet.debt to okpay_app;
