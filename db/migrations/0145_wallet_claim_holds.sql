-- Wallet: what staff for risk has held of a claimed payment beyond what was held at once.
-- Reason: the rule holds little and late claims nothing, so that nobody locks up what others have by a word. Two people who have looked may
-- hold more: never more than was paid, nor than the payee has. Each such hold is an operation of its own, `recall`.

create table wallet.claim_hold (
  recall_id text collate "C" primary key check (recall_id like 'rc\_%'),
  transfer_id text collate "C" not null references wallet.payment_claim,
  amount_minor bigint not null check (amount_minor > 0),
  -- Which two agreed stands there; one proposal holds once.
  proposal_id text collate "C" not null unique check (proposal_id like 'prop\_%'),
  held_at timestamptz not null,
  -- It was given back or let go.
  settled_at timestamptz check (settled_at >= held_at)
);
create index claim_hold_of_transfer on wallet.claim_hold (transfer_id);
grant select, insert on wallet.claim_hold to okpay_app;
grant update (settled_at) on wallet.claim_hold to okpay_app;

-- What is held may be held by these alone.
alter table wallet.payment_claim drop constraint payment_claim_check1;
