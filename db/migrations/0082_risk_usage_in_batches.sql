-- Risk: counters of limits, and restrictions, for many payments in one call.
-- Reason: docs/decisions/0014-fast-payment.md. A counter that another transaction holds is not waited for: who waited here would hold
-- ledger accounts that the other one wants next. False sends the payment to the road on which it may wait.

-- Counts: [{customer, capability, day, currency, counted, limit}]; `limit` is the lowest one of the day, or null. False if a limit would
-- be passed or a counter is held.
create function risk.count_usages(p_counts jsonb[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  customers text[]; capabilities text[]; days date[]; currencies char(3)[]; counted bigint[]; limits bigint[];
  written integer;
begin
  -- Several payments of one customer pass together if their sum does.
  select array_agg(g.customer), array_agg(g.capability), array_agg(g.day), array_agg(g.currency), array_agg(g.counted), array_agg(g.least)
    into customers, capabilities, days, currencies, counted, limits
  from (
    select c ->> 'customer' as customer, c ->> 'capability' as capability, (c ->> 'day')::date as day, c ->> 'currency' as currency,
           sum((c ->> 'counted')::bigint)::bigint as counted, min((c ->> 'limit')::bigint) as least
    from unnest(p_counts) c group by 1, 2, 3, 4 order by 1, 2, 3, 4
  ) g;
  insert into risk.usage (customer_id, capability, day, currency, used_minor)
  select a.customer, a.capability, a.day, a.currency, 0
  from unnest(customers, capabilities, days, currencies) a (customer, capability, day, currency)
  where not exists (
    select from risk.usage k
    where k.customer_id = a.customer and k.capability = a.capability and k.day = a.day and k.currency = a.currency)
  on conflict do nothing;
  with held as (
    select a.n, u.used_minor
    from unnest(customers, capabilities, days, currencies) with ordinality a (customer, capability, day, currency, n)
    cross join lateral (
      select k.used_minor from risk.usage k
      where k.customer_id = a.customer and k.capability = a.capability and k.day = a.day and k.currency = a.currency
      for update skip locked
    ) u
  )
  update risk.usage u set used_minor = u.used_minor + counted[held.n]
  from held
  where u.customer_id = customers[held.n] and u.capability = capabilities[held.n] and u.day = days[held.n] and u.currency = currencies[held.n]
    and (limits[held.n] is null or held.used_minor + counted[held.n] <= limits[held.n]);
  get diagnostics written = row_count;
  return written = cardinality(customers);
end $$;

-- Whether one payment fits, under its counter's lock; nobody has used what has no row yet.
create function risk.may_count_usage(p_count jsonb) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare used bigint;
begin
  select k.used_minor into used from risk.usage k
  where k.customer_id = p_count ->> 'customer' and k.capability = p_count ->> 'capability' and k.day = (p_count ->> 'day')::date
    and k.currency = p_count ->> 'currency'
  for update skip locked;
  if not found and exists (
    select from risk.usage k
    where k.customer_id = p_count ->> 'customer' and k.capability = p_count ->> 'capability' and k.day = (p_count ->> 'day')::date
      and k.currency = p_count ->> 'currency'
  ) then
    return false; -- Somebody holds it.
  end if;
  return coalesce(used, 0) + (p_count ->> 'counted')::bigint <= coalesce((p_count ->> 'limit')::bigint, 9223372036854775807);
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
