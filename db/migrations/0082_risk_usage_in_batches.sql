-- Risk: counters of limits, and restrictions, for many payments in one call.
-- Reason: docs/decisions/0014-fast-payment.md.

-- Counts what payments of one capability use of their days and months; the limits are the lowest ones, or null. False if a limit would be
-- passed. Counters are locked in one order, and by post_singles before any account, as on the road of one transaction: nobody waits in a
-- circle. Who holds one for long, or came in another order, sends the payments to the road on which they may wait.
create function risk.count_usages(
  p_capability text, p_customer text[], p_day date[], p_currency text[], p_counted bigint[], p_day_limit bigint[], p_month_limit bigint[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms'
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan as $$
declare
  customers text[]; capabilities text[]; currencies char(3)[]; days date[]; months date[]; counts bigint[]; day_limits bigint[]; month_limits bigint[];
  filled integer; begun integer;
begin
  -- Several payments of one customer pass together if their sum does. What comes late counts on the later day.
  select array_agg(g.customer), array_agg(p_capability), array_agg(g.currency), array_agg(g.day), array_agg(date_trunc('month', g.day::timestamp)::date),
         array_agg(g.counted), array_agg(g.day_limit), array_agg(g.month_limit)
    into customers, capabilities, currencies, days, months, counts, day_limits, month_limits
  from (
    select c.customer, c.currency::char(3), max(c.day) as day, sum(c.counted)::bigint as counted, min(c.day_limit) as day_limit,
           min(c.month_limit) as month_limit
    from unnest(p_customer, p_day, p_currency, p_counted, p_day_limit, p_month_limit) c (customer, day, currency, counted, day_limit, month_limit)
    group by 1, 2 order by 1, 2
  ) g;

  -- `between` where `=` is meant: with two equalities the plan may walk through all counters and look for their payments, as long as the
  -- statistics say that there are few. Like this there is one way: from the payments, one by one and in order, along the index.
  update risk.usage u
  set used_day_minor = case when u.day < a.day then 0 else u.used_day_minor end + a.counted,
      used_month_minor = case when u.day < a.month then 0 else u.used_month_minor end + a.counted, day = greatest(u.day, a.day)
  from unnest(customers, capabilities, currencies, days, months, counts, day_limits, month_limits)
    a (customer, capability, currency, day, month, counted, day_limit, month_limit)
  where u.customer_id between a.customer and a.customer and u.capability = a.capability and u.currency = a.currency
    and coalesce(case when u.day < a.day then 0 else u.used_day_minor end + a.counted <= a.day_limit, true)
    and coalesce(case when u.day < a.month then 0 else u.used_month_minor end + a.counted <= a.month_limit, true);
  get diagnostics filled = row_count;
  if filled = cardinality(customers) then return true; end if;

  -- The first payment of all begins its counter. One that is there was full, or began meanwhile: the call is made again.
  insert into risk.usage (customer_id, capability, currency, day, used_day_minor, used_month_minor)
  select a.customer, p_capability, a.currency, a.day, a.counted, a.counted
  from unnest(customers, currencies, days, counts, day_limits, month_limits) a (customer, currency, day, counted, day_limit, month_limit)
  where coalesce(a.counted <= least(a.day_limit, a.month_limit), true)
    and not exists (
      select from risk.usage k where k.customer_id = a.customer and k.capability = p_capability and k.currency = a.currency)
  on conflict do nothing;
  get diagnostics begun = row_count;
  return filled + begun = cardinality(customers);
end $$;

-- Whether one payment fits, under its counter's lock; nobody has used what has no row yet.
create function risk.may_count_usage(
  p_capability text, p_customer text, p_day date, p_currency text, p_counted bigint, p_day_limit bigint, p_month_limit bigint
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare first_of_month date := p_day - extract(day from p_day)::integer + 1; used_day bigint; used_month bigint;
begin
  select case when k.day < p_day then 0 else k.used_day_minor end, case when k.day < first_of_month then 0 else k.used_month_minor end
    into used_day, used_month
  from risk.usage k
  where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  for update skip locked;
  if not found and exists (
    select from risk.usage k where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  ) then
    return false; -- Somebody holds it.
  end if;
  return coalesce(coalesce(used_day, 0) + p_counted <= p_day_limit, true) and coalesce(coalesce(used_month, 0) + p_counted <= p_month_limit, true);
end $$;

-- Whether no restriction stands against any of these: customer n asks for capability n.
create function risk.may_all(p_customers text[], p_capabilities text[]) returns boolean
language sql set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select not exists (
    select from unnest(p_customers, p_capabilities) a (customer, capability)
    join risk.restriction r on r.customer_id = a.customer and r.capability = a.capability and r.lifted_at is null)
$$;

revoke execute on function risk.count_usages, risk.may_count_usage, risk.may_all from public;
