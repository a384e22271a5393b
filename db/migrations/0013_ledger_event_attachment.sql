-- Ledger: what a command carries is written with it; the events that tell of it may be among that.
-- Reason: docs/decisions/0002-ledger-doors.md; on the fast road the caller has no transaction of its own to write them in; here they commit with the money or not at all.

-- Kinds with a check are written command by command, so that the next check sees them; all others once per kind and call.
create function ledger.write_attachments(
  p_at timestamptz, p_attached_to integer[], p_kinds text[], p_payloads jsonb[], p_accepted integer[], p_checked boolean
) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  attachment record;
begin
  for attachment in
    select a.write_function, array_agg(u.payload order by u.n) as fields
    from unnest(p_attached_to, p_kinds, p_payloads) with ordinality u(command, kind, payload, n)
    join ledger.attachment_kind a on a.name = u.kind
    where u.command = any (p_accepted) and (a.check_function is not null) = p_checked
    group by a.name, a.write_function order by a.name
  loop
    execute format('select %s($1, $2, $3)', attachment.write_function) using p_at, cardinality(attachment.fields), array(
      select cell.value from unnest(attachment.fields) with ordinality one (fields, n)
      cross join jsonb_array_elements_text(one.fields) with ordinality cell (value, place) order by cell.place, one.n);
  end loop;
end $$;

-- Fields: id, type, event.
create function ledger.write_events(p_at timestamptz, p_count integer, p_cells text[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into platform.outbox (kind, name, key, payload, occurred_at)
  select 'event', e.type, e.id, e.event::jsonb, p_at
  from unnest(p_cells[1 : p_count], p_cells[p_count + 1 : 2 * p_count], p_cells[2 * p_count + 1 :]) with ordinality e(id, type, event, n) order by e.n
$$;
revoke execute on function ledger.write_attachments, ledger.write_events from public;

insert into ledger.attachment_kind (name, check_function, write_function) values ('platform.event', null, 'ledger.write_events');
