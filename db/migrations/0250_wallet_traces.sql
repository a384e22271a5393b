-- Cases and wallet: money that its owner looks for.
-- Reason: "it says completed, but nobody got the money" is answered by the ledger at once; what lies beyond the ledger is asked for by people,
-- under a clock, and what was asked and found stands here. Decision 0037.

alter table cases."case"
  drop constraint case_kind_check,
  add constraint case_kind_check check (kind in ('question', 'account_access', 'lift_request', 'payment_claim', 'appeal', 'trace'));
alter table cases.message
  drop constraint message_kind_check,
  add constraint message_kind_check check (kind in ('text', 'note', 'opened', 'explained', 'agent_joined', 'resolved', 'reopened', 'escalated',
                                                    'closed', 'asked', 'given', 'progress'));

create table wallet.trace_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
grant select on wallet.trace_transition to okpay_app;
insert into wallet.trace_transition (from_state, event, to_state) values
  ('start', 'open', 'looking'),
  ('looking', 'ask', 'asked'),
  ('looking', 'recall', 'recalling'),
  ('looking', 'answer', 'answered'),
  ('asked', 'recall', 'recalling'),
  ('asked', 'answer', 'answered'),
  ('recalling', 'answer', 'answered');

create table wallet.trace (
  case_id text collate "C" primary key check (case_id like 'case\_%'),
  operation_id text collate "C" not null,
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  -- What the check said when the customer asked.
  finding text not null check (finding ~ '^[a-z_]{1,40}$'),
  state text not null,
  asked_at timestamptz,
  recalled_at timestamptz,
  -- Of the newest question to the bank, and who noted it.
  asked_by text collate "C" check (asked_by like 'stf\_%'),
  reference text check (char_length(reference) between 1 and 80),
  answer text check (answer in ('credited', 'on_its_way', 'coming_back', 'recall_refused', 'our_fault')),
  answered_by text collate "C" check (answered_by like 'stf\_%'),
  answered_at timestamptz,
  opened_at timestamptz not null,
  check ((state = 'answered') = (answer is not null) and (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)),
  check (state <> 'asked' or asked_at is not null),
  check (state <> 'recalling' or recalled_at is not null),
  check ((reference is null) = (coalesce(asked_at, recalled_at) is null) and (reference is null) = (asked_by is null)),
  -- Nobody refuses to give back what nobody asked back.
  check (answer is distinct from 'recall_refused' or recalled_at is not null)
);
-- One at a time.
create unique index trace_open on wallet.trace (customer_id, operation_id) where state <> 'answered';
create index trace_of_operation on wallet.trace (operation_id);

create function wallet.check_trace() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.trace_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'trace % cannot go from % to %', new.case_id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger trace_opened before insert on wallet.trace for each row execute function wallet.check_trace();
create trigger trace_moved before update of state on wallet.trace for each row
  when (old.state is distinct from new.state) execute function wallet.check_trace();
grant select, insert on wallet.trace to okpay_app;
grant update (state, asked_at, recalled_at, asked_by, reference, answer, answered_by, answered_at) on wallet.trace to okpay_app;

-- Whoever looks at a trace is on record like whoever looks at any other desk.
alter table risk.staff_look
  drop constraint staff_look_desk_check,
  add constraint staff_look_desk_check check (desk in ('restrictions', 'reviews', 'rules', 'screening', 'petitions', 'claims', 'traces', 'suspense'));
