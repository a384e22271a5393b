-- Wallet: payments from person to person.
-- Reason: the id is made by the payer's device and stays unique for ever, so that a lost answer never pays twice; the row tells
-- whether a repeated id asks for the same payment.

create table wallet.transfer (
  id text collate "C" primary key check (id like 'tr\_%'),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  payee_id text collate "C" not null check (payee_id like 'cus\_%'),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  note text check (length(note) between 1 and 140),
  -- False: it was refused after the payer had confirmed it; why stands with its operation.
  is_completed boolean not null,
  created_at timestamptz not null,
  check (payer_id <> payee_id)
);
-- Whether this payer has paid this payee before.
create index transfer_pair on wallet.transfer (payer_id, payee_id) where is_completed;
grant select, insert on wallet.transfer to okpay_app;
grant update (is_completed) on wallet.transfer to okpay_app;
