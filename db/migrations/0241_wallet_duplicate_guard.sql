-- Wallet: a payment like one that was just made is asked about, and what a payer typed as the payee's name.
-- Reason: docs/decisions/0035-money-requests.md. Nobody pays twice by two tabs or a second press, and nobody is kept from paying twice.

-- Whether this payer has paid this payee before, and what lately.
drop index wallet.transfer_pair;
create index transfer_pair on wallet.transfer (payer_id, payee_id, created_at desc) where is_completed;

-- How the name that the payer expected stands to the payee's; null where none was typed.
alter table wallet.payee_reference add column name_match text check (name_match in ('match', 'close', 'no_match'));
grant update (name_match) on wallet.payee_reference to okpay_app;

-- Whether none of these payments is like another one of the same two within ten minutes, whichever came first.
create function wallet.repeat_nothing(p_at timestamptz, p_ids text[], p_payers text[], p_payees text[], p_currencies text[], p_amounts text[])
returns boolean
language sql set search_path = pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select not exists (
    select from unnest(p_ids, p_payers, p_payees, p_currencies, p_amounts) a (id, payer, payee, currency, amount)
    join wallet.transfer t on t.payer_id = a.payer and t.payee_id = a.payee and t.is_completed
     and t.created_at > p_at - interval '10 minutes' and t.currency = a.currency and t.amount_minor = a.amount::bigint and t.id <> a.id)
$$;
revoke execute on function wallet.repeat_nothing from public;

create or replace function wallet.check_payment(p_at timestamptz, p_fields text[]) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  payer text := p_fields[2]; payee text := p_fields[3]; why text;
begin
  why := case
    when exists (select from wallet.transfer k where k.id = p_fields[1]) then 'id_is_known'
    when not platform.may_keep_answer(p_fields[9], p_fields[10], p_fields[11]) then 'key_is_known'
    when not risk.may_all(array[payer, payee], array['transfer', 'receive']) then 'restricted'
    when not wallet.owe_nothing(p_at, array[payer]) then 'debt_due'
    when not wallet.repeat_nothing(p_at, p_fields[1:1], p_fields[2:2], p_fields[3:3], p_fields[7:7], p_fields[6:6]) then 'made_before'
    when not identity.may_use_step_up(p_at, 'transfer', p_fields[5], payer, p_fields[6]::bigint, p_fields[7], p_fields[4]) then 'proof_not_good'
    when not risk.may_count_usage('transfer', payer, p_fields[14]::date, p_fields[16], p_fields[15]::bigint, p_fields[17]::bigint, p_fields[18]::bigint)
      then 'limit'
  end;
  return case when why is not null then jsonb_build_object('code', 'not_ordinary', 'why', why) end;
end $$;

create or replace function wallet.check_payments(p_at timestamptz, n integer, p_cells text[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  return risk.may_all(p_cells[n + 1 : 3 * n], array_fill('transfer'::text, array[n]) || array_fill('receive'::text, array[n]))
    and wallet.owe_nothing(p_at, p_cells[n + 1 : 2 * n])
    and wallet.repeat_nothing(p_at, p_cells[1 : n], p_cells[n + 1 : 2 * n], p_cells[2 * n + 1 : 3 * n], p_cells[6 * n + 1 : 7 * n],
      p_cells[5 * n + 1 : 6 * n]);
end $$;
