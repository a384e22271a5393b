-- Ledger: post_batch, the only statement in the product that moves money.
-- Reason: docs/decisions/0002-ledger-doors.md. Locks first, then reads, then decides every command in order in memory (a transfer
-- sees those before it), then writes each table once. Refusals are answers; an exception means that nothing of the call happened. Archived ids: 0015.

create type ledger.leg_answer as (
  command integer, leg integer, outcome text, replayed boolean, seq bigint, kind smallint, posted_at timestamptz,
  currency text, debit_account bigint, credit_account bigint, amount_minor bigint, debit_after_minor bigint, credit_after_minor bigint,
  debit_version bigint, credit_version bigint, account_id bigint, available_minor bigint, facts jsonb
);

-- One element per leg in every array from p_command to p_expires; legs of one command stand together and commands count from 1.
-- One element per command in p_fingerprint; an attachment is the list of its fields, written by ledger.write_attachments (0013).
-- The operation of a leg is the first twelve bytes of its id with its tail.
-- Of a capture, void, expiry or reversal the accounts come from the transfer it refers to, and a null amount means all of it.
create function ledger.post_batch(
  p_at timestamptz,
  p_command integer[], p_id uuid[], p_kind smallint[], p_debit bigint[], p_credit bigint[], p_amount bigint[], p_currency text[],
  p_code text[], p_operation_kind smallint[], p_operation_tail integer[], p_ref uuid[], p_expires timestamptz[], p_fingerprint bigint[],
  p_attached_to integer[], p_attachment_kind text[], p_attachment jsonb[]
) returns setof ledger.leg_answer
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- A plan made while the tables were small is kept by the connection and would read them whole for ever after. Measured: 12 times
-- slower after 100,000 transfers. Everything here is found by a key.
set enable_seqscan = off
-- A plan for each length of the arrays would look cheaper each time, and cost more than a small call does by itself.
set plan_cache_mode = force_generic_plan as $$
declare
  single constant smallint := 0;
  hold constant smallint := 1;
  capture constant smallint := 2;
  reversal constant smallint := 5;
  -- These would be refused at any time, so they use up no id: whoever sent them may correct and send again.
  unrecorded constant text[] := array['amount_not_positive', 'amount_too_large', 'same_account', 'currency_mismatch', 'id_reused'];
  max_bigint constant bigint := 9223372036854775807;

  leg_count constant integer := cardinality(p_id);
  codes smallint[]; first_use integer[]; is_twin boolean[];
  -- Transfers that others refer to, in order of their id.
  ref_ids uuid[]; ref_seqs bigint[]; ref_kinds smallint[]; ref_debit_ids bigint[]; ref_credit_ids bigint[]; ref_amounts bigint[];
  ref_expires timestamptz[]; ref_states smallint[]; ref_reversed bigint[]; ref_debits integer[]; ref_credits integer[];
  -- Locked accounts, in order of their id.
  wanted_accounts bigint[]; account_ids bigint[]; account_currencies text[]; account_flags integer[]; versions bigint[]; first_versions bigint[];
  debits_posted bigint[]; credits_posted bigint[]; debits_pending bigint[]; credits_pending bigint[]; last_seqs bigint[];
  -- Where a leg finds its accounts and its reference; where an earlier answer to its id stands.
  debit_at integer[]; credit_at integer[]; ref_at integer[]; own_ref_at integer[];
  known_at integer[]; known_fingerprint bigint[]; known_outcome text[];
  -- Answers, per leg.
  outcome text[]; first_outcome text[]; replayed boolean[]; seqs bigint[]; posted_at timestamptz[]; amounts bigint[]; currencies text[]; debit_ids bigint[]; credit_ids bigint[];
  debit_after bigint[]; credit_after bigint[]; debit_version bigint[]; credit_version bigint[]; debit_prev bigint[]; credit_prev bigint[];
  culprits bigint[]; available bigint[]; facts jsonb[];
  -- What a leg did, so that it can be undone: moved in posted and in pending sums.
  moved_posted bigint[]; moved_pending bigint[]; recorded boolean[]; leg_no integer[]; legs_in_command integer[];

  first_leg integer := 1; last_leg integer; refused_leg integer; command integer; commands integer := 0;
  k integer; d integer; c integer; r integer; own integer; known integer;
  kind smallint; amount bigint; pending bigint; room bigint; refusal text; refused_facts jsonb; culprit bigint; failed_before text; undo_from integer;
  clash boolean; has_checks boolean; attachment record; sums_before numeric[]; sums_after numeric[]; expected integer; written integer; base bigint;
begin
  if leg_count is null or leg_count = 0 then return; end if;
  if leg_count > 4000 then -- The sequence gives 4096 numbers a call.
    raise exception 'a batch holds at most 4000 legs, not %', leg_count using errcode = 'program_limit_exceeded';
  end if;

  if exists (select from unnest(p_kind) u(kind) where u.kind is null or u.kind not between 0 and 5) then
    raise exception 'a leg is of no known kind' using errcode = 'invalid_parameter_value';
  end if;
  lock table ledger.balance in row share mode; -- Before the journal is read: rotate_journal takes the two in this order.
  -- 1. What can be known without a lock: payloads, names, and the immutable half of what is referred to.
  select array_agg(m.code order by l.n), array_agg(l.first_n::integer order by l.n), array_agg(l.is_twin order by l.n)
    into codes, first_use, is_twin
  from (
    select u.name, u.n, min(u.n) over (partition by u.id) as first_n, count(*) over (partition by u.command, u.id) > 1 as is_twin
    from unnest(p_command, p_id, p_code) with ordinality u(command, id, name, n)
  ) l
  left join ledger.movement m on m.name = l.name;
  if array_position(codes, null) is not null then
    raise exception 'movement % has no code', p_code[array_position(codes, null)] using errcode = 'invalid_parameter_value';
  end if;
  if exists (select from unnest(p_attachment_kind) u(kind) where not exists (select from ledger.attachment_kind a where a.name = u.kind)) then
    raise exception 'unregistered kind among the attachments %', p_attachment_kind using errcode = 'invalid_parameter_value';
  end if;
  has_checks := exists (
    select from unnest(p_attachment_kind) u(kind) join ledger.attachment_kind a on a.name = u.kind where a.check_function is not null);

  select array_agg(r.id order by r.id), array_agg(t.seq order by r.id), array_agg(t.kind order by r.id),
         array_agg(t.debit_account order by r.id), array_agg(t.credit_account order by r.id),
         array_agg(t.amount_minor order by r.id), array_agg(h.expires_at order by r.id)
    into ref_ids, ref_seqs, ref_kinds, ref_debit_ids, ref_credit_ids, ref_amounts, ref_expires
  from (select distinct u.id from unnest(p_ref) u(id) where u.id is not null) r
  left join ledger.answered_leg t on t.id = r.id and t.kind < 8
  left join ledger.hold h on h.seq = t.seq;

  -- 2. Locks, in the one order that everybody uses. Whatever can change is read in later statements, so it is read fresh.
  select array_agg(u.id) into wanted_accounts
  from (select unnest(p_debit) union select unnest(p_credit) union select unnest(ref_debit_ids) union select unnest(ref_credit_ids)) u(id)
  where u.id is not null;
  select array_agg(b.account_id), array_agg(b.currency::text), array_agg(b.flags), array_agg(b.version),
         array_agg(b.debits_posted_minor), array_agg(b.credits_posted_minor), array_agg(b.debits_pending_minor), array_agg(b.credits_pending_minor),
         array_agg(b.last_seq)
    into account_ids, account_currencies, account_flags, versions, debits_posted, credits_posted, debits_pending, credits_pending, last_seqs
  from (select * from ledger.balance where account_id = any (wanted_accounts) order by account_id for update) b;
  first_versions := versions;
  base := nextval('ledger.journal_seq'); -- Under the locks: for one account numbers grow with versions.
  select array[sum(x.dr), sum(x.cr), sum(x.drp), sum(x.crp)] into sums_before
  from unnest(debits_posted, credits_posted, debits_pending, credits_pending) x(dr, cr, drp, crp);

  select array_agg(coalesce(h.state, 0::smallint) order by u.n), array_agg(coalesce(v.reversed_minor, 0) order by u.n),
         array_agg(array_position(account_ids, u.debit) order by u.n), array_agg(array_position(account_ids, u.credit) order by u.n)
    into ref_states, ref_reversed, ref_debits, ref_credits
  from unnest(ref_seqs, ref_debit_ids, ref_credit_ids) with ordinality u(seq, debit, credit, n)
  left join ledger.hold h on h.seq = u.seq
  left join ledger.reversal_total v on v.seq = u.seq;

  select array_agg(d.n::integer order by l.n), array_agg(c.n::integer order by l.n),
         array_agg(r.n::integer order by l.n), array_agg(o.n::integer order by l.n)
    into debit_at, credit_at, ref_at, own_ref_at
  from unnest(p_debit, p_credit, p_ref, p_id, p_kind) with ordinality l(debit, credit, ref, id, kind, n)
  left join unnest(account_ids) with ordinality d(id, n) on d.id = l.debit
  left join unnest(account_ids) with ordinality c(id, n) on c.id = l.credit
  left join unnest(ref_ids) with ordinality r(id, n) on r.id = l.ref and l.kind not in (single, hold)
  left join unnest(ref_ids) with ordinality o(id, n) on o.id = l.id;

  select array_agg(case when coalesce(i.id, x.id) is not null then l.n::integer end order by l.n), array_agg(coalesce(i.fingerprint, x.fingerprint) order by l.n),
         array_agg(case when i.kind < 8 then 'created' when x.kind < 8 then 'archived' else f.code end order by l.n),
         array_agg(coalesce(i.seq, x.seq) order by l.n), array_agg(i.posted_at order by l.n), array_agg(coalesce(i.amount_minor, x.amount_minor) order by l.n),
         array_agg(coalesce(a.currency, i.currency, x.currency)::text order by l.n),
         array_agg(coalesce(i.debit_account, x.debit_account) order by l.n), array_agg(coalesce(i.credit_account, x.credit_account) order by l.n),
         array_agg(i.debit_after_minor order by l.n), array_agg(i.credit_after_minor order by l.n),
         array_agg(i.debit_version order by l.n), array_agg(i.credit_version order by l.n),
         array_agg(f.account_id order by l.n), array_agg(f.available_minor order by l.n), array_agg(f.facts order by l.n)
    into known_at, known_fingerprint, known_outcome, seqs, posted_at, amounts, currencies, debit_ids, credit_ids,
         debit_after, credit_after, debit_version, credit_version, culprits, available, facts
  from unnest(p_id) with ordinality l(id, n)
  left join ledger.journal i on i.id = l.id
  left join ledger.archived_id x on x.id = l.id
  left join ledger.refusal f on f.seq = coalesce(i.seq, x.seq)
  left join ledger.account a on a.id = f.account_id;

  -- 3. Decide, one command after the other. An array filled from its middle would lose its place, so each begins at full length.
  outcome := array_fill(null::text, array[leg_count]);
  first_outcome := outcome;
  replayed := array_fill(false, array[leg_count]);
  recorded := replayed;
  leg_no := array_fill(null::integer, array[leg_count]);
  legs_in_command := leg_no;
  debit_prev := array_fill(null::bigint, array[leg_count]);
  credit_prev := debit_prev; moved_posted := debit_prev; moved_pending := debit_prev;
  while first_leg <= leg_count loop
    command := p_command[first_leg];
    commands := commands + 1;
    if command is distinct from commands then
      raise exception 'commands count from 1 without a gap, found % as number %', command, commands using errcode = 'invalid_parameter_value';
    end if;
    last_leg := first_leg;
    while p_command[last_leg + 1] = command loop last_leg := last_leg + 1; end loop;

    -- 3a. An id that was answered before keeps its answer; with another payload it is refused.
    known := null; clash := false; refusal := null; failed_before := null;
    for k in first_leg..last_leg loop
      leg_no[k] := k - first_leg + 1;
      legs_in_command[k] := last_leg - first_leg + 1;
      if is_twin[k] then refusal := 'id_reused'; end if; -- One id for two legs of this chain.
      if known_at[first_use[k]] is not null then
        known := known_at[first_use[k]];
        clash := clash or known_fingerprint[known] is distinct from p_fingerprint[command];
        if known_outcome[known] not in ('created', 'archived') then failed_before := known_outcome[known]; end if;
      end if;
    end loop;
    if refusal is not null or known is not null then
      for k in first_leg..last_leg loop
        if refusal is null and not clash then
          r := known_at[first_use[k]];
          outcome[k] := known_outcome[r]; replayed[k] := true;
          seqs[k] := seqs[r]; posted_at[k] := posted_at[r]; amounts[k] := amounts[r]; currencies[k] := currencies[r];
          debit_ids[k] := debit_ids[r]; credit_ids[k] := credit_ids[r]; debit_after[k] := debit_after[r]; credit_after[k] := credit_after[r];
          debit_version[k] := debit_version[r]; credit_version[k] := credit_version[r];
          culprits[k] := culprits[r]; available[k] := available[r]; facts[k] := facts[r];
        else
          outcome[k] := case when refusal is null and failed_before is not null then 'id_already_failed' else 'id_reused' end;
          first_outcome[k] := failed_before;
        end if;
      end loop;
      first_leg := last_leg + 1;
      continue;
    end if;

    -- 3b. Each leg against the balances as the legs before it left them.
    refused_leg := null; room := null; culprit := null;
    for k in first_leg..last_leg loop
      kind := p_kind[k]; amount := p_amount[k]; r := ref_at[k]; d := debit_at[k]; c := credit_at[k];
      refused_leg := k;
      refusal := ledger.amount_refusal(amount);
      exit when refusal is not null;
      if kind in (single, hold) then
        if amount is null then refusal := 'amount_not_positive'; exit; end if;
        if p_debit[k] = p_credit[k] then refusal := 'same_account'; exit; end if;
        if kind = hold and p_expires[k] <= p_at then refusal := 'hold_expired'; exit; end if;
      else
        if kind not in (capture, reversal) then amount := null; end if; -- A void or an expiry releases all of it.
        refusal := ledger.reference_refusal(kind, amount, p_at, ref_kinds[r], ref_amounts[r], ref_states[r], ref_reversed[r], ref_expires[r]);
        exit when refusal is not null;
        d := case kind when reversal then ref_credits[r] else ref_debits[r] end;
        c := case kind when reversal then ref_debits[r] else ref_credits[r] end;
        amount := coalesce(amount, ref_amounts[r] - case kind when reversal then ref_reversed[r] else 0 end);
      end if;
      if d is null or c is null then
        refusal := 'account_not_found'; culprit := case when d is null then p_debit[k] else p_credit[k] end;
        exit;
      end if;
      if account_currencies[d] <> account_currencies[c] or p_currency[k] <> account_currencies[d] then refusal := 'currency_mismatch'; exit; end if;
      currencies[k] := account_currencies[d];
      if amount > max_bigint - greatest(debits_posted[d], credits_posted[d], debits_posted[c], credits_posted[c], debits_pending[d], credits_pending[c]) then
        refusal := 'amount_too_large'; exit; -- The columns are full: 92 quadrillion dollars have passed through one account.
      end if;
      if kind in (single, hold, reversal) then
        refusal := ledger.flag_refusal(account_flags[d], account_flags[c]);
        if refusal is not null then
          culprit := account_ids[case when refusal = 'account_frozen_in' or (refusal = 'account_closed' and account_flags[d] & 16 = 0) then c else d end];
          exit;
        end if;
        if account_flags[d] & 1 <> 0 then
          room := credits_posted[d] - debits_posted[d] - debits_pending[d];
          if amount > room then refusal := 'insufficient_funds'; culprit := account_ids[d]; exit; end if;
        end if;
        if account_flags[c] & 2 <> 0 then
          room := debits_posted[c] - credits_posted[c] - credits_pending[c];
          if amount > room then refusal := 'insufficient_funds'; culprit := account_ids[c]; exit; end if;
        end if;
      end if;

      refused_leg := null;
      pending := case when kind = hold then amount when kind in (single, reversal) then 0 else -ref_amounts[r] end;
      moved_pending[k] := pending;
      moved_posted[k] := case when kind in (single, capture, reversal) then amount else 0 end;
      debits_posted[d] := debits_posted[d] + moved_posted[k];
      credits_posted[c] := credits_posted[c] + moved_posted[k];
      debits_pending[d] := debits_pending[d] + pending;
      credits_pending[c] := credits_pending[c] + pending;
      versions[d] := versions[d] + 1;
      versions[c] := versions[c] + 1;
      debit_at[k] := d; credit_at[k] := c; amounts[k] := amount; debit_ids[k] := account_ids[d]; credit_ids[k] := account_ids[c];
      debit_after[k] := credits_posted[d] - debits_posted[d]; credit_after[k] := credits_posted[c] - debits_posted[c];
      debit_version[k] := versions[d]; credit_version[k] := versions[c];
      seqs[k] := base + k;
      debit_prev[k] := last_seqs[d]; credit_prev[k] := last_seqs[c];
      last_seqs[d] := seqs[k]; last_seqs[c] := seqs[k];
      if kind = reversal then ref_reversed[r] := ref_reversed[r] + amount;
      elsif r is not null then ref_states[r] := kind - 1; -- capture 2, void 3, expire 4 → captured 1, voided 2, expired 3
      end if;
      own := own_ref_at[k];
      if own is not null then -- A later leg of this call refers to this one.
        ref_kinds[own] := kind; ref_amounts[own] := amount; ref_debits[own] := d; ref_credits[own] := c; ref_expires[own] := p_expires[k];
      end if;
    end loop;

    -- 3c. What the attachments' own rules say; they see what earlier commands of this call wrote.
    refused_facts := null;
    if refusal is null and has_checks then
      for attachment in
        select a.check_function, u.payload from unnest(p_attached_to, p_attachment_kind, p_attachment) with ordinality u(command, kind, payload, n)
        join ledger.attachment_kind a on a.name = u.kind where u.command = commands and a.check_function is not null order by u.n
      loop
        execute format('select %s($1, $2)', attachment.check_function) into refused_facts
          using p_at, array(select jsonb_array_elements_text(attachment.payload));
        if refused_facts is not null then
          refusal := 'attachment_refused'; refused_leg := first_leg;
          exit;
        end if;
      end loop;
    end if;

    -- 3d. All or none. A chain that was refused has to take back the legs before the one that said no.
    if refusal is not null then
      undo_from := case when refusal = 'attachment_refused' then last_leg else refused_leg - 1 end;
      for k in reverse undo_from..first_leg loop
        d := debit_at[k]; c := credit_at[k]; r := ref_at[k];
        debits_posted[d] := debits_posted[d] - moved_posted[k];
        credits_posted[c] := credits_posted[c] - moved_posted[k];
        debits_pending[d] := debits_pending[d] - moved_pending[k];
        credits_pending[c] := credits_pending[c] - moved_pending[k];
        versions[d] := versions[d] - 1;
        versions[c] := versions[c] - 1;
        last_seqs[d] := debit_prev[k]; last_seqs[c] := credit_prev[k];
        if p_kind[k] = reversal then ref_reversed[r] := ref_reversed[r] - amounts[k];
        elsif r is not null then ref_states[r] := 0;
        end if;
        if own_ref_at[k] is not null then ref_kinds[own_ref_at[k]] := null; end if;
      end loop;
      for k in first_leg..last_leg loop
        outcome[k] := case when k = refused_leg then refusal else 'chain_failed' end;
        seqs[k] := base + k;
        amounts[k] := p_amount[k]; debit_ids[k] := p_debit[k]; credit_ids[k] := p_credit[k]; currencies[k] := coalesce(currencies[k], p_currency[k]);
        debit_after[k] := null; credit_after[k] := null; debit_version[k] := null; credit_version[k] := null;
        debit_prev[k] := null; credit_prev[k] := null;
        recorded[k] := refusal <> all (unrecorded);
        posted_at[k] := p_at;
      end loop;
      culprits[refused_leg] := culprit;
      available[refused_leg] := case when refusal = 'insufficient_funds' then room end;
      facts[refused_leg] := refused_facts;
    else
      for k in first_leg..last_leg loop
        outcome[k] := 'created'; recorded[k] := true; posted_at[k] := p_at;
        if own_ref_at[k] is not null then ref_seqs[own_ref_at[k]] := seqs[k]; end if;
      end loop;
      if has_checks then perform ledger.write_attachments(p_at, p_attached_to, p_attachment_kind, p_attachment, array[commands], true); end if;
    end if;
    for k in first_leg..last_leg loop
      if recorded[k] then
        known_at[first_use[k]] := k; known_fingerprint[k] := p_fingerprint[command]; known_outcome[k] := outcome[k];
      end if;
    end loop;
    first_leg := last_leg + 1;
  end loop;

  -- 4. Write, each table once. Before anything: debits and credits grew by the same.
  select array[sum(x.dr), sum(x.cr), sum(x.drp), sum(x.crp)] into sums_after
  from unnest(debits_posted, credits_posted, debits_pending, credits_pending) x(dr, cr, drp, crp);
  if sums_after[1] - sums_before[1] <> sums_after[2] - sums_before[2] or sums_after[3] - sums_before[3] <> sums_after[4] - sums_before[4] then
    raise exception 'a batch would not balance: % to %', sums_before, sums_after using errcode = 'data_corrupted';
  end if;

  insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
    debit_prev, credit_prev, ref_seq, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
  select l.seq, l.debit, l.credit, l.amount, l.debit_after, l.credit_after, l.debit_version, l.credit_version, l.debit_prev, l.credit_prev,
         ref_seqs[l.ref], p_at, p_fingerprint[l.command], l.id, l.operation_tail, l.operation_kind,
         case when l.outcome = 'created' then l.kind else l.kind + 8 end, l.code, l.leg, l.legs, l.currency
  from unnest(seqs, debit_ids, credit_ids, amounts, debit_after, credit_after, debit_version, credit_version, debit_prev, credit_prev, ref_at,
      p_command, p_id, p_operation_tail, p_operation_kind, p_kind, codes, leg_no, legs_in_command, currencies, outcome, recorded)
    l(seq, debit, credit, amount, debit_after, credit_after, debit_version, credit_version, debit_prev, credit_prev, ref,
      command, id, operation_tail, operation_kind, kind, code, leg, legs, currency, outcome, is_new)
  where l.is_new order by l.seq
  on conflict do nothing;
  get diagnostics written = row_count;
  select count(*) into expected from unnest(recorded) u(is_new) where u.is_new;
  if written <> expected then -- The same id at the same moment for other accounts: whoever runs again finds the answer.
    raise exception 'an id of this batch was answered elsewhere at the same time' using errcode = 'serialization_failure';
  end if;

  update ledger.balance b set debits_posted_minor = u.dr, credits_posted_minor = u.cr, debits_pending_minor = u.drp,
    credits_pending_minor = u.crp, version = u.version, last_seq = u.last_seq
  from unnest(account_ids, debits_posted, credits_posted, debits_pending, credits_pending, versions, first_versions, last_seqs)
    u(id, dr, cr, drp, crp, version, first_version, last_seq)
  where b.account_id = u.id and u.version <> u.first_version;

  if array_position(p_kind, hold) is not null then
    insert into ledger.hold (seq, amount_minor, expires_at)
    select l.seq, l.amount, l.expires from unnest(seqs, amounts, p_expires, p_kind, outcome, recorded) l(seq, amount, expires, kind, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind = hold order by l.seq;
  end if;
  if ref_ids is not null then
    update ledger.hold h set state = l.kind - 1, resolved_by = l.seq, captured_minor = case when l.kind = capture then l.amount else 0 end
    from unnest(seqs, amounts, p_kind, ref_at, outcome, recorded) l(seq, amount, kind, ref, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind between 2 and 4 and h.seq = ref_seqs[l.ref];
    insert into ledger.reversal_total (seq, amount_minor, reversed_minor)
    select distinct ref_seqs[l.ref], ref_amounts[l.ref], ref_reversed[l.ref]
    from unnest(p_kind, ref_at, outcome, recorded) l(kind, ref, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind = reversal
    on conflict (seq) do update set reversed_minor = excluded.reversed_minor;
  end if;

  insert into ledger.refusal (seq, code, account_id, available_minor, facts)
  select l.seq, l.outcome, l.account, l.available, l.facts
  from unnest(seqs, outcome, culprits, available, facts, recorded) l(seq, outcome, account, available, facts, is_new)
  where l.is_new and l.outcome <> 'created';

  if cardinality(p_attached_to) > 0 then
    perform ledger.write_attachments(p_at, p_attached_to, p_attachment_kind, p_attachment,
      (select array_agg(distinct l.command) from unnest(p_command, outcome, recorded) l(command, outcome, is_new)
       where l.is_new and l.outcome = 'created'), false);
  end if;

  return query
  select l.command, l.leg, l.outcome, l.replayed, l.seq, l.kind, l.posted_at, l.currency, l.debit, l.credit, l.amount, l.debit_after, l.credit_after,
         l.debit_version, l.credit_version, l.account, l.available, case when l.first_outcome is null then l.facts else jsonb_build_object('first', l.first_outcome) end
  from unnest(p_command, leg_no, outcome, replayed, seqs, p_kind, posted_at, currencies, debit_ids, credit_ids, amounts, debit_after, credit_after,
      debit_version, credit_version, culprits, available, facts, first_outcome) with ordinality
    l(command, leg, outcome, replayed, seq, kind, posted_at, currency, debit, credit, amount, debit_after, credit_after,
      debit_version, credit_version, account, available, facts, first_outcome, n)
  order by l.n;
end $$;

revoke execute on function ledger.post_batch from public;
grant execute on function ledger.post_batch to okpay_app;
