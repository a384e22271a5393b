-- Ledger: spending windows, what has been used of a day and its month, in the row of the balance that the money leaves.
-- Reason: docs/decisions/0045-counter-in-the-balance.md. A payment writes that row in any case: two more columns cost nearly nothing, a row of their own cost
-- as much as a third of the whole payment. Whose window it is, in what it counts and how much is allowed, the room says that has begun it.

alter table ledger.balance
  add column window_day date,
  add column window_day_minor bigint,
  add column window_month_minor bigint,
  add constraint window_is_whole check (
    case when window_day is null then coalesce(window_day_minor, window_month_minor) is null
         else coalesce(window_day_minor >= 0 and window_month_minor >= 0, false) end);

-- What is used of each window, for the room that has begun it. Without settings of its own, so that a join with it is one with the table.
create function ledger.windows() returns table (account_id bigint, day date, day_minor bigint, month_minor bigint)
language sql stable as $$
  select b.account_id, b.window_day, b.window_day_minor, b.window_month_minor from ledger.balance b where b.window_day is not null
$$;

-- Begins a window with what is used already. False where there is one, or where the account is not this owner's.
create function ledger.begin_window(p_account bigint, p_owner text, p_day date, p_day_minor bigint, p_month_minor bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update ledger.balance b set window_day = p_day, window_day_minor = p_day_minor, window_month_minor = p_month_minor
  where b.account_id = p_account and b.window_day is null and exists (select from ledger.account a where a.id = p_account and a.owner = p_owner);
  return found;
end $$;

-- Ends a window and tells what was used, under the lock of the balance: nothing is counted in it afterwards.
create function ledger.end_window(p_account bigint, out day date, out day_minor bigint, out month_minor bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select b.window_day, b.window_day_minor, b.window_month_minor into day, day_minor, month_minor
  from ledger.balance b where b.account_id = p_account for update;
  if day is null then raise exception 'account % has no window', p_account using errcode = 'data_corrupted'; end if;
  update ledger.balance b set window_day = null, window_day_minor = null, window_month_minor = null where b.account_id = p_account;
end $$;

-- The same on the road of post_batch, which has the locks: an attachment with the fields 1 account, 2 day, 3 first of its month, 4 what is used, 5 limit of
-- the day, 6 of the month (null: none).
create function ledger.check_window(p_at timestamptz, p_fields text[]) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare own record;
begin
  select b.window_day as day, case when b.window_day < p_fields[2]::date then 0 else b.window_day_minor end + p_fields[4]::bigint as in_day,
         case when b.window_day < p_fields[3]::date then 0 else b.window_month_minor end + p_fields[4]::bigint as in_month
    into own from ledger.balance b where b.account_id = p_fields[1]::bigint for update;
  return case
    when own.day is null then '{"code": "window_elsewhere"}'::jsonb
    when own.in_day > p_fields[5]::bigint or own.in_month > p_fields[6]::bigint then '{"code": "window_passed"}'::jsonb
  end;
end $$;

create function ledger.write_windows(p_at timestamptz, n integer, p_cells text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare cell integer;
begin
  for cell in 1..n loop
    update ledger.balance b
    set window_day = greatest(b.window_day, p_cells[n + cell]::date),
        window_day_minor = case when b.window_day < p_cells[n + cell]::date then 0 else b.window_day_minor end + p_cells[3 * n + cell]::bigint,
        window_month_minor = case when b.window_day < p_cells[2 * n + cell]::date then 0 else b.window_month_minor end + p_cells[3 * n + cell]::bigint
    where b.account_id = p_cells[cell]::bigint and b.window_day is not null;
    if not found then raise exception 'a window that was looked at is gone' using errcode = 'data_corrupted'; end if;
  end loop;
end $$;

insert into ledger.attachment_kind (name, check_function, write_function) values ('ledger.window', 'ledger.check_window', 'ledger.write_windows');

-- post_singles as in 0014, which says what everything is, with windows: null where no payment of the call uses one. Otherwise the day and the first of its
-- month, the latest of the call, on which all of it counts; then one element per touched account: what is used (0: it has no window here, or none that this call
-- uses) and the lowest limits of the day and the month. A window that is not there or would be passed ends in triggered_action_exception.
create function ledger.post_singles(
  p_at timestamptz, p_currencies char(3)[], p_follows boolean,
  p_account bigint[], p_currency smallint[], p_flags integer[], p_held bigint[], p_net bigint[], p_version bigint[], p_last bigint[],
  p_debits bigint[], p_credits bigint[], p_touches integer[], p_last_leg integer[],
  p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[],
  p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[],
  p_debit_touch integer[], p_credit_touch integer[], p_debit_prev integer[], p_credit_prev integer[],
  p_attachment_kind text[], p_attachment_count integer[], p_last_cell integer[], p_cell text[],
  p_window_day date, p_window_month date, p_window_minor bigint[], p_window_day_limit bigint[], p_window_month_limit bigint[]
) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- One join there is, from the touched accounts to their rows: along the index and in their order, which is the order of the locks.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
-- A plan for each length of the arrays would look cheaper each time, and cost more than a call of one leg does by itself.
set plan_cache_mode = force_generic_plan as $$
declare
  base bigint; base_before bigint := 0; first_of_part bigint; touched integer; written integer; passed boolean; attachment record;
begin
  if coalesce(cardinality(p_id), 0) not between 1 and 4000 then
    raise exception 'a call holds 1 to 4000 legs, not %', cardinality(p_id) using errcode = 'program_limit_exceeded';
  end if;
  if p_window_minor is not null and (p_window_day is null or p_window_month is null
    or array[cardinality(p_window_minor), cardinality(p_window_day_limit), cardinality(p_window_month_limit)]
       is distinct from array_fill(cardinality(p_account), array[3])) then
    raise exception 'windows come with a day, and one by one with their accounts' using errcode = 'invalid_parameter_value';
  end if;
  if p_follows then base_before := currval('ledger.journal_seq'); end if;
  -- Before the number is taken: rotate_journal waits for whoever has one. The number may come before the row locks, since the
  -- versions below say that nobody was there in between.
  lock table ledger.balance in row exclusive mode;
  base := nextval('ledger.journal_seq');
  first_of_part := base >> 44 << 44;
  if first_of_part > 0 then
    if exists (
      select from unnest(p_id) u(id)
      where exists (select from ledger.journal j where j.id = u.id and j.seq < first_of_part) or exists (select from ledger.archived_id x where x.id = u.id)
    ) then
      raise exception 'an id has its answer in an older part' using errcode = 'unique_violation';
    end if;
  end if;

  -- Written before any account is locked: what others hold of counters and proofs while they want accounts is waited for in their order.
  for attachment in
    select a.write_function, u.count, p_cell[coalesce(p_last_cell[u.n - 1], 0) + 1 : u.last_cell] as cells
    from unnest(p_attachment_kind, p_attachment_count, p_last_cell) with ordinality u(kind, count, last_cell, n)
    left join ledger.attachment_kind a on a.name = u.kind
    order by u.kind
  loop
    if attachment.write_function is null then
      raise exception 'unregistered kind among the attachments' using errcode = 'invalid_parameter_value';
    end if;
    execute format('select %s($1, $2, $3)', attachment.write_function) using p_at, attachment.count, attachment.cells;
  end loop;

  update ledger.balance b
  set debits_posted_minor = b.debits_posted_minor + p_debits[a.n], credits_posted_minor = b.credits_posted_minor + p_credits[a.n],
      version = b.version + p_touches[a.n], last_seq = base + p_last_leg[a.n],
      window_day = case when p_window_minor[a.n] > 0 then greatest(b.window_day, p_window_day) else b.window_day end,
      window_day_minor = case when p_window_minor[a.n] > 0
        then case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] else b.window_day_minor end,
      window_month_minor = case when p_window_minor[a.n] > 0
        then case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] else b.window_month_minor end
  from generate_series(1, cardinality(p_account)) a(n)
  where b.account_id = p_account[a.n] and b.version = p_version[a.n] and b.flags = p_flags[a.n] and b.currency = p_currencies[p_currency[a.n]]
    and b.credits_posted_minor - b.debits_posted_minor = p_net[a.n]
    and case when b.flags & 2 <> 0 then b.credits_pending_minor else b.debits_pending_minor end = p_held[a.n]
    and coalesce(b.last_seq, 0) = case when p_last[a.n] < 0 then base_before - p_last[a.n] else p_last[a.n] end
    -- What its last leg leaves behind is what is written here.
    and case a.n when p_debit[p_last_leg[a.n]]
             then p_touches[a.n] = p_debit_touch[p_last_leg[a.n]] and p_net[a.n] - p_debits[a.n] + p_credits[a.n] = p_debit_after[p_last_leg[a.n]]
             when p_credit[p_last_leg[a.n]]
             then p_touches[a.n] = p_credit_touch[p_last_leg[a.n]] and p_net[a.n] - p_debits[a.n] + p_credits[a.n] = p_credit_after[p_last_leg[a.n]]
        end
    -- A window that is not there is passed by everything.
    and case when p_window_minor[a.n] > 0
             then case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] <= p_window_day_limit[a.n]
              and case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] <= p_window_month_limit[a.n]
             else true end;
  get diagnostics touched = row_count;

  insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
    debit_prev, credit_prev, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
  select base + l.n, p_account[l.debit], p_account[l.credit], l.amount, l.debit_after, l.credit_after,
         p_version[l.debit] + l.debit_touch, p_version[l.credit] + l.credit_touch,
         case when l.debit_prev > 0 then base + l.debit_prev when p_last[l.debit] < 0 then base_before - p_last[l.debit] else nullif(p_last[l.debit], 0) end,
         case when l.credit_prev > 0 then base + l.credit_prev when p_last[l.credit] < 0 then base_before - p_last[l.credit] else nullif(p_last[l.credit], 0) end,
         p_at, l.fingerprint, l.id, l.operation_tail, l.operation_kind, 0, l.code, l.leg, l.legs, p_currencies[p_currency[l.debit]]
  from unnest(p_id, p_fingerprint, p_operation_kind, p_operation_tail, p_code, p_leg, p_legs, p_debit, p_credit, p_amount, p_debit_after, p_credit_after,
      p_debit_touch, p_credit_touch, p_debit_prev, p_credit_prev) with ordinality
    l(id, fingerprint, operation_kind, operation_tail, code, leg, legs, debit, credit, amount, debit_after, credit_after,
      debit_touch, credit_touch, debit_prev, credit_prev, n)
  -- Each leg goes on from the one before it on either account, and each touch of an account is on the way to its last: all are counted.
  where (select sum(t) from unnest(p_touches) t) = 2 * cardinality(p_id)
    and (select sum(d) from unnest(p_debits) d) = (select sum(a) from unnest(p_amount) a)
    and case when l.debit_prev = 0 then l.debit_touch = 1 and l.debit_after = p_net[l.debit] - l.amount
             when p_debit[l.debit_prev] = l.debit then l.debit_touch = p_debit_touch[l.debit_prev] + 1 and l.debit_after = p_debit_after[l.debit_prev] - l.amount
             when p_credit[l.debit_prev] = l.debit then l.debit_touch = p_credit_touch[l.debit_prev] + 1 and l.debit_after = p_credit_after[l.debit_prev] - l.amount
        end
    and case when l.credit_prev = 0 then l.credit_touch = 1 and l.credit_after = p_net[l.credit] + l.amount
             when p_debit[l.credit_prev] = l.credit then l.credit_touch = p_debit_touch[l.credit_prev] + 1 and l.credit_after = p_debit_after[l.credit_prev] + l.amount
             when p_credit[l.credit_prev] = l.credit then l.credit_touch = p_credit_touch[l.credit_prev] + 1 and l.credit_after = p_credit_after[l.credit_prev] + l.amount
        end
    -- What a freeze or a closing forbids, and where a balance would have been below zero between two legs of this call.
    and p_currency[l.debit] = p_currency[l.credit] and p_flags[l.debit] & 20 = 0 and p_flags[l.credit] & 24 = 0
    and (p_flags[l.debit] & 1 = 0 or l.debit_after >= p_held[l.debit]) and (p_flags[l.credit] & 2 = 0 or -l.credit_after >= p_held[l.credit]);
  get diagnostics written = row_count;
  if touched <> cardinality(p_account) or written <> cardinality(p_id) then
    if written <> cardinality(p_id) and exists (
      select from unnest(p_debit, p_credit, p_debit_after, p_credit_after) l(debit, credit, debit_after, credit_after)
      where p_currency[l.debit] is distinct from p_currency[l.credit] or p_flags[l.debit] & 20 <> 0 or p_flags[l.credit] & 24 <> 0
         or (p_flags[l.debit] & 1 <> 0 and l.debit_after < p_held[l.debit]) or (p_flags[l.credit] & 2 <> 0 and -l.credit_after < p_held[l.credit])
    ) then
      raise exception 'a leg of this call is not allowed' using errcode = 'check_violation';
    end if;
    if written = cardinality(p_id) and p_window_minor is not null and exists (
      select from generate_series(1, cardinality(p_account)) a(n)
      join ledger.balance b on b.account_id = p_account[a.n] and b.last_seq is distinct from base + p_last_leg[a.n]
      where p_window_minor[a.n] > 0 and (b.window_day is null
        or case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] > p_window_day_limit[a.n]
        or case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] > p_window_month_limit[a.n])
    ) then
      raise exception 'a spending window is elsewhere, or would be passed' using errcode = 'triggered_action_exception';
    end if;
    if written = cardinality(p_id) then
      raise exception 'an account has changed since it was read' using errcode = 'serialization_failure';
    end if;
    raise exception 'the poster and the count of its legs do not agree' using errcode = 'data_corrupted';
  end if;

  -- Asked under the locks of the accounts: who freezes one takes them too, so what is asked now stands until this is committed.
  for attachment in
    select a.name, a.check_all_function, u.count, p_cell[coalesce(p_last_cell[u.n - 1], 0) + 1 : u.last_cell] as cells
    from unnest(p_attachment_kind, p_attachment_count, p_last_cell) with ordinality u(kind, count, last_cell, n)
    join ledger.attachment_kind a on a.name = u.kind
    where a.check_function is not null
    order by u.kind
  loop
    execute format('select %s($1, $2, $3)', attachment.check_all_function) into passed using p_at, attachment.count, attachment.cells;
    if passed is distinct from true then
      raise exception 'attachments % do not all pass', attachment.name using errcode = 'triggered_action_exception';
    end if;
  end loop;
  return base;
end $$;

-- Servers of before there were windows.
create or replace function ledger.post_singles(
  p_at timestamptz, p_currencies char(3)[], p_follows boolean,
  p_account bigint[], p_currency smallint[], p_flags integer[], p_held bigint[], p_net bigint[], p_version bigint[], p_last bigint[],
  p_debits bigint[], p_credits bigint[], p_touches integer[], p_last_leg integer[],
  p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[],
  p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[],
  p_debit_touch integer[], p_credit_touch integer[], p_debit_prev integer[], p_credit_prev integer[],
  p_attachment_kind text[], p_attachment_count integer[], p_last_cell integer[], p_cell text[]
) returns bigint
language sql set search_path = pg_catalog, pg_temp as $$
  select ledger.post_singles(
    p_at, p_currencies, p_follows, p_account, p_currency, p_flags, p_held, p_net, p_version, p_last, p_debits, p_credits, p_touches, p_last_leg, p_id, p_fingerprint, p_operation_kind,
    p_operation_tail, p_code, p_leg, p_legs, p_debit, p_credit, p_amount, p_debit_after, p_credit_after, p_debit_touch, p_credit_touch, p_debit_prev, p_credit_prev, p_attachment_kind, p_attachment_count, p_last_cell, p_cell,
    null::date, null::date, null::bigint[], null::bigint[], null::bigint[])
$$;

do $$
declare f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p
    where p.pronamespace = 'ledger'::regnamespace and p.proname in ('windows', 'begin_window', 'end_window', 'check_window', 'write_windows', 'post_singles')
  loop
    execute format('revoke execute on function %s from public', f);
    if f::text !~ '(check_window|write_windows)' then execute format('grant execute on function %s to okpay_app', f); end if;
  end loop;
end $$;
