-- Wallet: money is topped up from another company's e-wallet too.
-- Reason: docs/decisions/0046-top-up-from-another-e-wallet.md. It is a top-up like one by card, by another rail: the same states, limits,
-- rules and reviews; its own price, its own account in the ledger, and no bank that takes it back.

-- The shape of `wallet.top_up_tariff`: the fee is rounded up to the next minor unit, then raised to the minimum.
create table wallet.ewallet_top_up_tariff (
  currency char(3) not null,
  version integer not null check (version > 0),
  fee_basis_points integer not null check (fee_basis_points between 0 and 10000),
  fee_min_minor bigint not null check (fee_min_minor >= 0),
  amount_min_minor bigint not null check (amount_min_minor > 0),
  valid_from timestamptz not null,
  proposal_id text collate "C" unique,
  primary key (currency, version)
);
grant select, insert on wallet.ewallet_top_up_tariff to okpay_app;
create trigger tariff_approved before insert on wallet.ewallet_top_up_tariff
  for each row execute function wallet.check_tariff('ewallet_top_up');
insert into wallet.ewallet_top_up_tariff (currency, version, fee_basis_points, fee_min_minor, amount_min_minor, valid_from) values
  ('CNY', 1, 30,  5,  100, '2026-01-01T00:00:00Z'),
  ('USD', 1, 30,  1,   50, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 30,  1,   50, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 30,  1,   50, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 30,  5,  400, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 30,  2,   50, '2026-01-01T00:00:00Z'),
  ('KWD', 1, 30,  3,  100, '2026-01-01T00:00:00Z');

alter table wallet.top_up
  -- What the e-wallet was called then; null of a top-up by card.
  add column ewallet_name text check (char_length(ewallet_name) between 1 and 80),
  -- The account that paid, as its owner knows it; the e-wallet tells it once it is chosen.
  add column ewallet_account text check (char_length(ewallet_account) between 1 and 60),
  add constraint account_of_an_ewallet check (ewallet_account is null or ewallet_name is not null),
  add constraint ewallet_is_no_card check (
    ewallet_name is null or (card_brand is null and card_last4 is null and kept_card_id is null and not keeps_card)),
  -- Nobody takes back what an e-wallet has paid.
  add constraint ewallet_is_not_charged_back check (ewallet_name is null or charged_back_minor = 0);
grant update (ewallet_account) on wallet.top_up to okpay_app;

alter table operations.participant
  drop constraint participant_counterparty_kind_check,
  add constraint participant_counterparty_kind_check check (counterparty_kind in ('person', 'card', 'okpay', 'bank_account', 'ewallet'));
create index ewallet_top_up_settled on wallet.top_up (settled_at desc) where settled_at is not null and ewallet_name is not null;
