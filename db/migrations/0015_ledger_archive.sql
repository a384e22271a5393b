-- Ledger: parts of the journal that were moved out into files, and what of them stays.
-- Reason: docs/decisions/0015-journal-archive.md. Posting keeps every id's answer and everything that a later step may refer to; the laws
-- go on from the sums at the end of the newest archived part. Only the owner of the tables can move a part out, by archive_part,
-- which takes nothing on trust: it counts and hashes the rows itself and compares with what was read back from the file.

-- What stays of each leg: that its id is used up, by which payload, and what a capture, a void or a reversal must know of it.
-- Balances, versions and links are in the file. No second index but one by range: a part's legs stand side by side.
alter table ledger.archived_id
  add fingerprint bigint not null,
  add debit_account bigint,
  add credit_account bigint,
  add amount_minor bigint,
  -- As in ledger.journal.
  add kind smallint not null,
  add currency char(3);
create index archived_id_by_seq on ledger.archived_id using brin (seq) with (pages_per_range = 16, autosummarize = on);

-- A part whose rows stand in a file. The manifest is what the file's own manifest says, signed by a key that the database never sees.
create table ledger.archived_part (
  number integer primary key references ledger.journal_part,
  row_count bigint not null check (row_count >= 0),
  refused_count bigint not null check (refused_count between 0 and row_count),
  -- Chains of SHA-256: over the rows as a block seals them, over what stays in archived_id, over what stands in carried.
  rows_hash bytea not null,
  ids_hash bytea not null,
  carried_hash bytea not null,
  manifest text not null,
  archived_at timestamptz not null
);

-- Of each account that an archived part touched, where it stood at the end of that part: the newest of an account is where its rows in
-- the journal go on from.
create table ledger.carried (
  account_id bigint not null references ledger.account,
  part integer not null references ledger.archived_part,
  version bigint not null check (version >= 1),
  last_seq bigint not null,
  last_at timestamptz not null,
  debits_posted_minor bigint not null check (debits_posted_minor >= 0),
  credits_posted_minor bigint not null check (credits_posted_minor >= 0),
  debits_pending_minor bigint not null check (debits_pending_minor >= 0),
  credits_pending_minor bigint not null check (credits_pending_minor >= 0),
  primary key (account_id, part)
);

do $$
declare t text;
begin
  foreach t in array array['archived_part', 'carried'] loop
    execute format('create trigger append_only before update or delete on ledger.%I for each row execute function ledger.refuse_change()', t);
    execute format('create trigger never_truncated before truncate on ledger.%I for each statement execute function ledger.refuse_change()', t);
  end loop;
end $$;

-- Where each account stood when its rows in the journal begin.
create view ledger.carried_newest as
  select distinct on (account_id) account_id, part, version, last_seq, last_at, debits_posted_minor, credits_posted_minor,
         debits_pending_minor, credits_pending_minor
  from ledger.carried order by account_id, part desc;

-- Every leg that was answered, archived or not: as much of it as a later step may refer to. Without conditions of its own, so that
-- whoever asks for one leg finds it by the indexes below.
create view ledger.answered_leg as
  select seq, id, kind, currency, debit_account, credit_account, amount_minor from ledger.journal
  union all
  select seq, id, kind, currency, debit_account, credit_account, amount_minor from ledger.archived_id;

-- The first number that is not archived. Parts are archived in order, so everything below is.
create function ledger.archived_below() returns bigint language sql stable set search_path = pg_catalog, pg_temp as $$
  select (coalesce(max(number) + 1, 0))::bigint << 44 from ledger.archived_part
$$;

-- Chains of SHA-256 over what stays of a part: what its manifest was signed with. Read in order, a row at a time, so a part may be of any size.
create function ledger.archived_hashes(p_number integer, out row_count bigint, out refused_count bigint, out ids_hash bytea, out carried_hash bytea)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  first_seq constant bigint := p_number::bigint << 44;
  kept record;
begin
  row_count := 0; refused_count := 0; ids_hash := ''; carried_hash := '';
  for kept in
    select x.kind, int8send(x.seq) || uuid_send(x.id) || int8send(x.fingerprint) || int2send(x.kind) || int8send(coalesce(x.debit_account, 0))
      || int8send(coalesce(x.credit_account, 0)) || int8send(coalesce(x.amount_minor, 0)) || convert_to(coalesce(x.currency::text, '---'), 'UTF8') as bytes
    from ledger.archived_id x where x.seq >= first_seq and x.seq < first_seq + (1::bigint << 44) order by x.seq
  loop
    row_count := row_count + 1;
    if kept.kind >= 8 then refused_count := refused_count + 1; end if;
    ids_hash := sha256(ids_hash || kept.bytes);
  end loop;
  for kept in
    select int8send(c.account_id) || int8send(c.version) || int8send(c.last_seq) || timestamptz_send(c.last_at) || int8send(c.debits_posted_minor)
      || int8send(c.credits_posted_minor) || int8send(c.debits_pending_minor) || int8send(c.credits_pending_minor) as bytes
    from ledger.carried c where c.part = p_number order by c.account_id
  loop
    carried_hash := sha256(carried_hash || kept.bytes);
  end loop;
end $$;

-- Moves a part out, whole or not at all. p_manifest: what the file says of itself; the hashes are those of the file as it was read
-- back. What does not agree with the rows here raises, and nothing has happened. The long work touches nothing that posting
-- needs; the part is let go at the end, under a lock that is tried for a moment only, again and again, so that no posting waits behind it.
create function ledger.archive_part(
  p_number integer, p_at timestamptz, p_closed_before timestamptz, p_row_count bigint, p_rows_hash bytea, p_ids_hash bytea, p_carried_hash bytea,
  p_manifest text, p_tries integer
) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  part constant text := format('journal_%s', p_number);
  first_seq constant bigint := p_number::bigint << 44;
  end_seq constant bigint := (p_number::bigint + 1) << 44;
  newest bigint; sealed bigint; open_hold bigint; rows_hash bytea := ''; row_count bigint := 0; kept record; astray bigint;
begin
  lock table ledger.archived_part in share row exclusive mode;
  if p_number is distinct from (select coalesce(max(a.number) + 1, 0) from ledger.archived_part a) then
    raise exception 'part % is not the oldest that is here', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  if not exists (select from ledger.journal_part p where p.number = p_number and p.closed_at < p_closed_before) then
    raise exception 'part % is not closed, or not for long enough', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('select max(seq) from ledger.%I', part) into newest;
  select max(b.last_seq) into sealed from ledger.block b;
  if newest > coalesce(sealed, 0) then
    raise exception 'part % is not sealed beyond %', p_number, coalesce(sealed, 0) using errcode = 'object_not_in_prerequisite_state';
  end if;
  select min(h.seq) into open_hold from ledger.hold h where h.state = 0 and h.seq >= first_seq and h.seq < end_seq;
  if open_hold is not null then
    raise exception 'hold % of part % is open', open_hold, p_number using errcode = 'object_not_in_prerequisite_state';
  end if;

  -- The rows are those that the file holds: the bytes that a block seals, as server/ledger/sealing/store.ts has them.
  for kept in execute format($q$
    select int8send(j.seq) || uuid_send(j.id) || int2send(j.operation_kind) || int4send(j.operation_tail) || int2send(j.leg)
      || int2send(j.leg_count) || int2send(j.kind) || int2send(j.code) || convert_to(coalesce(j.currency::text, '---'), 'UTF8')
      || int8send(coalesce(j.debit_account, 0)) || int8send(coalesce(j.credit_account, 0)) || int8send(coalesce(j.amount_minor, 0))
      || int8send(coalesce(j.ref_seq, 0)) || timestamptz_send(j.posted_at)
      || int8send(coalesce(j.debit_after_minor, 0)) || int8send(coalesce(j.debit_version, 0)) || int8send(coalesce(j.debit_prev, 0))
      || int8send(coalesce(j.credit_after_minor, 0)) || int8send(coalesce(j.credit_version, 0)) || int8send(coalesce(j.credit_prev, 0))
      || int8send(j.fingerprint) as bytes
    from ledger.%I j order by j.seq $q$, part)
  loop
    row_count := row_count + 1;
    rows_hash := sha256(rows_hash || kept.bytes);
  end loop;
  if row_count <> p_row_count or rows_hash is distinct from p_rows_hash then
    raise exception 'the file of part % does not hold its % rows', p_number, row_count using errcode = 'data_corrupted';
  end if;

  execute format($q$
    insert into ledger.archived_id (id, seq, fingerprint, debit_account, credit_account, amount_minor, kind, currency)
    select id, seq, fingerprint, debit_account, credit_account, amount_minor, kind, currency from ledger.%I order by seq $q$, part);
  perform brin_summarize_new_values('ledger.archived_id_by_seq'); -- What is not summarized is read whole by every look-up.
  insert into ledger.archived_part (number, row_count, refused_count, rows_hash, ids_hash, carried_hash, manifest, archived_at)
    select p_number, row_count, count(*), p_rows_hash, p_ids_hash, p_carried_hash, p_manifest, p_at
    from ledger.archived_id x where x.seq >= first_seq and x.seq < end_seq and x.kind >= 8;
  -- What a capture, a void or an expiry releases is what was held, and a hold may be older than the part.
  execute format($q$
    insert into ledger.carried (account_id, part, version, last_seq, last_at, debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor)
    select s.account_id, $1, s.version, s.last_seq, l.posted_at,
           coalesce(c.debits_posted_minor, 0) + s.dr, coalesce(c.credits_posted_minor, 0) + s.cr,
           coalesce(c.debits_pending_minor, 0) + s.drp, coalesce(c.credits_pending_minor, 0) + s.crp
    from (
      select e.account_id, max(e.version) as version, max(e.seq) as last_seq,
             coalesce(sum(e.posted) filter (where e.is_debit), 0) as dr, coalesce(sum(e.posted) filter (where not e.is_debit), 0) as cr,
             coalesce(sum(e.pending) filter (where e.is_debit), 0) as drp, coalesce(sum(e.pending) filter (where not e.is_debit), 0) as crp
      from (
        select t.is_debit, t.account_id, t.version, j.seq, case when j.kind in (0, 2, 5) then j.amount_minor else 0 end as posted,
               case when j.kind = 1 then j.amount_minor when j.kind in (2, 3, 4) then -h.amount_minor else 0 end as pending
        from ledger.%1$I j
        cross join lateral (values (true, j.debit_account, j.debit_version), (false, j.credit_account, j.credit_version)) t(is_debit, account_id, version)
        left join ledger.hold h on h.seq = j.ref_seq
        where j.kind < 8
      ) e group by e.account_id
    ) s
    join ledger.%1$I l on l.seq = s.last_seq
    left join ledger.carried_newest c on c.account_id = s.account_id $q$, part) using p_number;
  -- Sums and rows tell the same of each account.
  execute format($q$
    select c.account_id from ledger.carried c join ledger.%I l on l.seq = c.last_seq
    where c.part = $1 and (c.credits_posted_minor - c.debits_posted_minor, c.version)
      <> (case c.account_id when l.debit_account then l.debit_after_minor else l.credit_after_minor end,
          case c.account_id when l.debit_account then l.debit_version else l.credit_version end) limit 1 $q$, part)
    into astray using p_number;
  if astray is not null then
    raise exception 'the rows of account % in part % do not add up', astray, p_number using errcode = 'data_corrupted';
  end if;
  if (select (h.ids_hash, h.carried_hash) is distinct from (p_ids_hash, p_carried_hash) from ledger.archived_hashes(p_number) h) then
    raise exception 'what stays of part % is not what its file makes', p_number using errcode = 'data_corrupted';
  end if;

  -- Nobody who reads or posts waits longer than this: who cannot have the lock at once stands back and comes again.
  perform set_config('lock_timeout', '200ms', true);
  for try in 1..p_tries loop
    begin
      lock table ledger.journal in access exclusive mode;
      exit;
    exception when lock_not_available then
      if try = p_tries then raise; end if;
      perform pg_sleep(0.5);
    end;
  end loop;
  -- The newest row stays, whatever its part: the fence compares it with what was confirmed.
  if not exists (select from ledger.journal j where j.seq >= end_seq) then
    raise exception 'part % holds the newest row of the journal', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (
    select from ledger.block b where b.first_seq <= newest and b.last_seq >= end_seq and exists (
      select from ledger.journal j where j.seq between end_seq and b.last_seq)
  ) then
    raise exception 'a block holds rows of part % and of the next one', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('alter table ledger.journal detach partition ledger.%I', part);
  execute format('drop table ledger.%I', part);
end $$;

-- Posting asks the archive as it asks the journal: an id keeps its answer, and what is captured or reversed may be archived. Each place
-- that is changed must be there, once.
do $do$
declare
  source text := pg_get_functiondef('ledger.post_batch'::regproc);
  change text[];
begin
  foreach change slice 1 in array array[
    ['left join ledger.transfer t on t.id = r.id', 'left join ledger.answered_leg t on t.id = r.id and t.kind < 8'],
    ['array_agg(i.fingerprint order by l.n)', 'array_agg(coalesce(i.fingerprint, x.fingerprint) order by l.n)'],
    ['when x.id is not null then ''archived''', 'when x.kind < 8 then ''archived'''],
    ['array_agg(i.seq order by l.n), array_agg(i.posted_at order by l.n), array_agg(i.amount_minor order by l.n)',
     'array_agg(coalesce(i.seq, x.seq) order by l.n), array_agg(i.posted_at order by l.n), array_agg(coalesce(i.amount_minor, x.amount_minor) order by l.n)'],
    ['array_agg(coalesce(a.currency, i.currency)::text order by l.n)', 'array_agg(coalesce(a.currency, i.currency, x.currency)::text order by l.n)'],
    ['array_agg(i.debit_account order by l.n), array_agg(i.credit_account order by l.n)',
     'array_agg(coalesce(i.debit_account, x.debit_account) order by l.n), array_agg(coalesce(i.credit_account, x.credit_account) order by l.n)'],
    ['left join ledger.refusal f on f.seq = i.seq', 'left join ledger.refusal f on f.seq = coalesce(i.seq, x.seq)']
  ] loop
    if (length(source) - length(replace(source, change[1], ''))) <> length(change[1]) then
      raise exception 'post_batch does not read once: %', change[1];
    end if;
    source := replace(source, change[1], change[2]);
  end loop;
  execute source;
end $do$;

revoke execute on function ledger.archived_below, ledger.archived_hashes, ledger.archive_part from public;
grant execute on function ledger.archived_below, ledger.archived_hashes to okpay_app;
grant select on ledger.archived_part, ledger.carried, ledger.carried_newest, ledger.answered_leg to okpay_app;
