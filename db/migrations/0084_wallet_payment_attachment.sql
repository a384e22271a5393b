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

-- A payment as it travels, field by field: 1 id, 2 payer, 3 payee, 4 reference, 5 proof of presence, 6 amount, 7 currency, 8 note, 9 actor, 10 route,
-- 11 key, 12 fingerprint (base64), 13 status, 14 day, 15 counted, 16 its currency, 17 limit of the day, 18 of the month, 19 payer's name,
-- 20 payee's name, 21 what is searched for in the payer's history, 22 in the payee's, 23 decision (JSON), 24 id of the event.

-- The answer about one payment, under the locks of what it reads: null, or what is not ordinary about it.
create function wallet.check_payment(p_at timestamptz, p_fields text[]) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  payer text := p_fields[2]; payee text := p_fields[3]; why text;
begin
  why := case
    when exists (select from wallet.transfer k where k.id = p_fields[1]) then 'id_is_known'
    when not platform.may_keep_answer(p_fields[9], p_fields[10], p_fields[11]) then 'key_is_known'
    when not risk.may_all(array[payer, payee], array['transfer', 'receive']) then 'restricted'
    when not wallet.owe_nothing(p_at, array[payer]) then 'debt_due'
    when not identity.may_use_step_up(p_at, 'transfer', p_fields[5], payer, p_fields[6]::bigint, p_fields[7], p_fields[4]) then 'proof_not_good'
    when not risk.may_count_usage('transfer', payer, p_fields[14]::date, p_fields[16], p_fields[15]::bigint, p_fields[17]::bigint, p_fields[18]::bigint)
      then 'limit'
  end;
  return case when why is not null then jsonb_build_object('code', 'not_ordinary', 'why', why) end;
end $$;

-- Whether all of them may be written together. Ids, keys, proofs and counters are looked at by the writes themselves.
create function wallet.check_payments(p_at timestamptz, n integer, p_cells text[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  return risk.may_all(p_cells[n + 1 : 3 * n], array_fill('transfer'::text, array[n]) || array_fill('receive'::text, array[n]))
    and wallet.owe_nothing(p_at, p_cells[n + 1 : 2 * n]);
end $$;

-- Writes payments. Each room's function writes its own rows.
create function wallet.write_payments(p_at timestamptz, n integer, p_cells text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  ids constant text[] := p_cells[1 : n];
  payers constant text[] := p_cells[n + 1 : 2 * n];
  payees constant text[] := p_cells[2 * n + 1 : 3 * n];
  amounts constant bigint[] := p_cells[5 * n + 1 : 6 * n]::bigint[];
  currencies constant text[] := p_cells[6 * n + 1 : 7 * n];
  notes constant text[] := p_cells[7 * n + 1 : 8 * n];
  fees constant bigint[] := array_fill(0::bigint, array[n]);
  monies constant jsonb[] := array(
    select jsonb_build_object('amount', m.amount, 'currency', m.currency)
    from unnest(p_cells[5 * n + 1 : 6 * n], currencies) m (amount, currency));
  written integer;
begin
  insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, note, is_completed, created_at)
  select t.id, t.payer, t.payee, t.currency, t.amount, t.note, true, p_at
  from unnest(ids, payers, payees, currencies, amounts, notes) t (id, payer, payee, currency, amount, note)
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> n
    or not platform.keep_answers(p_at, p_cells[8 * n + 1 : 9 * n], p_cells[9 * n + 1 : 10 * n], p_cells[10 * n + 1 : 11 * n],
      array(select decode(f, 'base64') from unnest(p_cells[11 * n + 1 : 12 * n]) f), p_cells[12 * n + 1 : 13 * n]::integer[], ids)
    or not identity.use_step_ups(p_at, 'transfer', p_cells[4 * n + 1 : 5 * n], payers, amounts, currencies, p_cells[3 * n + 1 : 4 * n])
    or not risk.count_usages('transfer', payers, p_cells[13 * n + 1 : 14 * n]::date[], p_cells[15 * n + 1 : 16 * n],
      p_cells[14 * n + 1 : 15 * n]::bigint[], p_cells[16 * n + 1 : 17 * n]::bigint[], p_cells[17 * n + 1 : 18 * n]::bigint[])
    or not operations.open_all(p_at, 'transfer', 'completed', 'transfer_completed', 'good', ids, payers, amounts, fees, currencies,
      array(select jsonb_build_array(jsonb_build_object('kind', 'amount', 'amount', m)) from unnest(monies) m),
      p_cells[22 * n + 1 : 23 * n]::jsonb[], notes, array(select jsonb_build_object('amount', m) from unnest(monies) m))
  then
    raise exception 'one of these payments is not ordinary' using errcode = 'triggered_action_exception';
  end if;
  perform operations.note_participants(p_at, 'transfer', 'completed', 'done',
    ids || ids, amounts || amounts, fees || fees, currencies || currencies, notes || notes, payers || payees,
    array_fill('out'::text, array[n]) || array_fill('in'::text, array[n]),
    p_cells[19 * n + 1 : 20 * n] || p_cells[18 * n + 1 : 19 * n], p_cells[20 * n + 1 : 22 * n]);
  perform platform.tell(p_at, 'transfer.completed',
    '{"fields": ["transferId", "payerId", "payeeId"], "audiences": [["customer", "payerId"], ["customer", "payeeId"]],
      "hint": {"type": "entry.changed", "id": "transferId"}}',
    n, p_cells[23 * n + 1 : 24 * n] || p_cells[1 : 3 * n]);
end $$;

revoke execute on function wallet.owe_nothing, wallet.check_payment, wallet.check_payments, wallet.write_payments from public;

insert into ledger.attachment_kind (name, check_function, check_all_function, write_function)
  values ('wallet.payment', 'wallet.check_payment', 'wallet.check_payments', 'wallet.write_payments');
