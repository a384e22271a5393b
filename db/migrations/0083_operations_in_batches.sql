-- Operations: many operations opened in one call, and a guard that looks at what a statement wrote, not at each row by itself.
-- Reason: docs/decisions/0014-fast-payment.md.

-- The same rule as before, for the rows of a statement at once. Moves from state to state keep their guard per row.
create function operations.check_operation_starts() returns trigger language plpgsql as $$
declare wrong text;
begin
  select format('%s cannot go from start to %s', n.id, n.state) into wrong
  from new_rows n
  where not exists (
    select from operations.transition t where t.kind = n.kind and t.from_state = 'start' and t.to_state = n.state)
  limit 1;
  if found then
    raise exception 'operation %', wrong using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger operation_transition on operations.operation;
create trigger operation_transition before update of state on operations.operation
  for each row execute function operations.check_operation_transition();
create trigger operation_start after insert on operations.operation
  referencing new table as new_rows for each statement execute function operations.check_operation_starts();

-- Opens operations with participants and the first step of their story, as `openOperation` does for one:
-- [{operation: {…}, participants: [{…}], step: {…}}]. False if an id is taken.
create function operations.open_all(p_at timestamptz, p_opened jsonb[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare written integer;
begin
  insert into operations.operation
    (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, note, created_at, updated_at)
  select o ->> 'id', o ->> 'kind', o ->> 'state', o ->> 'owner', (o ->> 'amount')::bigint, (o ->> 'fee')::bigint, o ->> 'currency',
         o -> 'lines', o -> 'decision', p_at, o ->> 'note', p_at, p_at
  from unnest(p_opened) with ordinality each (opened, n), lateral (select each.opened -> 'operation' as o) part
  order by each.n
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(p_opened) then return false; end if;

  insert into operations.participant
    (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
     counterparty_kind, counterparty_name, counterparty_detail, note, search_text)
  select p ->> 'customer', o ->> 'id', p_at, p_at, o ->> 'kind', o ->> 'state', p ->> 'family', false, p ->> 'direction',
         (o ->> 'amount')::bigint, (o ->> 'fee')::bigint, o ->> 'currency',
         p ->> 'kind', p ->> 'name', p ->> 'detail', o ->> 'note', p ->> 'searchText'
  from unnest(p_opened) with ordinality each (opened, n), lateral (select each.opened -> 'operation' as o) part,
       lateral jsonb_array_elements(each.opened -> 'participants') p
  order by each.n;

  insert into operations.timeline (operation_id, seq, at, kind, tone, actor, actor_customer_id, facts)
  select each.opened -> 'operation' ->> 'id', 1, p_at, s ->> 'kind', s ->> 'tone', s ->> 'actor', s ->> 'customer', s -> 'facts'
  from unnest(p_opened) with ordinality each (opened, n), lateral (select each.opened -> 'step' as s) part
  order by each.n;
  return true;
end $$;

revoke execute on function operations.open_all from public;
