-- Ledger and wallet: what a payment that is about to be confirmed is decided on, asked for at once and with plans that are kept.
-- Reason: docs/decisions/0032-decisions-in-two-questions.md. Every room answers by its own function; the last one calls them.

-- What is on the accounts of these names; pair n asks for owner n and currency n.
create function ledger.balances_named(p_kind text, p_owner text[], p_currency text[]) returns table (
  id bigint, owner text, kind text, currency char(3), flags integer, debits_posted bigint, credits_posted bigint, debits_pending bigint,
  credits_pending bigint, version bigint
)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
    select a.id, a.owner, a.kind, b.currency, b.flags, b.debits_posted_minor, b.credits_posted_minor, b.debits_pending_minor,
           b.credits_pending_minor, b.version
      from unnest(p_owner, p_currency) asked (owner, currency)
     cross join lateral (
       select k.id, k.owner, k.kind from ledger.account k
        where k.owner = asked.owner and k.kind = p_kind and k.currency = asked.currency::char(3) limit 1
     ) a
     cross join lateral (select * from ledger.balance l where l.account_id = a.id limit 1) b;
end $$;

-- What the wallet knows of payments that are about to happen, in their order: whom the payer's reference means, whether it pays a request or an address, how
-- the expected name compared, whether the id has been used, whether this payer ever paid this payee, or just now the same sum, and whether a debt is to be
-- collected first.
create function wallet.payments_asked(
  p_at timestamptz, p_repeats_since timestamptz, p_id text[], p_payer text[], p_reference text[], p_currency text[], p_amount bigint[]
) returns table (
  payee text, expires_at timestamptz, is_asked boolean, is_addressed boolean, name_match text, is_repeated boolean, is_known boolean, is_first boolean,
  owes boolean
)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  return query
    select r.payee_id, r.expires_at, r.request_id is not null, r.address is not null, r.name_match,
           exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed
                      and t.created_at > p_repeats_since and t.currency = a.currency::char(3) and t.amount_minor = a.amount),
           exists (select from wallet.transfer t where t.id = a.id),
           not exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed),
           exists (select from wallet.debt d where d.customer_id = a.payer and d.collected_minor < d.incurred_minor and d.collects_from <= p_at)
      from unnest(p_id, p_payer, p_reference, p_currency, p_amount) with ordinality a (id, payer, reference, currency, amount, n)
      left join lateral (
        select k.payee_id, k.expires_at, k.request_id, k.address, k.name_match from wallet.payee_reference k
         where k.id = a.reference and k.payer_id = a.payer limit 1
      ) r on true
     order by a.n;
end $$;

-- All of it about one payment: one row. People and the balance as JSON, their times as text.
create function wallet.payment_to_assess(
  p_at timestamptz, p_day date, p_base_currency text, p_base_tier text, p_currencies text[], p_hours integer, p_most integer,
  p_payer text, p_reference text, p_currency text, p_device_hash bytea
) returns table (
  payee text, is_addressed boolean, name_match text, is_first boolean, used json, tiers json, rules text, rates text, restrictions json, rule_set integer, wallet json, people json
)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  asked record;
  device constant bytea[] := case when p_device_hash is null then '{}'::bytea[] else array[p_device_hash] end;
  owner constant text[] := case when p_device_hash is null then '{}'::text[] else array[p_payer] end;
begin
  -- Whether it repeats another is asked when it is made.
  select * into asked
    from wallet.payments_asked(p_at, p_at, '{}'::text[] || null::text, array[p_payer], array[p_reference], array[p_currency], '{null}'::bigint[]);
  return query
    select asked.payee, asked.is_addressed, asked.name_match, asked.is_first, s.used, s.tiers, s.rules, s.rates, s.restrictions, s.rule_set,
           (select json_build_array(b.id::text, b.kind, b.currency, b.flags, b.debits_posted::text, b.credits_posted::text, b.debits_pending::text,
                     b.credits_pending::text, b.version::text)
              from ledger.balances_named('wallet', array[p_payer], array[p_currency]) b),
           (select json_agg(json_build_array(k.kind, k.id, k.at::text, k.name, k.zone, k.factor))
              from identity.known_people(p_at, array[p_payer] || asked.payee, '{}', owner, device, p_hours, p_most) k)
      from risk.standing(p_at, p_day, 'transfer', p_base_currency, array[p_payer], '{}', p_base_tier, p_currencies) s;
end $$;

revoke execute on function ledger.balances_named, wallet.payments_asked, wallet.payment_to_assess from public;
grant execute on function ledger.balances_named, wallet.payments_asked, wallet.payment_to_assess to okpay_app;
