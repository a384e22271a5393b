-- Wallet: whoever leaves a debt unpaid cannot pay other people, until it is paid; then that goes on by itself.
-- Reason: a debt keeps money from leaving to a bank from its first day. Left for weeks it also pauses payments to people; topping up and being
-- paid go on, since both settle it.

create table wallet.debt_rule (
  currency char(3) not null,
  version integer not null check (version > 0),
  -- Days after the notice has ended.
  restrict_after_days integer not null check (restrict_after_days >= 0),
  -- Less than this pauses nothing.
  owed_min_minor bigint not null check (owed_min_minor > 0),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.debt_rule to okpay_app;
insert into wallet.debt_rule (currency, version, restrict_after_days, owed_min_minor, valid_from) values
  ('CNY', 1, 14, 1000, '2026-01-01T00:00:00Z'),
  ('USD', 1, 14,  150, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 14,  130, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 14,  110, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 14, 1100, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 14,  200, '2026-01-01T00:00:00Z'),
  ('KWD', 1, 14,  400, '2026-01-01T00:00:00Z');

-- When payments were paused for it: once, whatever people decide about it afterwards.
alter table wallet.debt add column restricted_at timestamptz;
grant update (restricted_at) on wallet.debt to okpay_app;
create index debt_unpaid on wallet.debt (collects_from) where collected_minor < incurred_minor and restricted_at is null;
