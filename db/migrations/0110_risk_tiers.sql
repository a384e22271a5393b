-- Risk: limits by tier, and which tier a customer has.
-- Reason: how much somebody may move depends on how far the person is known. Identity decides the tier and hands it in; here it is a fact
-- like any other, read in the question that reads the limits, so that no payment asks once more. docs/decisions/0018-identity-proof.md.

-- A customer without a row has proven mail and phone, and has T1. T1 is what `standard` was; the rows of `standard` stay, since decisions
-- that were kept name them.
insert into risk.limit_rule (capability, time_window, tier, version, limit_minor, currency, valid_from)
select c.capability, w.time_window, t.tier, 1, w.limit_minor, 'CNY', '2026-01-01T00:00:00Z'
from (values ('top_up'), ('transfer')) c (capability)
cross join (values ('T0'), ('T1'), ('T2'), ('T3')) t (tier)
cross join lateral (values
  ('payment', case t.tier when 'T0' then 0 when 'T1' then  2000000 when 'T2' then   5000000 else  20000000 end),
  ('day',     case t.tier when 'T0' then 0 when 'T1' then  5000000 when 'T2' then  20000000 else  50000000 end),
  ('month',   case t.tier when 'T0' then 0 when 'T1' then 20000000 when 'T2' then 100000000 else 500000000 end)
) w (time_window, limit_minor);

create table risk.customer_tier (
  customer_id text collate "C" primary key check (customer_id like 'cus\_%'),
  tier text not null check (tier in ('T0', 'T1', 'T2', 'T3')),
  since timestamptz not null
);
grant select, insert, update on risk.customer_tier to okpay_app;
