-- Ledger: post_singles, the fast road beside post_batch for what is most of all traffic: commands of plain transfers.
-- Reason: docs/decisions/0011-fast-ledger.md. The poster decides in memory, by balances that it remembers; this function believes
-- none of it. It writes only if every account still stands as the poster remembers it, folds the amounts itself, compares what it
-- finds with what the poster found, and refuses what would leave an account below zero on the way. One row is written per leg and
-- one per touched account, however many legs touch it.

-- One element per touched account, in order of their ids, as the poster remembers it: `p_currency` is a place in ledger.currency,
-- `p_held` what is reserved on the side that must not fall below zero. Then one element per leg: its accounts as positions in
-- p_account, balances and versions after it, and the rows before it (a number below zero: a leg of this call). Then attachments.
-- Returns the base: leg n has the number base + n. A stale memory ends in serialization_failure, an id that has its answer in
-- unique_violation, attachments that do not all pass in triggered_action_exception: nothing happened then, and post_batch decides.
create function ledger.post_singles(
  p_at timestamptz,
  p_account bigint[], p_currency smallint[], p_flags integer[], p_version bigint[], p_held bigint[],
  p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[],
  p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[],
  p_debit_version bigint[], p_credit_version bigint[], p_debit_prev bigint[], p_credit_prev bigint[],
  p_attachment_kind text[], p_attachment jsonb[]
) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- One join there is, from the touched accounts to their rows: along the index and in their order, which is the order of the locks.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
-- A plan for each length of the arrays would look cheaper each time, and cost more than a call of one leg does by itself.
set plan_cache_mode = force_generic_plan as $$
declare
  base bigint; first_of_part bigint;
  currencies char(3)[]; touched integer; agreed integer; passed boolean; attachment record;
begin
  if coalesce(cardinality(p_id), 0) not between 1 and 4000 then
    raise exception 'a call holds 1 to 4000 legs, not %', cardinality(p_id) using errcode = 'program_limit_exceeded';
  end if;
  select array_agg(c.code order by c.place) into currencies from ledger.currency c;
  -- What a freeze or a closing forbids, and where a balance would have been below zero between two legs of this call.
  if exists (
    select from unnest(p_debit, p_credit, p_debit_after, p_credit_after) l(debit, credit, debit_after, credit_after)
    where p_currency[l.debit] is distinct from p_currency[l.credit] or p_flags[l.debit] & 20 <> 0 or p_flags[l.credit] & 24 <> 0
       or (p_flags[l.debit] & 1 <> 0 and l.debit_after < p_held[l.debit])
       or (p_flags[l.credit] & 2 <> 0 and -l.credit_after < p_held[l.credit])
  ) then
    raise exception 'a leg of this call is not allowed' using errcode = 'check_violation';
  end if;

  -- Before the number is taken: rotate_journal waits for whoever has one. The number may come before the row locks, since the
  -- versions below say that nobody was there in between.
  lock table ledger.balance in row exclusive mode;
  base := nextval('ledger.journal_seq');
  first_of_part := base >> 44 << 44;
  if first_of_part > 0 and exists (
    select from unnest(p_id) u(id)
    where exists (select from ledger.journal j where j.id = u.id and j.seq < first_of_part) or exists (select from ledger.archived_id x where x.id = u.id)
  ) then
    raise exception 'an id has its answer in an older part' using errcode = 'unique_violation';
  end if;

  with moved as (
    update ledger.balance b
    set debits_posted_minor = b.debits_posted_minor + u.debits, credits_posted_minor = b.credits_posted_minor + u.credits,
        version = b.version + u.touches, last_seq = base + u.last_leg
    from (
      select f.position, sum(f.debit)::bigint as debits, sum(f.credit)::bigint as credits, count(*) as touches, max(f.leg) as last_leg
      from (
        select d.position, d.amount as debit, 0::bigint as credit, d.leg from unnest(p_debit, p_amount) with ordinality d(position, amount, leg)
        union all
        select c.position, 0, c.amount, c.leg from unnest(p_credit, p_amount) with ordinality c(position, amount, leg)
      ) f group by f.position order by f.position
    ) u
    where b.account_id = p_account[u.position] and b.version = p_version[u.position] and b.flags = p_flags[u.position]
      and b.currency = currencies[p_currency[u.position]]
      and case when b.flags & 2 <> 0 then b.credits_pending_minor else b.debits_pending_minor end = p_held[u.position]
    returning b.credits_posted_minor - b.debits_posted_minor as after, b.version, u.position, u.last_leg
  )
  select count(*), count(*) filter (where case
           when p_debit[m.last_leg] = m.position then p_debit_after[m.last_leg] = m.after and p_debit_version[m.last_leg] = m.version
           else p_credit_after[m.last_leg] = m.after and p_credit_version[m.last_leg] = m.version end)
    into touched, agreed from moved m;
  if touched <> cardinality(p_account) then
    raise exception 'an account has changed since it was read' using errcode = 'serialization_failure';
  end if;
  if agreed <> touched then
    raise exception 'the poster and the fold of its legs do not agree' using errcode = 'data_corrupted';
  end if;

  insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
    debit_prev, credit_prev, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
  select base + l.n, p_account[l.debit], p_account[l.credit], l.amount, l.debit_after, l.credit_after, l.debit_version, l.credit_version,
         nullif(case when l.debit_prev < 0 then base - l.debit_prev else l.debit_prev end, 0),
         nullif(case when l.credit_prev < 0 then base - l.credit_prev else l.credit_prev end, 0),
         p_at, l.fingerprint, l.id, l.operation_tail, l.operation_kind, 0, l.code, l.leg, l.legs, currencies[p_currency[l.debit]]
  from unnest(p_id, p_fingerprint, p_operation_kind, p_operation_tail, p_code, p_leg, p_legs, p_debit, p_credit, p_amount, p_debit_after, p_credit_after,
      p_debit_version, p_credit_version, p_debit_prev, p_credit_prev) with ordinality
    l(id, fingerprint, operation_kind, operation_tail, code, leg, legs, debit, credit, amount, debit_after, credit_after,
      debit_version, credit_version, debit_prev, credit_prev, n);

  for attachment in
    select a.name, a.check_function, a.check_all_function, a.write_function, array_agg(u.payload order by u.n) as payloads
    from unnest(p_attachment_kind, p_attachment) with ordinality u(kind, payload, n)
    left join ledger.attachment_kind a on a.name = u.kind
    group by a.name, a.check_function, a.check_all_function, a.write_function order by a.name
  loop
    if attachment.write_function is null then
      raise exception 'unregistered kind among the attachments' using errcode = 'invalid_parameter_value';
    end if;
    if attachment.check_function is not null then
      execute format('select %s($1, $2)', attachment.check_all_function) into passed using p_at, attachment.payloads;
      if passed is distinct from true then
        raise exception 'attachments % do not all pass', attachment.name using errcode = 'triggered_action_exception';
      end if;
    end if;
    execute format('select %s($1, $2)', attachment.write_function) using p_at, attachment.payloads;
  end loop;
  return base;
end $$;

revoke execute on function ledger.post_singles from public;
grant execute on function ledger.post_singles to okpay_app;
