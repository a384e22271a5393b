-- Risk: the counter of somebody who pays often lives in the balance that the money leaves.
-- Reason: docs/decisions/0045-counter-in-the-balance.md. While `home_account` is set, day and used amounts are in the window of that account and only there. Who
-- wants the counter for itself takes its row's lock and brings it home first.

alter table risk.usage
  add column home_account bigint,
  drop constraint usage_is_whole,
  add constraint usage_is_whole check (
    customer_id like 'cus\_%' and capability in ('top_up', 'transfer', 'withdraw') and least(used_day_minor, used_month_minor) >= 0
    and (home_account is null or capability = 'transfer' and greatest(used_day_minor, used_month_minor) = 0));
create unique index usage_home on risk.usage (home_account) where home_account is not null;

-- Sends counters of payments to live with the money: customer n to account n, in the order of accounts, as all who lock them. One that somebody holds stays
-- where it is; who waits longer than 100 ms for a balance has done nothing. Returns how many went.
create function risk.send_usages_home(p_currency text, p_customers text[], p_accounts bigint[]) returns integer
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms'
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare asked record; counter risk.usage; sent integer := 0;
begin
  for asked in select a.customer, a.account from unnest(p_customers, p_accounts) a (customer, account) order by a.account loop
    select * into counter from risk.usage u
    where u.customer_id = asked.customer and u.capability = 'transfer' and u.currency = p_currency and u.home_account is null
    for update skip locked;
    continue when not found;
    continue when not ledger.begin_window(asked.account, asked.customer, counter.day, counter.used_day_minor, counter.used_month_minor);
    update risk.usage u set home_account = asked.account, used_day_minor = 0, used_month_minor = 0
    where u.customer_id = asked.customer and u.capability = 'transfer' and u.currency = p_currency;
    sent := sent + 1;
  end loop;
  return sent;
end $$;

-- Brings a counter home and keeps its row locked, as whoever decides by it has to: whether it was elsewhere. The balance that it lived in stays locked too, so it is best
-- done in a transaction of its own before the one that locks other balances.
create function risk.bring_usage_home(p_customer text, p_capability text, p_currency text) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare home bigint; used record;
begin
  select u.home_account into home from risk.usage u
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency for update;
  if home is null then return false; end if;
  used := ledger.end_window(home);
  update risk.usage u set home_account = null, day = used.day, used_day_minor = used.day_minor, used_month_minor = used.month_minor
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency;
  return true;
end $$;

-- Whoever decides by a counter for itself begins it first, unless it is there: then it comes home. So do servers of before this migration.
create function risk.bring_usage_home_first() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform risk.bring_usage_home(new.customer_id, new.capability, new.currency);
  return new;
end $$;
create trigger usage_comes_home before insert on risk.usage for each row when (new.capability = 'transfer')
  execute function risk.bring_usage_home_first();

-- What a counter that lives elsewhere is said to have used is not known here: whoever writes it nevertheless is refused.
create function risk.refuse_use_elsewhere() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'the counter of % lives in the balance of account %', old.customer_id, old.home_account using errcode = 'object_not_in_prerequisite_state';
end $$;
create trigger usage_is_elsewhere before update on risk.usage for each row when (old.home_account is not null and new.home_account is not null)
  execute function risk.refuse_use_elsewhere();

-- As in 0082; a payment without an amount here is counted by the ledger, in the window of the account that it leaves.
create or replace function risk.count_usages(
  p_capability text, p_customer text[], p_day date[], p_currency text[], p_counted bigint[], p_day_limit bigint[], p_month_limit bigint[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms'
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan as $$
declare
  customers text[]; capabilities text[]; currencies char(3)[]; days date[]; months date[]; counts bigint[]; day_limits bigint[]; month_limits bigint[];
  filled integer; begun integer;
begin
  if cardinality(array_remove(p_counted, null)) = 0 then return true; end if;
  -- Several payments of one customer pass together if their sum does. What comes late counts on the later day.
  select array_agg(g.customer), array_agg(p_capability), array_agg(g.currency), array_agg(g.day), array_agg(date_trunc('month', g.day::timestamp)::date),
         array_agg(g.counted), array_agg(g.day_limit), array_agg(g.month_limit)
    into customers, capabilities, currencies, days, months, counts, day_limits, month_limits
  from (
    select c.customer, c.currency::char(3), max(c.day) as day, sum(c.counted)::bigint as counted, min(c.day_limit) as day_limit,
           min(c.month_limit) as month_limit
    from unnest(p_customer, p_day, p_currency, p_counted, p_day_limit, p_month_limit) c (customer, day, currency, counted, day_limit, month_limit)
    where c.counted is not null
    group by 1, 2 order by 1, 2
  ) g;

  -- `between` where `=` is meant: with two equalities the plan may walk through all counters and look for their payments, as long as the
  -- statistics say that there are few. Like this there is one way: from the payments, one by one and in order, along the index.
  update risk.usage u
  set used_day_minor = case when u.day < a.day then 0 else u.used_day_minor end + a.counted,
      used_month_minor = case when u.day < a.month then 0 else u.used_month_minor end + a.counted, day = greatest(u.day, a.day)
  from unnest(customers, capabilities, currencies, days, months, counts, day_limits, month_limits)
    a (customer, capability, currency, day, month, counted, day_limit, month_limit)
  where u.customer_id between a.customer and a.customer and u.capability = a.capability and u.currency = a.currency and u.home_account is null
    and coalesce(case when u.day < a.day then 0 else u.used_day_minor end + a.counted <= a.day_limit, true)
    and coalesce(case when u.day < a.month then 0 else u.used_month_minor end + a.counted <= a.month_limit, true);
  get diagnostics filled = row_count;
  if filled = cardinality(customers) then return true; end if;

  -- The first payment of all begins its counter. One that is there was full or lives elsewhere, or began meanwhile: the call is made again.
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

-- As in 0082: whether one payment fits, under its counter's lock; nobody has used what has no row yet.
create or replace function risk.may_count_usage(
  p_capability text, p_customer text, p_day date, p_currency text, p_counted bigint, p_day_limit bigint, p_month_limit bigint
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare first_of_month date := p_day - extract(day from p_day)::integer + 1; used_day bigint; used_month bigint; home bigint;
begin
  if p_counted is null then return true; end if; -- The ledger counts it.
  select case when k.day < p_day then 0 else k.used_day_minor end, case when k.day < first_of_month then 0 else k.used_month_minor end, k.home_account
    into used_day, used_month, home
  from risk.usage k
  where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  for update skip locked;
  if not found and exists (
    select from risk.usage k where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  ) then
    return false; -- Somebody holds it.
  end if;
  return home is null and coalesce(coalesce(used_day, 0) + p_counted <= p_day_limit, true)
    and coalesce(coalesce(used_month, 0) + p_counted <= p_month_limit, true);
end $$;

-- As in 0222; what is used of a counter that lives elsewhere comes from there, and where that is stands beside it.
create or replace function risk.standing(
  p_at timestamptz, p_day date, p_capability text, p_currency text, p_customers text[], p_others text[], p_base_tier text, p_currencies text[]
) returns table (used json, tiers json, rules text, rates text, restrictions json, rule_set integer)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query select
    (select json_agg(json_build_array(u.customer_id,
              (case when coalesce(w.day, u.day) < p_day then 0 else coalesce(w.day_minor, u.used_day_minor) end)::text,
              (case when coalesce(w.day, u.day) < date_trunc('month', p_day::timestamp)::date then 0
                    else coalesce(w.month_minor, u.used_month_minor) end)::text,
              u.home_account::text))
       from unnest(p_customers) a (customer)
       join risk.usage u on u.customer_id between a.customer and a.customer and u.capability = p_capability and u.currency = p_currency::char(3)
       left join ledger.windows() w on w.account_id = u.home_account),
    (select json_agg(json_build_array(t.customer_id, t.tier))
       from unnest(p_customers) a (customer) join risk.customer_tier t on t.customer_id = a.customer),
    (select json_agg(json_build_object('capability', r.capability, 'time_window', r.time_window, 'tier', r.tier, 'version', r.version,
              'limit_minor', r.limit_minor::text, 'currency', r.currency))::text
       from (select distinct on (k.tier, k.capability, k.time_window) k.capability, k.time_window, k.tier, k.version, k.limit_minor, k.currency
               from risk.limit_rule k
              where k.capability = p_capability and k.valid_from <= p_at
                and k.tier in (select p_base_tier union select t.tier from risk.customer_tier t where t.customer_id = any(p_customers))
              order by k.tier, k.capability, k.time_window, k.version desc) r),
    (select json_agg(json_build_object('day', n.day, 'currency', n.currency, 'mantissa', n.mantissa::text, 'scale', n.scale, 'source', n.source,
              'fetched_at', n.fetched_at))::text
       from unnest(p_currencies) c (currency)
      cross join lateral (
        select r.day::text, r.currency, r.mantissa, r.scale, r.source, r.fetched_at from risk.reference_rate r
         where r.currency = c.currency::char(3)
           and r.day <= greatest((p_at at time zone 'UTC')::date, (select min(day) from risk.reference_rate))
         order by r.day desc limit 1) n),
    (select json_agg(json_build_object('customer', r.customer_id, 'capability', r.capability))
       from unnest(p_customers || p_others) a (customer) join risk.restriction r on r.customer_id = a.customer and r.lifted_at is null),
    (select max(version) from risk.rule_set);
end $$;

-- What is used of one counter, wherever it lives: the last day on which anything was, and what of that day and its month.
create function risk.usage_told(p_customer text, p_capability text, p_currency text) returns table (day date, used_day_minor bigint, used_month_minor bigint)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(w.day, u.day), coalesce(w.day_minor, u.used_day_minor), coalesce(w.month_minor, u.used_month_minor)
  from risk.usage u left join ledger.windows() w on w.account_id = u.home_account
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency
$$;

-- Counters that are said to live where none does, and windows whose counter lives elsewhere.
create function risk.broken_homes() returns table (subject text, found text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('account %s', coalesce(u.home_account, w.account_id)),
         case when w.account_id is null then format('the counter of %s is said to live there, and does not', u.customer_id)
              else 'a counter lives there that nobody knows of' end
  from (select k.customer_id, k.home_account from risk.usage k where k.home_account is not null) u
  full join ledger.windows() w on w.account_id = u.home_account
  where u.home_account is null or w.account_id is null
  limit 100
$$;

revoke execute on function risk.send_usages_home, risk.bring_usage_home, risk.bring_usage_home_first, risk.refuse_use_elsewhere, risk.usage_told,
  risk.broken_homes from public;
grant execute on function risk.send_usages_home, risk.bring_usage_home, risk.usage_told, risk.broken_homes to okpay_app;
