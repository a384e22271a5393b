-- Wallet: withdrawals that their owner says somebody else has made.
-- Reason: docs/decisions/0033-rules-about-withdrawals.md. What has not gone is taken back at once; of what has gone the bank has the last word, and the
-- operator may bear it. What the bank sends back afterwards is then the operator's, never the owner's twice.

create table wallet.payout_claim (
  withdrawal_id text collate "C" primary key references wallet.withdrawal,
  case_id text collate "C" not null unique check (case_id like 'case\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  -- It had not left our hands, and was taken back.
  was_here boolean not null,
  -- What the operator paid for it.
  currency char(3) not null,
  borne_minor bigint not null default 0 check (borne_minor >= 0),
  claimed_at timestamptz not null,
  check (not was_here or borne_minor = 0)
);
grant select, insert on wallet.payout_claim to okpay_app;
grant update (borne_minor) on wallet.payout_claim to okpay_app;
