-- Wallet: references to payees that were found.
-- Reason: a payer confirms a masked name and then pays exactly that person; the address searched for travels no further.

create table wallet.payee_reference (
  id text collate "C" primary key check (id like 'pay\_%'),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  payee_id text collate "C" not null check (payee_id like 'cus\_%'),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  check (payer_id <> payee_id)
);
create index payee_reference_by_age on wallet.payee_reference (expires_at);
grant select, insert, delete on wallet.payee_reference to okpay_app;
