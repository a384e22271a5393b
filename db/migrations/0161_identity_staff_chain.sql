-- Identity: what was done about staff and by them stands in a chain of hashes.
-- Reason: rights of the application protect the rows from the application; a chain shows what somebody changed or took away past it.
-- A row holds ids and decisions, no name and no address, so nothing of it is ever erased.

alter table identity.staff_audit add column previous_hash bytea, add column hash bytea;

-- What a row says together with the hash of the one before it. The time in microseconds, the facts as jsonb writes them.
create function identity.staff_audit_hash(previous bytea, entry identity.staff_audit) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select sha256(previous || convert_to(concat_ws(E'\x1f', entry.id::text, (extract(epoch from entry.at) * 1000000)::bigint::text,
    entry.actor, entry.action, entry.subject, entry.facts::text), 'UTF8'))
$$;

-- One after the other: whoever writes waits for the one before, and takes the next number under that lock.
create function identity.chain_staff_audit() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  last identity.staff_audit;
begin
  perform pg_advisory_xact_lock(hashtextextended('identity.staff_audit', 0));
  select * into last from identity.staff_audit order by id desc limit 1;
  new.id := coalesce(last.id, 0) + 1;
  new.previous_hash := coalesce(last.hash, '\x00');
  new.hash := identity.staff_audit_hash(new.previous_hash, new);
  return new;
end $$;

-- What was written before stands in the chain from now on.
do $$
declare
  entry identity.staff_audit;
  before bytea := '\x00';
begin
  for entry in select * from identity.staff_audit order by id loop
    update identity.staff_audit set previous_hash = before, hash = identity.staff_audit_hash(before, entry)
      where id = entry.id returning hash into before;
  end loop;
end $$;

alter table identity.staff_audit alter column previous_hash set not null, alter column hash set not null;
create trigger chained before insert on identity.staff_audit for each row execute function identity.chain_staff_audit();

-- Rows that are not what was written, or whose predecessor is not the one that stood there.
create function identity.broken_staff_audit() returns setof bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select a.id from (
    select s.*, lag(s.hash, 1, '\x00') over (order by s.id) as before from identity.staff_audit s) a
    join identity.staff_audit entry on entry.id = a.id
   where a.previous_hash <> a.before or a.hash <> identity.staff_audit_hash(a.previous_hash, entry)
   order by a.id
$$;
