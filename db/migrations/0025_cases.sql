-- Cases: a conversation with a kind, a subject, a promise and a state; its messages, and the evidence it rests on.
-- Reason: whoever asks for help sees who acts next and by when, nothing said is lost, doubled or changed, and what the case rests on
-- stays as it was when it was opened.

create schema cases;
grant usage on schema cases to okpay_app;

-- The legal moves, again. TypeScript refuses early and kindly; this refuses finally. A test keeps them equal.
create table cases.transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
create index transition_by_states on cases.transition (from_state, to_state);
grant select on cases.transition to okpay_app;
insert into cases.transition (from_state, event, to_state) values
  ('start', 'open', 'awaiting_agent'),
  ('awaiting_agent', 'take', 'in_progress'),
  ('awaiting_agent', 'answer', 'awaiting_customer'),
  ('awaiting_agent', 'resolve', 'resolved'),
  ('in_progress', 'take', 'in_progress'),
  ('in_progress', 'answer', 'awaiting_customer'),
  ('in_progress', 'resolve', 'resolved'),
  ('awaiting_customer', 'take', 'awaiting_customer'),
  ('awaiting_customer', 'answer', 'awaiting_customer'),
  ('awaiting_customer', 'reply', 'awaiting_agent'),
  ('awaiting_customer', 'resolve', 'resolved'),
  ('resolved', 'reply', 'awaiting_agent'),
  ('resolved', 'answer', 'awaiting_customer'),
  ('resolved', 'close', 'closed');

create table cases."case" (
  id text primary key check (id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  kind text not null check (kind in ('question')),
  topic text not null check (length(topic) between 1 and 40),
  customer_id text not null check (customer_id like 'cus\_%'),
  -- What it is about, as the room above names it; null when it is about nothing in particular.
  subject_kind text,
  subject_id text check (length(subject_id) between 1 and 60),
  state text not null,
  next_actor text not null check (next_actor in ('customer', 'okpay', 'nobody')),
  -- When the next actor must have acted; of a resolved case, when it closes. A closed case waits for nothing.
  due_at timestamptz,
  -- The promise that runs now was missed.
  escalated_at timestamptz,
  assignee_id text check (assignee_id like 'stf\_%'),
  -- Display name at the time of taking, so that a record tells who it was for ever.
  assignee_name text,
  taken_at timestamptz,
  -- Every message takes the next number under this row's lock: commit order is number order, and there is no gap.
  last_seq integer not null default 0 check (last_seq >= 0),
  -- What everyone may read is numbered on its own, so that a customer sees no gap where a note stands.
  last_public_seq integer not null default 0 check (last_public_seq between 0 and last_seq),
  -- In the numbers of each reader.
  read_by_customer_seq integer not null default 0 check (read_by_customer_seq between 0 and last_public_seq),
  read_by_staff_seq integer not null default 0 check (read_by_staff_seq between 0 and last_seq),
  -- Since when the customer has been waiting for an answer; null while nobody waits for us.
  waiting_since timestamptz,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  check ((assignee_id is null) = (assignee_name is null) and (assignee_id is null) = (taken_at is null)),
  check ((subject_kind is null) = (subject_id is null)),
  constraint waiting_has_a_due_time check ((state = 'closed') = (due_at is null)),
  constraint okpay_owes_an_answer check ((next_actor = 'okpay') = (state in ('awaiting_agent', 'in_progress'))),
  constraint customer_is_asked check ((next_actor = 'customer') = (state = 'awaiting_customer')),
  constraint waiting_is_okpays check ((waiting_since is not null) = (next_actor = 'okpay')),
  constraint resolved_has_a_time check (state not in ('resolved', 'closed') or resolved_at is not null),
  check ((state = 'closed') = (closed_at is not null))
);
create index case_of_customer on cases."case" (customer_id, opened_at desc, id desc);
create index case_of_subject on cases."case" (subject_id) where subject_id is not null;
-- The queues: what is due first stands first.
create index case_queue on cases."case" (due_at, id) where state <> 'closed';
create index case_unclaimed on cases."case" (due_at, id) where next_actor = 'okpay';
create index case_of_assignee on cases."case" (assignee_id, due_at, id) where state <> 'closed';

create function cases.check_transition() returns trigger language plpgsql as $$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from cases.transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'case % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger case_inserted before insert on cases."case" for each row execute function cases.check_transition();
create trigger case_moved before update of state on cases."case" for each row
  when (old.state is distinct from new.state) execute function cases.check_transition();

-- What a case is about, whose it is and when it was opened is never changed.
grant select, insert on cases."case" to okpay_app;
grant update (state, next_actor, due_at, escalated_at, assignee_id, assignee_name, taken_at, last_seq, last_public_seq,
              read_by_customer_seq, read_by_staff_seq, waiting_since, updated_at, resolved_at, closed_at)
  on cases."case" to okpay_app;

create table cases.message (
  -- Made by the sender's device, so that a repeated post is the same message.
  id text primary key check (id ~ '^msg_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  case_id text not null references cases."case",
  seq integer not null check (seq > 0),
  -- Its number for everyone; null for what is for staff alone.
  public_seq integer check (public_seq between 1 and seq),
  author text not null check (author in ('customer', 'staff', 'system')),
  author_id text,
  -- Display name at the time of writing; null for the customer's own.
  author_name text,
  kind text not null check (kind in ('text', 'note', 'opened', 'explained', 'agent_joined', 'resolved', 'reopened', 'escalated', 'closed')),
  -- Who may read it. A note is for staff for ever: nothing can change it afterwards.
  audience text not null check (audience in ('everyone', 'staff')),
  body text not null check (length(body) <= 8000),
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  sent_at timestamptz not null,
  unique (case_id, seq),
  unique (case_id, public_seq),
  check ((audience = 'everyone') = (public_seq is not null)),
  check ((author = 'system') = (author_id is null)),
  constraint notes_are_for_staff check (kind not in ('note', 'escalated') or audience = 'staff'),
  constraint customers_write_openly check (author <> 'customer' or (kind = 'text' and audience = 'everyone'))
);
-- Append only: what was said is not changed.
grant select, insert on cases.message to okpay_app;

-- The facts that a case rests on, as they were when it was opened: signed, never changed.
create table cases.evidence (
  case_id text primary key references cases."case",
  taken_at timestamptz not null,
  -- Canonical JSON of the entry, byte for byte as it was signed; null when the case is about none.
  entry text,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  signature text not null,
  key_id text not null
);
grant select, insert on cases.evidence to okpay_app;
