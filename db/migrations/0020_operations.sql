-- Operations: one row per business operation, its participants, its timeline, and quotes.
-- Reason: history, receipts, the explainer and the agent's screen read one record. It keeps why something was decided at the time
-- it was decided; the ledger keeps the money.

create schema operations;
grant usage on schema operations to okpay_app;

-- The legal moves, again. TypeScript refuses early and kindly; this refuses finally. A test keeps them equal.
-- 'start' is where an operation comes from that does not exist yet.
create table operations.transition (
  kind text not null,
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (kind, from_state, event)
);
create index transition_by_states on operations.transition (kind, from_state, to_state);
grant select on operations.transition to okpay_app;

insert into operations.transition (kind, from_state, event, to_state) values
  ('top_up', 'start', 'confirm', 'created'),
  ('top_up', 'start', 'refuse', 'failed'),
  ('top_up', 'created', 'challenge', 'awaiting_challenge'),
  ('top_up', 'created', 'settle', 'settled'),
  ('top_up', 'created', 'decline', 'failed'),
  ('top_up', 'created', 'expire', 'expired'),
  ('top_up', 'created', 'lose', 'checking'),
  ('top_up', 'created', 'mismatch', 'conflict'),
  ('top_up', 'awaiting_challenge', 'settle', 'settled'),
  ('top_up', 'awaiting_challenge', 'decline', 'failed'),
  ('top_up', 'awaiting_challenge', 'expire', 'expired'),
  ('top_up', 'awaiting_challenge', 'lose', 'checking'),
  ('top_up', 'awaiting_challenge', 'mismatch', 'conflict'),
  ('top_up', 'checking', 'challenge', 'awaiting_challenge'),
  ('top_up', 'checking', 'settle', 'settled'),
  ('top_up', 'checking', 'decline', 'failed'),
  ('top_up', 'checking', 'expire', 'expired'),
  ('top_up', 'checking', 'mismatch', 'conflict'),
  ('top_up', 'checking', 'give_up', 'conflict'),
  ('top_up', 'conflict', 'settle', 'settled'),
  ('top_up', 'conflict', 'decline', 'failed'),
  ('top_up', 'settled', 'charge_back', 'charged_back'),
  ('top_up', 'charged_back', 'charge_back', 'charged_back'),
  ('top_up', 'failed', 'contradict', 'conflict'),
  ('top_up', 'expired', 'contradict', 'conflict'),
  ('transfer', 'start', 'complete', 'completed'),
  ('transfer', 'start', 'refuse', 'failed'),
  ('chargeback', 'start', 'recover', 'recovered'),
  ('chargeback', 'start', 'owe', 'owed'),
  ('chargeback', 'owed', 'collect_part', 'owed'),
  ('chargeback', 'owed', 'collect', 'collected');

create table operations.operation (
  id text collate "C" primary key check (id ~ '^(tu|tr|cb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  kind text not null check (kind in ('top_up', 'transfer', 'chargeback')),
  state text not null,
  -- The customer who started it, or whom it befell.
  owner_id text collate "C" not null check (owner_id like 'cus\_%'),
  -- The operation that this one undoes or belongs to, e.g. the top-up behind a chargeback.
  parent_id text collate "C" references operations.operation,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- The lines of the receipt: [{kind, amount: {amount, currency}}].
  lines jsonb not null check (jsonb_typeof(lines) = 'array'),
  reason_code text,
  reason_facts jsonb,
  -- The facts, rule versions and outcome of the decision that started it, as they were then. Later rules are tested against them.
  decision jsonb not null check (jsonb_typeof(decision) = 'object'),
  since timestamptz not null,
  due_at timestamptz,
  next_actor text check (next_actor in ('you', 'okpay', 'bank', 'other_person')),
  -- Where the next actor can act, e.g. the challenge page of a bank.
  action_url text,
  note text check (length(note) between 1 and 140),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((reason_code is null) = (reason_facts is null)),
  -- Whatever waits says for whom, until when and why.
  constraint waiting_has_an_actor check (
    state not in ('awaiting_challenge', 'checking', 'conflict', 'owed')
    or (due_at is not null and next_actor is not null and reason_code is not null)),
  constraint created_has_an_actor check (state <> 'created' or (due_at is not null and next_actor is not null)),
  constraint failed_has_a_reason check (state not in ('failed', 'expired', 'charged_back') or reason_code is not null)
);
create index operation_by_parent on operations.operation (parent_id) where parent_id is not null;

create function operations.check_operation_transition() returns trigger language plpgsql as $$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (
    select from operations.transition t
    where t.kind = new.kind and t.from_state = came_from and t.to_state = new.state
  ) then
    raise exception 'operation % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger operation_transition before insert or update of state on operations.operation
  for each row execute function operations.check_operation_transition();

-- What foreign keys of participants and timelines to this table would promise, at a tenth of their cost: a row of theirs is written only
-- beside an operation that is there, looked up once for all rows of a statement, and no operation ever goes away or changes its id.
create function operations.check_operation_exists() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare missing text;
begin
  select n.operation_id into missing
  from new_rows n where not exists (select from operations.operation o where o.id = n.operation_id) limit 1;
  if found then
    raise exception 'there is no operation %', missing using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create function operations.keep_operations() returns trigger language plpgsql as $$
begin
  raise exception 'operations are kept for ever' using errcode = 'restrict_violation';
end $$;
create trigger kept_for_ever before delete on operations.operation for each row execute function operations.keep_operations();
create trigger never_truncated before truncate on operations.operation for each statement execute function operations.keep_operations();
create trigger id_kept before update of id on operations.operation
  for each row when (old.id is distinct from new.id) execute function operations.keep_operations();

-- What was agreed and decided is never changed; only where it stands.
grant select, insert on operations.operation to okpay_app;
grant update (state, reason_code, reason_facts, since, due_at, next_actor, action_url, lines, updated_at)
  on operations.operation to okpay_app;

-- An operation as one customer sees it. A transfer has two: both read their own history without a join.
create table operations.participant (
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  operation_id text collate "C" not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  kind text not null,
  state text not null,
  family text not null check (family in ('done', 'waiting', 'held', 'failed', 'neutral')),
  needs_you boolean not null,
  direction text not null check (direction in ('in', 'out')),
  -- What moves this customer's balance, without sign.
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  currency char(3) not null,
  counterparty_kind text not null check (counterparty_kind in ('person', 'card', 'okpay')),
  counterparty_name text not null,
  counterparty_detail text,
  note text,
  -- Lower case: other party, note, reference in full and as it is read out.
  search_text text not null,
  -- Found by the operation alone too.
  primary key (operation_id, customer_id)
);
-- The history page: newest first, told apart by id where two share an instant.
create index participant_history on operations.participant (customer_id, created_at desc, operation_id desc);
create index participant_open on operations.participant (customer_id, created_at desc, operation_id desc) where family = 'waiting';
create trigger of_an_operation after insert on operations.participant
  referencing new table as new_rows for each statement execute function operations.check_operation_exists();
create trigger of_its_operation before update of operation_id on operations.participant
  for each row when (old.operation_id is distinct from new.operation_id) execute function operations.keep_operations();
grant select, insert on operations.participant to okpay_app;
grant update (state, family, needs_you, counterparty_name, counterparty_detail, search_text, updated_at)
  on operations.participant to okpay_app;

-- The story, append only.
create table operations.timeline (
  operation_id text collate "C" not null,
  seq integer not null check (seq > 0),
  at timestamptz not null,
  kind text not null,
  tone text not null check (tone in ('good', 'bad', 'wait', 'neutral')),
  actor text not null check (actor in ('customer', 'okpay', 'bank', 'staff')),
  actor_customer_id text collate "C",
  facts jsonb not null,
  primary key (operation_id, seq),
  check ((actor = 'customer') = (actor_customer_id is not null))
);
create trigger of_an_operation after insert on operations.timeline
  referencing new table as new_rows for each statement execute function operations.check_operation_exists();
create trigger of_its_operation before update of operation_id on operations.timeline
  for each row when (old.operation_id is distinct from new.operation_id) execute function operations.keep_operations();
grant select, insert on operations.timeline to okpay_app;

-- A price and a promise, signed, short-lived and used once.
create table operations.quote (
  id text collate "C" primary key check (id like 'qt\_%'),
  kind text not null,
  owner_id text collate "C" not null check (owner_id like 'cus\_%'),
  -- What is promised, in the form the customer gets; the signature covers it.
  terms jsonb not null check (jsonb_typeof(terms) = 'object'),
  -- What it was made on: rule versions and counters, for us.
  basis jsonb not null check (jsonb_typeof(basis) = 'object'),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  signature text not null,
  consumed_by text collate "C",
  consumed_at timestamptz,
  check ((consumed_by is null) = (consumed_at is null))
);
create unique index quote_consumed_by on operations.quote (consumed_by) where consumed_by is not null;
grant select, insert on operations.quote to okpay_app;
grant update (consumed_by, consumed_at) on operations.quote to okpay_app;

create function operations.check_quote_is_consumed_once() returns trigger language plpgsql as $$
begin
  if old.consumed_by is not null then
    raise exception 'quote % has been used', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger quote_consumed_once before update on operations.quote
  for each row execute function operations.check_quote_is_consumed_once();
