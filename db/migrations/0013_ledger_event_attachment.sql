-- Ledger: a command may carry the events that tell of it.
-- Reason: on the fast road the caller has no transaction of its own to write them in; here they commit with the money or not at all.

create function ledger.write_events(p_at timestamptz, p_payloads jsonb[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into platform.outbox (kind, name, key, payload, occurred_at)
  select 'event', e.payload -> 'event' ->> 'type', e.payload ->> 'id', e.payload -> 'event', p_at
  from unnest(p_payloads) with ordinality e(payload, n) order by e.n
$$;
revoke execute on function ledger.write_events from public;

insert into ledger.attachment_kind (name, check_function, write_function) values ('platform.event', null, 'ledger.write_events');
