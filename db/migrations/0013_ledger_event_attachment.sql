-- Ledger: a command may carry the events that tell of it.
-- Reason: on the fast road the caller has no transaction of its own to write them in; here they commit with the money or not at all.

-- Fields: id, type, event.
create function ledger.write_events(p_at timestamptz, p_count integer, p_cells text[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into platform.outbox (kind, name, key, payload, occurred_at)
  select 'event', e.type, e.id, e.event::jsonb, p_at
  from unnest(p_cells[1 : p_count], p_cells[p_count + 1 : 2 * p_count], p_cells[2 * p_count + 1 :]) with ordinality e(id, type, event, n) order by e.n
$$;
revoke execute on function ledger.write_events from public;

insert into ledger.attachment_kind (name, check_function, write_function) values ('platform.event', null, 'ledger.write_events');
