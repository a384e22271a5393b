-- Ledger: blocks, which seal what was written so that nobody can change it unseen, not even with the server's password.
-- Reason: docs/decisions/0013-sealing.md. Sealing runs behind the money: posting pays nothing for it and never waits for it.

-- One row per block: which numbers it covers, the hash of the block before, the root of a Merkle tree over its rows, and a
-- signature by a key that the database never sees. Each range begins where the block before ended, so no number is left out.
create table ledger.block (
  number bigint primary key check (number >= 1),
  first_seq bigint not null,
  last_seq bigint not null check (last_seq >= first_seq - 1),
  first_account bigint not null,
  last_account bigint not null check (last_account >= first_account - 1),
  first_flag_change bigint not null,
  last_flag_change bigint not null check (last_flag_change >= first_flag_change - 1),
  -- How many rows of ledger.journal, ledger.account and ledger.account_flag_change stand in these ranges.
  journal_count integer not null check (journal_count >= 0),
  account_count integer not null check (account_count >= 0),
  flag_change_count integer not null check (flag_change_count >= 0 and journal_count + account_count + flag_change_count > 0),
  -- Of 32 zero bytes for the first.
  previous_hash bytea not null check (length(previous_hash) = 32),
  merkle_root bytea not null check (length(merkle_root) = 32),
  -- What the salts of the rows are made from, so that a receipt can show one side of a transfer and hide the other.
  salt bytea not null check (length(salt) = 32),
  -- Which rows it sealed: their numbers and four bytes of each leaf, to name a row that was changed or is gone.
  leaves bytea not null,
  sealed_at timestamptz not null,
  hash bytea not null unique check (length(hash) = 32),
  key_id text not null check (key_id ~ '^[A-Za-z0-9_-]{1,40}$'),
  signature text not null check (signature ~ '^[A-Za-z0-9_-]{86}$')
);
alter table ledger.block alter column leaves set storage external; -- Hashes do not compress.
create index block_by_last_seq on ledger.block (last_seq);
create trigger append_only before update or delete on ledger.block for each row execute function ledger.refuse_change();
create trigger never_truncated before truncate on ledger.block for each statement execute function ledger.refuse_change();

-- How far numbers have been given out, and who may still be writing rows with them. Whoever takes a number from a sequence locks the
-- sequence before that, and gives the lock back when the transaction has ended and is visible. So once everybody who stands in
-- `writers` here is gone, every number up to the mark is decided: its row is there to be read, or never will be. The order of the
-- statements is the proof: first the numbers, then the writers.
create function ledger.sealing_mark(out last_seq bigint, out last_account bigint, out last_flag_change bigint, out writers text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from pg_sequence s
    where s.seqrelid in ('ledger.journal_seq'::regclass, 'ledger.account_id_seq'::regclass, 'ledger.account_flag_change_id_seq'::regclass)
      and s.seqcache <> 1
  ) then -- A session would keep numbers in hand between transactions.
    raise exception 'a sequence of the ledger hands out numbers ahead' using errcode = 'object_not_in_prerequisite_state';
  end if;
  -- A number of the journal stands for itself and the 4095 after it.
  select case when s.is_called then s.last_value + 4095 else s.last_value - 1 end into last_seq from ledger.journal_seq s;
  select case when s.is_called then s.last_value else s.last_value - 1 end into last_account from ledger.account_id_seq s;
  select case when s.is_called then s.last_value else s.last_value - 1 end into last_flag_change from ledger.account_flag_change_id_seq s;
  select ledger.sequence_writers() into writers;
end $$;

-- The transactions that have taken a number and not ended. A prepared one has no process and another name than before.
create function ledger.sequence_writers() returns text[] language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(distinct case when l.pid is null then 'prepared' else l.virtualtransaction end), '{}')
  from pg_locks l
  where l.locktype = 'relation' and l.granted and l.mode <> 'AccessShareLock' -- Looking at a sequence takes no number.
    and l.database = (select d.oid from pg_database d where d.datname = current_database())
    and l.relation in ('ledger.journal_seq'::regclass, 'ledger.account_id_seq'::regclass, 'ledger.account_flag_change_id_seq'::regclass)
$$;

-- What the hash of a block covers. Fixed lengths, big-endian; times in microseconds since 2000-01-01T00:00:00Z.
create function ledger.block_head(b ledger.block) returns bytea language sql immutable set search_path = pg_catalog, pg_temp as $$
  select convert_to('okpay', 'UTF8') || '\x4201'::bytea || int8send(b.number)
    || int8send(b.first_seq) || int8send(b.last_seq) || int8send(b.first_account) || int8send(b.last_account)
    || int8send(b.first_flag_change) || int8send(b.last_flag_change)
    || int4send(b.journal_count) || int4send(b.account_count) || int4send(b.flag_change_count)
    || b.previous_hash || b.merkle_root || sha256('\x04'::bytea || b.salt || b.leaves) || timestamptz_send(b.sealed_at)
$$;

-- Appends the next block. It must follow from the newest in number, hash and ranges, hold as many rows as it says, and cover no
-- number that was never given out. The signature is the sealer's affair: the database has no key to make or to check one.
create function ledger.append_block(p_block ledger.block) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  newest ledger.block;
  mark record;
  counts integer[];
begin
  lock table ledger.block in share row exclusive mode;
  select * into newest from ledger.block b order by b.number desc limit 1;
  if p_block.number is distinct from coalesce(newest.number, 0) + 1
    or p_block.previous_hash is distinct from coalesce(newest.hash, decode(repeat('00', 32), 'hex'))
    or p_block.first_seq is distinct from coalesce(newest.last_seq, 0) + 1
    or p_block.first_account is distinct from coalesce(newest.last_account, 0) + 1
    or p_block.first_flag_change is distinct from coalesce(newest.last_flag_change, 0) + 1 then
    raise exception 'block % does not follow from block %', p_block.number, coalesce(newest.number, 0) using errcode = 'serialization_failure';
  end if;
  mark := ledger.sealing_mark();
  if p_block.last_seq > mark.last_seq or p_block.last_account > mark.last_account or p_block.last_flag_change > mark.last_flag_change then
    raise exception 'block % covers numbers that nobody was given', p_block.number using errcode = 'check_violation';
  end if;
  counts := array[
    (select count(*) from ledger.journal j where j.seq between p_block.first_seq and p_block.last_seq),
    (select count(*) from ledger.account a where a.id between p_block.first_account and p_block.last_account),
    (select count(*) from ledger.account_flag_change c where c.id between p_block.first_flag_change and p_block.last_flag_change)];
  if counts is distinct from array[p_block.journal_count, p_block.account_count, p_block.flag_change_count] then
    raise exception 'block % counts %, there are %', p_block.number,
      array[p_block.journal_count, p_block.account_count, p_block.flag_change_count], counts using errcode = 'check_violation';
  end if;
  if p_block.hash is distinct from sha256(ledger.block_head(p_block)) then
    raise exception 'block % has another hash', p_block.number using errcode = 'check_violation';
  end if;
  insert into ledger.block select p_block.*;
end $$;

revoke execute on function ledger.sealing_mark, ledger.sequence_writers, ledger.block_head, ledger.append_block from public;
grant execute on function ledger.sealing_mark, ledger.sequence_writers, ledger.append_block to okpay_app;
grant select on ledger.block to okpay_app;
