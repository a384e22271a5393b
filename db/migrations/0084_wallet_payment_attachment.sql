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

-- A payment as it travels: {id, payer, payee, reference, stepUp, money: {amount, currency}, note, actor, route, key, fingerprint (base64),
-- status, day, counted, dayLimit, monthLimit, payerName, payeeName, searchOut, searchIn, decision, event}. Flat and short: reading it is a part of the
-- cost of each payment.

-- The answer about one payment, under the locks of what it reads: null, or what is not ordinary about it.
create function wallet.check_payment(p_at timestamptz, p_payment jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  payer text := p_payment ->> 'payer';
  amount bigint := (p_payment -> 'money' ->> 'amount')::bigint;
  currency text := p_payment -> 'money' ->> 'currency';
  why text;
begin
  why := case
    when exists (select from wallet.transfer k where k.id = p_payment ->> 'id') then 'id_is_known'
    when not platform.may_keep_answer(p_payment ->> 'actor', p_payment ->> 'route', p_payment ->> 'key') then 'key_is_known'
    when not risk.may_all(array[payer, p_payment ->> 'payee'], array['transfer', 'receive']) then 'restricted'
    when not wallet.owe_nothing(p_at, array[payer]) then 'debt_due'
    when not identity.may_use_step_up(p_at, 'transfer', p_payment ->> 'stepUp', payer, amount, currency, p_payment ->> 'reference')
      then 'proof_not_good'
    when not risk.may_count_usage('transfer', payer, (p_payment ->> 'day')::date, p_payment -> 'counted' ->> 'currency',
      (p_payment -> 'counted' ->> 'amount')::bigint, (p_payment ->> 'dayLimit')::bigint, (p_payment ->> 'monthLimit')::bigint) then 'limit'
  end;
  return case when why is not null then jsonb_build_object('code', 'not_ordinary', 'why', why) end;
end $$;

-- Whether all of them may be written together. Ids, keys, proofs and counters are looked at by the writes themselves.
create function wallet.check_payments(p_at timestamptz, p_payments jsonb[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare payers text[]; payees text[];
begin
  select array_agg(p ->> 'payer'), array_agg(p ->> 'payee') into payers, payees from unnest(p_payments) p;
  return risk.may_all(
      payers || payees,
      array_fill('transfer'::text, array[cardinality(payers)]) || array_fill('receive'::text, array[cardinality(payees)]))
    and wallet.owe_nothing(p_at, payers);
end $$;

-- Writes payments. Each room's function writes its own rows; they get columns, since taking the payloads apart once costs least.
create function wallet.write_payments(p_at timestamptz, p_payments jsonb[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  ids text[]; payers text[]; payees text[]; amounts bigint[]; currencies text[]; monies jsonb[]; notes text[]; references_ text[]; step_ups text[];
  actors text[]; routes text[]; keys text[]; fingerprints bytea[]; statuses integer[];
  days date[]; counted bigint[]; counted_currencies text[]; day_limits bigint[]; month_limits bigint[];
  payer_names text[]; payee_names text[]; searches_out text[]; searches_in text[]; decisions jsonb[]; events text[];
  fees bigint[] := array_fill(0::bigint, array[cardinality(p_payments)]);
  written integer;
begin
  select array_agg(p ->> 'id'), array_agg(p ->> 'payer'), array_agg(p ->> 'payee'), array_agg((m ->> 'amount')::bigint), array_agg(m ->> 'currency'),
         array_agg(m), array_agg(p ->> 'note'), array_agg(p ->> 'reference'), array_agg(p ->> 'stepUp'),
         array_agg(p ->> 'actor'), array_agg(p ->> 'route'), array_agg(p ->> 'key'), array_agg(decode(p ->> 'fingerprint', 'base64')),
         array_agg((p ->> 'status')::integer),
         array_agg((p ->> 'day')::date), array_agg((p -> 'counted' ->> 'amount')::bigint), array_agg(p -> 'counted' ->> 'currency'),
         array_agg((p ->> 'dayLimit')::bigint), array_agg((p ->> 'monthLimit')::bigint),
         array_agg(p ->> 'payerName'), array_agg(p ->> 'payeeName'), array_agg(p ->> 'searchOut'), array_agg(p ->> 'searchIn'),
         array_agg(p -> 'decision'), array_agg(p ->> 'event')
    into ids, payers, payees, amounts, currencies, monies, notes, references_, step_ups, actors, routes, keys, fingerprints, statuses,
         days, counted, counted_currencies, day_limits, month_limits, payer_names, payee_names, searches_out, searches_in, decisions, events
  from unnest(p_payments) p cross join lateral (select p -> 'money' as m) part;

  insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, note, is_completed, created_at)
  select t.id, t.payer, t.payee, t.currency, t.amount, t.note, true, p_at
  from unnest(ids, payers, payees, currencies, amounts, notes) t (id, payer, payee, currency, amount, note)
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(p_payments)
    or not platform.keep_answers(p_at, actors, routes, keys, fingerprints, statuses, ids)
    or not identity.use_step_ups(p_at, 'transfer', step_ups, payers, amounts, currencies, references_)
    or not risk.count_usages('transfer', payers, days, counted_currencies, counted, day_limits, month_limits)
    or not operations.open_all(p_at, 'transfer', 'completed', 'transfer_completed', 'good', ids, payers, amounts, fees, currencies,
      array(select jsonb_build_array(jsonb_build_object('kind', 'amount', 'amount', m)) from unnest(monies) m), decisions, notes,
      array(select jsonb_build_object('amount', m) from unnest(monies) m))
  then
    raise exception 'one of these payments is not ordinary' using errcode = 'triggered_action_exception';
  end if;
  perform operations.note_participants(p_at, 'transfer', 'completed', 'done',
    ids || ids, amounts || amounts, fees || fees, currencies || currencies, notes || notes, payers || payees,
    array_fill('out'::text, array[cardinality(ids)]) || array_fill('in'::text, array[cardinality(ids)]),
    payee_names || payer_names, searches_out || searches_in);
  perform platform.tell(p_at,
    array(select 'customer:' || t.payer || ' customer:' || t.payee from unnest(payers, payees) t (payer, payee)),
    array(select jsonb_build_object('type', 'entry.changed', 'id', t.id) from unnest(ids) t (id)),
    events, 'transfer.completed',
    array(select jsonb_build_object('type', 'transfer.completed', 'transferId', t.id, 'payerId', t.payer, 'payeeId', t.payee)
          from unnest(ids, payers, payees) t (id, payer, payee)));
end $$;

revoke execute on function wallet.owe_nothing, wallet.check_payment, wallet.check_payments, wallet.write_payments from public;

insert into ledger.attachment_kind (name, check_function, check_all_function, write_function)
  values ('wallet.payment', 'wallet.check_payment', 'wallet.check_payments', 'wallet.write_payments');
