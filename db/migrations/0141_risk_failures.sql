-- Risk: wrong payment passwords and failed confirmations over a longer time, and the limitation that they lead to.
-- Reason: five tries in a row end in a pause; whoever has stolen a session waits it out and tries on. From how many on, over how many
-- hours, and what is blocked then, is data. It can be caused by nobody who is not signed in, so it is no weapon against an owner.

create table risk.failure_rule (
  what text not null check (what in ('payment_password', 'payment_factor')),
  version integer not null check (version > 0),
  failures integer not null check (failures > 0),
  window_hours integer not null check (window_hours between 1 and 2160),
  blocks text[] not null check (cardinality(blocks) > 0 and blocks <@ array['receive', 'top_up', 'transfer', 'withdraw']),
  valid_from timestamptz not null,
  primary key (what, version)
);
grant select on risk.failure_rule to okpay_app;
insert into risk.failure_rule (what, version, failures, window_hours, blocks, valid_from) values
  ('payment_password', 1, 15, 168, '{transfer,withdraw}', '2026-01-01T00:00:00Z'),
  ('payment_factor',   1, 10, 168, '{transfer,withdraw}', '2026-01-01T00:00:00Z');

-- That something failed; what was typed is written nowhere. Kept as long as the longest rule looks back.
create table risk.failure (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  what text not null check (what ~ '^[a-z_]{1,40}$'),
  at timestamptz not null
);
create index failure_of_customer on risk.failure (customer_id, what, at);
create index failure_by_time on risk.failure (at);
grant select, insert, delete on risk.failure to okpay_app;
