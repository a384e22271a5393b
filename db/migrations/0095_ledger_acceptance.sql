-- Ledger: which database the operator has accepted although it knows less than was confirmed to people, and why.
-- Reason: the fence (docs/decisions/0012-backup.md) refuses such a database; after a deliberate restore this row is the way on, for
-- every process at once, and on record.

create table ledger.acceptance (
  -- A UUIDv7: later ones sort after earlier ones, also across a restore, where a counter would begin again.
  id uuid primary key,
  reason text not null check (length(reason) between 1 and 500),
  -- The newest transfer that was known to be confirmed, and the newest that the accepted database had.
  remembered_seq bigint,
  found_seq bigint,
  accepted_at timestamptz not null
);
create trigger append_only before update or delete on ledger.acceptance for each row execute function ledger.refuse_change();
create trigger never_truncated before truncate on ledger.acceptance for each statement execute function ledger.refuse_change();

create function ledger.accept_database(p_id uuid, p_at timestamptz, p_reason text, p_remembered_seq bigint, p_found_seq bigint) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into ledger.acceptance (id, reason, remembered_seq, found_seq, accepted_at)
    values (p_id, p_reason, p_remembered_seq, p_found_seq, p_at)
$$;

revoke execute on function ledger.accept_database from public;
grant execute on function ledger.accept_database to okpay_app;
grant select on ledger.acceptance to okpay_app;
