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

-- Opens operations that end where they begin, each with one step of its story by its owner. False if an id is taken. Columns: element n
-- belongs to operation n.
create function operations.open_all(
  p_at timestamptz, p_kind text, p_state text, p_step text, p_tone text,
  p_id text[], p_owner text[], p_amount bigint[], p_fee bigint[], p_currency text[], p_lines jsonb[], p_decision jsonb[], p_note text[], p_facts jsonb[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare written integer;
begin
  insert into operations.operation
    (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, note, created_at, updated_at)
  select o.id, p_kind, p_state, o.owner, o.amount, o.fee, o.currency, o.lines, o.decision, p_at, o.note, p_at, p_at
  from unnest(p_id, p_owner, p_amount, p_fee, p_currency, p_lines, p_decision, p_note)
    o (id, owner, amount, fee, currency, lines, decision, note)
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(p_id) then return false; end if;
  insert into operations.timeline (operation_id, seq, at, kind, tone, actor, actor_customer_id, facts)
  select o.id, 1, p_at, p_step, p_tone, 'customer', o.owner, o.facts from unnest(p_id, p_owner, p_facts) o (id, owner, facts);
  return true;
end $$;

-- Writes them into the histories of two people each: the one whom they concern as `p_direction` says, and the other party as that one
-- sees it. The searched text is what `searchTextOf` makes of it.
create function operations.note_participants(
  p_at timestamptz, p_kind text, p_state text, p_family text,
  p_id text[], p_amount bigint[], p_fee bigint[], p_currency text[], p_note text[],
  p_customer text[], p_direction text[], p_name text[], p_search text[]
) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into operations.participant
    (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
     counterparty_kind, counterparty_name, note, search_text)
  select p.customer, p.id, p_at, p_at, p_kind, p_state, p_family, false, p.direction, p.amount, p.fee, p.currency, 'person', p.name, p.note, p.search
  from unnest(p_id, p_amount, p_fee, p_currency, p_note, p_customer, p_direction, p_name, p_search)
    p (id, amount, fee, currency, note, customer, direction, name, search);
end $$;

revoke execute on function operations.open_all, operations.note_participants from public;
