-- Identity: proofs of presence used up by many payments in one call.
-- Reason: docs/decisions/0014-fast-payment.md.

-- A proof is written twice in its life, within minutes: room on its page keeps the second write off the indexes.
alter table identity.step_up set (fillfactor = 70);

-- The same guarantee as before; the function runs only for who would break it.
drop trigger step_up_once on identity.step_up;
create trigger step_up_once before update on identity.step_up
  for each row when (old.used_at is not null) execute function identity.refuse_second_use();

-- Uses proofs. False if one of them is not good for exactly this, or is used twice.
create function identity.use_step_ups(
  p_at timestamptz, p_action text, p_id text[], p_customer text[], p_amount bigint[], p_currency text[], p_payee text[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare used integer;
begin
  update identity.step_up s set used_at = p_at
  from unnest(p_id, p_customer, p_amount, p_currency, p_payee) u (id, customer, amount, currency, payee)
  where s.id = u.id and s.customer_id = u.customer and s.action = p_action and s.amount_minor = u.amount and s.currency = u.currency
    and s.payee = u.payee and s.used_at is null
    -- Written so that it cannot be looked up by: each proof is found by its id, never all that are still good.
    and s.expires_at + interval '0' > p_at;
  get diagnostics used = row_count;
  return used = cardinality(p_id);
end $$;

-- Whether a proof is good for this, under its lock.
create function identity.may_use_step_up(
  p_at timestamptz, p_action text, p_id text, p_customer text, p_amount bigint, p_currency text, p_payee text
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform from identity.step_up s
  where s.id = p_id and s.customer_id = p_customer and s.action = p_action and s.amount_minor = p_amount and s.currency = p_currency
    and s.payee = p_payee and s.used_at is null and s.expires_at > p_at
  for update;
  return found;
end $$;

revoke execute on function identity.use_step_ups, identity.may_use_step_up from public;
