-- Wallet: everything that a payment to a person writes beside the money, as one attachment of the ledger.
-- Reason: docs/decisions/0014-fast-payment.md. Payments that arrive together commit together, each table written once. Every room writes
-- its own rows; this calls them. What is not quite ordinary is refused here and decided on the road of one transaction.

-- Whether payers have nothing to settle first: a debt whose notice is over is collected before anything else leaves.
create function wallet.owe_nothing(p_at timestamptz, p_payers text[]) returns boolean
language sql set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select not exists (
    select from unnest(p_payers) a (payer)
    join wallet.debt d on d.customer_id = a.payer and d.collected_minor < d.incurred_minor and d.collects_from <= p_at)
$$;

-- The answer about one payment, under the locks of what it reads: null, or what is not ordinary about it.
create function wallet.check_payment(p_at timestamptz, p_payment jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  t jsonb := p_payment -> 'transfer';
  why text;
begin
  why := case
    when exists (select from wallet.transfer k where k.id = t ->> 'id') then 'id_is_known'
    when not platform.may_keep_answer(p_payment -> 'answer') then 'key_is_known'
    when not risk.may_all(array[t ->> 'payer', t ->> 'payee'], array['transfer', 'receive']) then 'restricted'
    when not wallet.owe_nothing(p_at, array[t ->> 'payer']) then 'debt_due'
    when not identity.may_use_step_up(p_at, p_payment -> 'stepUp') then 'proof_not_good'
    when not risk.may_count_usage(p_payment -> 'usage') then 'limit'
  end;
  return case when why is not null then jsonb_build_object('code', 'not_ordinary', 'why', why) end;
end $$;

-- Whether all of them may be written together. Ids, keys, proofs and counters are looked at by the writes themselves.
create function wallet.check_payments(p_at timestamptz, p_payments jsonb[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  payers text[] := array(select p -> 'transfer' ->> 'payer' from unnest(p_payments) p);
  payees text[] := array(select p -> 'transfer' ->> 'payee' from unnest(p_payments) p);
begin
  return risk.may_all(
      payers || payees,
      array_fill('transfer'::text, array[cardinality(payers)]) || array_fill('receive'::text, array[cardinality(payees)]))
    and wallet.owe_nothing(p_at, payers);
end $$;

-- Writes payments: [{answer, stepUp, usage, transfer, opened, news}].
create function wallet.write_payments(p_at timestamptz, p_payments jsonb[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare written integer;
begin
  insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, note, is_completed, created_at)
  select t ->> 'id', t ->> 'payer', t ->> 'payee', t ->> 'currency', (t ->> 'amount')::bigint, t ->> 'note', true, p_at
  from unnest(p_payments) with ordinality each (payment, n), lateral (select each.payment -> 'transfer' as t) part
  order by each.n
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(p_payments)
    or not platform.keep_answers(p_at, array(select p -> 'answer' from unnest(p_payments) p))
    or not identity.use_step_ups(p_at, array(select p -> 'stepUp' from unnest(p_payments) p))
    or not risk.count_usages(array(select p -> 'usage' from unnest(p_payments) p))
    or not operations.open_all(p_at, array(select p -> 'opened' from unnest(p_payments) p))
  then
    raise exception 'one of these payments is not ordinary' using errcode = 'triggered_action_exception';
  end if;
  perform platform.tell(p_at, array(select p -> 'news' from unnest(p_payments) p));
end $$;

revoke execute on function wallet.owe_nothing, wallet.check_payment, wallet.check_payments, wallet.write_payments from public;

insert into ledger.attachment_kind (name, check_function, check_all_function, write_function)
  values ('wallet.payment', 'wallet.check_payment', 'wallet.check_payments', 'wallet.write_payments');
