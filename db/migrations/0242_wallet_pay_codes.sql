-- Wallet: the code that somebody shows to be paid, without a sum.
-- Reason: docs/decisions/0036-codes-and-pickups.md. Whoever has the code can pay its owner and see a masked name; nothing else. A new one
-- makes the old one worthless.

create table wallet.pay_code (
  customer_id text collate "C" primary key check (customer_id like 'cus\_%'),
  token text collate "C" not null unique check (token ~ '^[A-Za-z0-9_-]{22}$'),
  created_at timestamptz not null
);
grant select, insert, update (token, created_at) on wallet.pay_code to okpay_app;
