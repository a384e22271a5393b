-- Operations: what people did lately, as one function with a plan that is kept.
-- Reason: docs/decisions/0032-decisions-in-two-questions.md. As a text of the application's it was planned anew with each decision, which cost more than
-- reading did: with arrays as parameters every plan for the values at hand looks better than the one that is kept.

-- Of each of these people, summed up per currency and in all (`is_total`); `n` is the place in the question. Of browsers, by currency, who of these did how
-- much there within a day; `n` counts down from -1. Bounded per person. Who asks for no more than a day back is read no further (`deep`). What was
-- exchanged between own balances was sent to nobody; payouts are counted by themselves, from the yes on.
create function operations.activity_before(
  p_days integer, p_rows integer,
  p_customer text[], p_before timestamptz[], p_amount bigint[], p_currency text[], p_others boolean[], p_deep boolean[],
  p_device_customer text[], p_device_mark text[], p_device_before timestamptz[], p_device_n integer[]
) returns table (
  n integer, currency text, is_total boolean, sent_hour integer, sent_day integer, sent_day_minor bigint, largest_minor bigint,
  received_hour_minor bigint, received_day_minor bigint, top_ups_day integer, topped_up_day_minor bigint, top_ups_failed_day integer,
  payees_day integer, payers_day integer, payouts_day integer, paid_out_day_minor bigint, card_in_at timestamptz
)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
    select a.n::integer, p.currency::text, grouping(p.currency) = 1,
           (count(*) filter (where p.is_out and p.in_hour))::integer,
           (count(*) filter (where p.is_out and p.in_day))::integer,
           coalesce(sum(p.amount_minor) filter (where p.is_out and p.in_day), 0)::bigint,
           coalesce(max(p.amount_minor) filter (where p.is_out), 0)::bigint,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_hour), 0)::bigint,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day), 0)::bigint,
           (count(*) filter (where p.is_in and p.in_day and p.kind = 'top_up'))::integer,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day and p.kind = 'top_up'), 0)::bigint,
           (count(*) filter (where p.state = 'failed' and p.in_day))::integer,
           (count(distinct other.customer_id) filter (where p.is_out))::integer,
           (count(distinct other.customer_id) filter (where p.is_in))::integer,
           (count(*) filter (where p.kind = 'withdrawal' and p.in_day))::integer,
           coalesce(sum(p.amount_minor) filter (where p.kind = 'withdrawal' and p.in_day), 0)::bigint,
           max(p.created_at) filter (where p.is_in and p.kind = 'top_up' and p.currency = a.currency
             and p.amount_minor >= a.amount and p.amount_minor * 9 <= a.amount * 10)
      from unnest(p_customer, p_before, p_amount, p_currency, p_others, p_deep)
           with ordinality a (customer, before, amount, currency, others, deep, n)
     cross join lateral (
       select k.operation_id, k.kind, k.state, k.amount_minor, k.currency, k.created_at,
              k.state in ('completed', 'settled') and k.direction = 'out' as is_out, k.state in ('completed', 'settled') and k.direction = 'in' as is_in,
              k.created_at >= a.before - interval '24 hours' as in_day, k.created_at >= a.before - interval '1 hour' as in_hour
         from operations.participant k
        where k.customer_id = a.customer and k.created_at < a.before
          and k.created_at >= a.before - case when a.deep then make_interval(days => p_days) else interval '24 hours' end
          and k.kind <> 'exchange' and (k.state in ('completed', 'settled') or (k.state = 'failed' and k.kind = 'top_up')
            or (k.kind = 'withdrawal' and k.state not in ('failed', 'cancelled', 'expired', 'rejected', 'returned')))
        order by k.created_at desc, k.operation_id desc limit p_rows
     ) p
      left join lateral (
       select o.customer_id from operations.participant o
        where a.others and p.in_day and o.operation_id = p.operation_id and o.customer_id <> a.customer limit 1
     ) other on true
     group by grouping sets ((a.n, p.currency), (a.n));
  if cardinality(p_device_customer) > 0 then
    return query
      select a.n, p.currency::text, false, 0, count(*)::integer, sum(p.amount_minor)::bigint, 0::bigint, 0::bigint, 0::bigint, 0, 0::bigint, 0, 0, 0, 0,
             0::bigint, null::timestamptz
        from unnest(p_device_customer, p_device_mark, p_device_before, p_device_n) a (customer, mark, before, n)
       cross join lateral (
         select k.operation_id, k.amount_minor, k.currency from operations.participant k
          where k.customer_id = a.customer and k.created_at < a.before and k.created_at >= a.before - interval '24 hours'
            and ((k.kind = 'transfer' and k.direction = 'out' and k.state = 'completed') or (k.kind = 'top_up' and k.state = 'settled'))
          order by k.created_at desc, k.operation_id desc limit p_rows
       ) p
       cross join lateral (
         select from operations.operation o where o.id = p.operation_id and o.decision ->> 'device' = a.mark limit 1
       ) o
       group by a.n, p.currency;
  end if;
end $$;
revoke execute on function operations.activity_before from public;
grant execute on function operations.activity_before to okpay_app;
