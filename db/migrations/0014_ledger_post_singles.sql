-- Ledger: post_singles, the fast road beside post_batch for what is most of all traffic: commands of plain transfers.
-- Reason: docs/decisions/0011-fast-ledger.md. The poster decides in memory, by balances that it remembers; this function believes
-- none of it. It writes only if every account still stands as the poster remembers it, recounts each leg from the one before it on the
-- same account, and refuses what would leave an account below zero on the way. One row is written per leg and one per touched account,
-- however many legs touch it.

-- One element per touched account, in order of their ids. As the poster remembers it: `p_currency` is a place in p_currencies, `p_held`
-- what is reserved on the side that must not fall below zero, `p_last` its newest row (0: none; below zero: a leg of the call that this
-- connection made before, whose number the poster did not know yet when it sent this one: `p_follows`). As this call leaves it: what is
-- added on both sides, how many legs touch it, and the last of them. Then one element per leg: its accounts as positions in p_account,
-- both balances after it, the how-many-th touch of each account in this call it is, and the leg before it on each (0: none in this call).
-- Then kinds of attachments, how many there are of each, and the cells of all, kind after kind, each as its function takes them, with the
-- place of the kind's last. Returns the base: leg n has the number base + n. A stale memory ends in serialization_failure, an id that has its
-- answer in unique_violation, attachments that do not all pass in triggered_action_exception: nothing happened then, and post_batch decides.
create function ledger.post_singles(
  p_at timestamptz, p_currencies char(3)[], p_follows boolean,
  p_account bigint[], p_currency smallint[], p_flags integer[], p_held bigint[], p_net bigint[], p_version bigint[], p_last bigint[],
  p_debits bigint[], p_credits bigint[], p_touches integer[], p_last_leg integer[],
  p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[],
  p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[],
  p_debit_touch integer[], p_credit_touch integer[], p_debit_prev integer[], p_credit_prev integer[],
  p_attachment_kind text[], p_attachment_count integer[], p_last_cell integer[], p_cell text[]
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
      version = b.version + p_touches[a.n], last_seq = base + p_last_leg[a.n]
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
        end;
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

revoke execute on function ledger.post_singles from public;
grant execute on function ledger.post_singles to okpay_app;
