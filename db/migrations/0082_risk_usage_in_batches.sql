-- Risk: counters of limits, and restrictions, for many payments in one call.
-- Reason: docs/decisions/0014-fast-payment.md.

-- Counts what payments of one capability use of their days; `p_limit` is the lowest one of the day, or null. False if a limit would be
-- passed. Counters are locked in one order, and by post_singles before any account, as on the road of one transaction: nobody waits in a
-- circle. Who holds one for long, or came in another order, sends the payments to the road on which they may wait.
create function risk.count_usages(
  p_capability text, p_customer text[], p_day date[], p_currency text[], p_counted bigint[], p_limit bigint[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms'
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan as $$
declare
  customers text[]; days date[]; currencies char(3)[]; counted bigint[]; limits bigint[];
  written integer; begun integer;
begin
  -- Several payments of one customer pass together if their sum does.
  select array_agg(g.customer), array_agg(g.day), array_agg(g.currency), array_agg(g.counted), array_agg(g.least)
    into customers, days, currencies, counted, limits
  from (
    select c.customer, c.day, c.currency, sum(c.counted)::bigint as counted, min(c.least) as least
    from unnest(p_customer, p_day, p_currency, p_counted, p_limit) c (customer, day, currency, counted, least)
    group by 1, 2, 3 order by 1, 2, 3
  ) g;
  -- Found one by one along the index, whatever the table's statistics make of it, and written by their places. A row that somebody changes
  -- between the two is not counted.
  update risk.usage u set used_minor = u.used_minor + counted[found.n]
  from (
    select a.n, k.place from generate_series(1, cardinality(customers)) a(n)
    cross join lateral (
      select k.ctid as place from risk.usage k
      where k.customer_id = customers[a.n] and k.capability = p_capability and k.day = days[a.n] and k.currency = currencies[a.n]
      offset 0
    ) k
  ) found
  where u.ctid = found.place and (limits[found.n] is null or u.used_minor + counted[found.n] <= limits[found.n]);
  get diagnostics written = row_count;
  if written = cardinality(customers) then return true; end if;
  -- The first payment of a day begins its counter. A row that is there, or comes meanwhile, was not counted above and is not now.
  insert into risk.usage (customer_id, capability, day, currency, used_minor)
  select a.customer, p_capability, a.day, a.currency, a.counted
  from unnest(customers, days, currencies, counted, limits) a (customer, day, currency, counted, least)
  where coalesce(a.counted <= a.least, true)
  on conflict do nothing;
  get diagnostics begun = row_count;
  return written + begun = cardinality(customers);
end $$;

-- Whether one payment fits, under its counter's lock; nobody has used what has no row yet.
create function risk.may_count_usage(
  p_capability text, p_customer text, p_day date, p_currency text, p_counted bigint, p_limit bigint
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare used bigint;
begin
  select k.used_minor into used from risk.usage k
  where k.customer_id = p_customer and k.capability = p_capability and k.day = p_day and k.currency = p_currency
  for update skip locked;
  if not found and exists (
    select from risk.usage k
    where k.customer_id = p_customer and k.capability = p_capability and k.day = p_day and k.currency = p_currency
  ) then
    return false; -- Somebody holds it.
  end if;
  return coalesce(used, 0) + p_counted <= coalesce(p_limit, 9223372036854775807);
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
