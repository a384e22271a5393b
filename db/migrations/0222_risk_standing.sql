-- Risk: what is known of people who are about to move money, as one function with a plan that is kept.
-- Reason: docs/decisions/0032-decisions-in-two-questions.md.

-- What these customers have used of the day and its month (of a day that is over for them the later one counts), their tiers, the limits of those tiers for this
-- capability, the newest reference rates as of this day, restrictions of all of them, and the number of the live set of rules.
create function risk.standing(
  p_at timestamptz, p_day date, p_capability text, p_currency text, p_customers text[], p_others text[], p_base_tier text, p_currencies text[]
) returns table (used json, tiers json, rules text, rates text, restrictions json, rule_set integer)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query select
    (select json_agg(json_build_array(u.customer_id,
              (case when u.day < p_day then 0 else u.used_day_minor end)::text,
              (case when u.day < date_trunc('month', p_day::timestamp)::date then 0 else u.used_month_minor end)::text))
       from unnest(p_customers) a (customer)
       join risk.usage u on u.customer_id between a.customer and a.customer and u.capability = p_capability and u.currency = p_currency::char(3)),
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
revoke execute on function risk.standing from public;
grant execute on function risk.standing to okpay_app;
