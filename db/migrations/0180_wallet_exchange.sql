-- Wallet: money of one currency for money of another, between balances of one customer.
-- Reason: docs/decisions/0023-exchange.md. The price is data, the rate is the newest published one, the mark-up is a line of its own.

insert into ledger.operation_kind values (5, 'fx');

alter table operations.operation
  drop constraint operation_id_check,
  add constraint operation_id_check check (id ~ '^(tu|tr|cb|rc|fx)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  drop constraint operation_kind_check,
  add constraint operation_kind_check check (kind in ('top_up', 'transfer', 'chargeback', 'recall', 'exchange'));
insert into operations.transition (kind, from_state, event, to_state) values
  ('exchange', 'start', 'complete', 'completed'),
  ('exchange', 'start', 'refuse', 'failed');

-- What comes into another balance of the same customer for it; of an exchange.
alter table operations.participant
  add column received_minor bigint check (received_minor > 0),
  add column received_currency char(3),
  add constraint received_is_whole check ((received_minor is null) = (received_currency is null) and received_currency is distinct from currency);

-- When a reference rate was fetched; sample rates came with the installation. A publisher may leave a currency out, which keeps its last rate.
alter table risk.reference_rate add column fetched_at timestamptz;
create index reference_rate_newest on risk.reference_rate (currency, day desc);
grant insert on risk.reference_rate to okpay_app;

-- Prices as data with a version. The fee is taken off what is given: rounded up, then raised to the minimum. The mark-up is taken off the rate.
create table wallet.exchange_tariff (
  from_currency char(3) not null,
  to_currency char(3) not null,
  version integer not null check (version > 0),
  fee_basis_points integer not null check (fee_basis_points between 0 and 1000),
  fee_min_minor bigint not null check (fee_min_minor >= 0),
  markup_basis_points integer not null check (markup_basis_points between 0 and 1000),
  give_min_minor bigint not null check (give_min_minor > 0),
  valid_from timestamptz not null,
  primary key (from_currency, to_currency, version),
  check (from_currency <> to_currency)
);
grant select on wallet.exchange_tariff to okpay_app;
insert into wallet.exchange_tariff (from_currency, to_currency, version, fee_basis_points, fee_min_minor, markup_basis_points, give_min_minor, valid_from)
select f.code, t.code, 1, 0, 0, case when 'KWD' in (f.code, t.code) then 80 else 40 end, least.minor, '2026-01-01T00:00:00Z'
from ledger.currency f
join ledger.currency t on t.code <> f.code
join (values ('CNY', 100), ('USD', 20), ('EUR', 20), ('GBP', 20), ('HKD', 100), ('JPY', 20), ('KWD', 50)) least (code, minor) on least.code = f.code;

-- The id is made by the customer's device and stays unique for ever. The parts are those that the ledger carries, one line each.
create table wallet.exchange (
  id text collate "C" primary key check (id like 'fx\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  quote_id text collate "C" not null check (quote_id like 'qt\_%'),
  give_currency char(3) not null,
  give_minor bigint not null check (give_minor > 0),
  fee_minor bigint not null check (fee_minor between 0 and give_minor),
  get_currency char(3) not null check (get_currency <> give_currency),
  get_minor bigint not null check (get_minor > 0),
  spread_minor bigint not null check (spread_minor >= 0),
  rounding_minor bigint not null check (rounding_minor >= 0),
  is_completed boolean not null,
  created_at timestamptz not null
);
create unique index exchange_by_quote on wallet.exchange (quote_id) where is_completed;
create index exchange_of_customer on wallet.exchange (customer_id, created_at desc);
grant select, insert on wallet.exchange to okpay_app;
