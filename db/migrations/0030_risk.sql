-- Risk: limits and their counters, reference rates, what of a top-up is spendable at once, restrictions of capabilities.
-- Reason: limits are data with a version, so that a decision can say which rule it was made by; counters are rows that change in
-- the transaction that moves the money.

create schema risk;
grant usage on schema risk to okpay_app;

-- Amounts in `currency`; where the installation counts in another base currency they are converted, rounded down.
create table risk.limit_rule (
  capability text not null check (capability in ('top_up', 'transfer')),
  time_window text not null check (time_window in ('payment', 'day', 'month')),
  tier text not null,
  version integer not null check (version > 0),
  limit_minor bigint not null check (limit_minor >= 0),
  currency char(3) not null,
  valid_from timestamptz not null,
  primary key (capability, time_window, tier, version)
);
grant select on risk.limit_rule to okpay_app;
insert into risk.limit_rule (capability, time_window, tier, version, limit_minor, currency, valid_from) values
  ('top_up',   'payment', 'standard', 1, 2000000, 'CNY', '2026-01-01T00:00:00Z'),
  ('top_up',   'day',     'standard', 1, 5000000, 'CNY', '2026-01-01T00:00:00Z'),
  ('top_up',   'month',   'standard', 1, 20000000, 'CNY', '2026-01-01T00:00:00Z'),
  ('transfer', 'payment', 'standard', 1, 2000000, 'CNY', '2026-01-01T00:00:00Z'),
  ('transfer', 'day',     'standard', 1, 5000000, 'CNY', '2026-01-01T00:00:00Z'),
  ('transfer', 'month',   'standard', 1, 20000000, 'CNY', '2026-01-01T00:00:00Z');

-- What one customer has used of the last day on which anything was used, and of its month, in the base currency: one row for both, so
-- that a payment changes one. Its row lock makes that customer's payments wait for each other.
create table risk.usage (
  customer_id text collate "C" not null,
  capability text not null,
  currency char(3) not null,
  day date not null,
  used_day_minor bigint not null,
  used_month_minor bigint not null,
  -- One question, since each statement reads it anew.
  constraint usage_is_whole check (
    customer_id like 'cus\_%' and capability in ('top_up', 'transfer') and least(used_day_minor, used_month_minor) >= 0),
  primary key (customer_id, capability, currency)
) with (fillfactor = 70);
grant select, insert, update on risk.usage to okpay_app;

-- How many units of a currency one euro is: mantissa / 10^scale. Limits are compared with these; nothing is exchanged at them.
create table risk.reference_rate (
  day date not null,
  currency char(3) not null,
  mantissa bigint not null check (mantissa > 0),
  scale smallint not null check (scale between 0 and 9),
  source text not null,
  primary key (day, currency)
);
grant select on risk.reference_rate to okpay_app;
-- Sample data: round figures near the market of that day, so that a fresh installation can compare limits. An operator loads own ones.
insert into risk.reference_rate (day, currency, mantissa, scale, source) values
  ('2026-11-20', 'EUR',   10000, 4, 'sample'),
  ('2026-11-20', 'USD',   11650, 4, 'sample'),
  ('2026-11-20', 'CNY',   83000, 4, 'sample'),
  ('2026-11-20', 'GBP',    8750, 4, 'sample'),
  ('2026-11-20', 'HKD',   90600, 4, 'sample'),
  ('2026-11-20', 'JPY', 1762000, 4, 'sample'),
  ('2026-11-20', 'KWD',    3570, 4, 'sample');

-- How much of a card top-up can be spent at once within a window, by how long the customer has topped up without trouble.
create table risk.top_up_release_rule (
  days_known_min integer not null check (days_known_min >= 0),
  version integer not null check (version > 0),
  at_once_minor bigint not null check (at_once_minor >= 0),
  currency char(3) not null,
  window_hours integer not null check (window_hours > 0),
  delay_hours integer not null check (delay_hours > 0),
  valid_from timestamptz not null,
  primary key (days_known_min, version)
);
grant select on risk.top_up_release_rule to okpay_app;
insert into risk.top_up_release_rule (days_known_min, version, at_once_minor, currency, window_hours, delay_hours, valid_from) values
  (0,  1,  200000, 'CNY', 24, 72, '2026-01-01T00:00:00Z'),
  (30, 1, 2000000, 'CNY', 24, 72, '2026-01-01T00:00:00Z');

-- What an account may not do for now. Decided here; each row is lifted, never deleted.
create table risk.restriction (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  capability text not null check (capability in ('top_up', 'transfer', 'receive', 'withdraw')),
  reason_internal text not null,
  since timestamptz not null,
  lifted_at timestamptz
);
create unique index restriction_in_force on risk.restriction (customer_id, capability) where lifted_at is null;
grant select, insert on risk.restriction to okpay_app;
grant update (lifted_at) on risk.restriction to okpay_app;
