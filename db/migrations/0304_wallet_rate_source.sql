-- Wallet: what every publisher of reference rates answered last, for the people who answer for prices.
-- Reason: docs/decisions/0023-exchange.md. A row per publisher that was ever asked.

create table wallet.rate_source (
  name          text collate "C" primary key,
  asked_at      timestamptz not null,
  -- When it last gave a day of rates, new or not, and the newest day that it ever gave.
  answered_at   timestamptz,
  newest_day    date,
  -- Why it gave none the last times that it was asked, how often in a row and since when.
  failure       text,
  failed_times  integer not null default 0,
  failing_since timestamptz,
  constraint rate_source_is_whole check (
    length(name) between 1 and 253 and (answered_at is null) = (newest_day is null)
    and (failure is null) = (failing_since is null) and (failure is null) = (failed_times = 0) and failed_times >= 0
    and (failure is not null or answered_at = asked_at))
);
grant select, insert, update on wallet.rate_source to okpay_app;
