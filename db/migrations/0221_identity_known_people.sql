-- Identity: what deciding needs to know of people, proofs and browsers, as one function with a plan that is kept.
-- Reason: docs/decisions/0032-decisions-in-two-questions.md.

-- People, which of these proofs are good now, since when each of these browsers is known, and who used it within so many hours: `name` is then its hash.
create function identity.known_people(
  p_at timestamptz, p_people text[], p_step_ups text[], p_device_customer text[], p_device_hash bytea[], p_hours integer, p_most integer
) returns table (kind text, id text, at timestamptz, name text, zone text, factor text)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
    select 'person', p.customer_id, c.created_at, p.name, c.time_zone, null
      from unnest(p_people) a (customer)
      join identity.profile p on p.customer_id = a.customer
      join identity.customer c on c.id = p.customer_id
    union all
    select 'proof', s.id, s.expires_at, null, null, s.factor
      from unnest(p_step_ups) a (id) join identity.step_up s on s.id = a.id
     where s.used_at is null and s.expires_at > p_at
    union all
    select 'device', d.customer_id, d.first_seen_at, null, null, null
      from unnest(p_device_customer, p_device_hash) a (customer, token_hash)
      join identity.device d on d.customer_id = a.customer and d.token_hash = a.token_hash
    union all
    select 'lately', l.customer_id, l.last_seen_at, encode(a.token_hash, 'hex'), null, null
      from unnest(p_device_hash) a (token_hash)
     cross join lateral (
       select d.customer_id, d.last_seen_at from identity.device d
        where d.token_hash = a.token_hash and d.last_seen_at >= p_at - make_interval(hours => p_hours) limit p_most
     ) l;
end $$;
revoke execute on function identity.known_people from public;
grant execute on function identity.known_people to okpay_app;
