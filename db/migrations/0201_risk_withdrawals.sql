-- Risk: limits of what leaves for a bank.
-- Reason: money that leaves the system has limits and counters of its own. docs/decisions/0030-money-out.md

alter table risk.limit_rule
  drop constraint limit_rule_capability_check,
  add constraint limit_rule_capability_check check (capability in ('top_up', 'transfer', 'withdraw'));
insert into risk.limit_rule (capability, time_window, tier, version, limit_minor, currency, valid_from)
select 'withdraw', time_window, tier, 1, limit_minor, currency, '2026-01-01T00:00:00Z'
from risk.limit_rule where capability = 'transfer' and tier like 'T_' and version = 1;

alter table risk.usage
  drop constraint usage_is_whole,
  add constraint usage_is_whole check (
    customer_id like 'cus\_%' and capability in ('top_up', 'transfer', 'withdraw') and least(used_day_minor, used_month_minor) >= 0);
