-- Risk: what is decided about a customer by two people: lifting a restriction, a payment that its payer has not made, and appeals.
-- Reason: whoever is restricted is asked for what is needed, item by item, is answered by a clock, gets a decision with its reason, and
-- can contest it before people who had no part in it. The database holds the two people, the other people, and the once.

create table risk.petition_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
create index petition_transition_by_states on risk.petition_transition (from_state, to_state);
grant select on risk.petition_transition to okpay_app;
insert into risk.petition_transition (from_state, event, to_state) values
  ('start', 'ask', 'asking'),
  ('start', 'look', 'reviewing'),
  ('asking', 'give', 'reviewing'),
  ('asking', 'end', 'ended'),
  ('reviewing', 'ask', 'asking'),
  ('reviewing', 'decide', 'decided'),
  ('reviewing', 'end', 'ended');

create table risk.petition (
  case_id text collate "C" primary key check (case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  kind text not null check (kind in ('lift_request', 'payment_claim', 'appeal')),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  -- The restriction or the payment; of an appeal that of the decision it contests.
  subject_id text collate "C" not null check (length(subject_id) between 1 and 60),
  -- What must not be told is decided by staff for risk, and told by no ground.
  disclosure text not null check (disclosure in ('full', 'category', 'none')),
  contests_case_id text collate "C" unique references risk.petition,
  state text not null,
  -- How often more was asked for.
  round integer not null default 0 check (round between 0 and 9),
  outcome text check (outcome in ('granted', 'partly', 'refused')),
  ground text check (ground ~ '^[a-z_]{1,60}$'),
  -- Null where a rule decided, which can only grant.
  proposal_id text collate "C" unique references risk.proposal,
  proposed_by text collate "C",
  decided_by text collate "C",
  decided_at timestamptz,
  appeal_until timestamptz,
  opened_at timestamptz not null,
  check ((kind = 'appeal') = (contests_case_id is not null)),
  check ((state = 'decided') = (outcome is not null)),
  check ((outcome is null) = (ground is null) and (outcome is null) = (decided_at is null)),
  check ((proposal_id is null) = (proposed_by is null) and (proposal_id is null) = (decided_by is null)),
  constraint petition_four_eyes check (decided_by <> proposed_by),
  constraint a_rule_only_grants check (outcome is null or proposal_id is not null or (outcome = 'granted' and kind = 'lift_request')),
  constraint an_appeal_is_final check (kind <> 'appeal' or appeal_until is null)
);
create unique index petition_once on risk.petition (subject_id) where state in ('asking', 'reviewing');
create index petition_of_subject on risk.petition (subject_id, opened_at);
create index petition_of_customer on risk.petition (customer_id, opened_at);

create function risk.check_petition() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from risk.petition_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'petition % cannot go from % to %', new.case_id, came_from, new.state using errcode = 'check_violation';
  end if;
  if new.proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_petition' and p.subject = new.case_id and p.decision = 'approved'
      and p.proposed_by = new.proposed_by and p.decided_by = new.decided_by
      and p.parameters ->> 'outcome' = new.outcome and p.parameters ->> 'ground' = new.ground
  ) then
    raise exception 'nobody approved to decide %', new.case_id using errcode = 'restrict_violation';
  end if;
  -- Other people than those whose decision it contests.
  if new.decided_by is not null and new.contests_case_id is not null and exists (
    select from risk.petition r
    where r.case_id = new.contests_case_id
      and (r.proposed_by in (new.proposed_by, new.decided_by) or r.decided_by in (new.proposed_by, new.decided_by))
  ) then
    raise exception 'petition % is decided by whom it contests', new.case_id using errcode = 'restrict_violation';
  end if;
  -- What is contested was decided, against the customer, and is no appeal itself.
  if tg_op = 'INSERT' and new.contests_case_id is not null and not exists (
    select from risk.petition r
    where r.case_id = new.contests_case_id and r.state = 'decided' and r.outcome <> 'granted' and r.kind <> 'appeal'
      and r.customer_id = new.customer_id and r.subject_id = new.subject_id
  ) then
    raise exception 'there is nothing that % could contest', new.case_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger petition_opened before insert on risk.petition for each row execute function risk.check_petition();
create trigger petition_moved before update of state on risk.petition for each row
  when (old.state is distinct from new.state) execute function risk.check_petition();
grant select, insert on risk.petition to okpay_app;
grant update (state, round, outcome, ground, proposal_id, proposed_by, decided_by, decided_at, appeal_until) on risk.petition to okpay_app;

-- What was asked for.
create table risk.petition_item (
  case_id text collate "C" not null references risk.petition,
  item text not null check (item ~ '^[a-z_]{1,60}$'),
  position integer not null check (position > 0),
  asked_at timestamptz not null,
  primary key (case_id, item)
);
grant select, insert on risk.petition_item to okpay_app;

-- What was given for it, try by try, and what staff said to it. An answer is not changed; a verdict is given once.
create table risk.petition_answer (
  case_id text collate "C" not null,
  item text not null,
  attempt integer not null check (attempt between 1 and 9),
  -- Null where the system saw it for itself.
  answer text check (char_length(answer) between 1 and 4000),
  given_at timestamptz not null,
  verdict text check (verdict in ('accepted', 'refused')),
  fault text check (fault ~ '^[a-z_]{1,60}$'),
  judged_by text collate "C" check (judged_by like 'stf\_%' or judged_by like 'rule:%'),
  judged_at timestamptz,
  primary key (case_id, item, attempt),
  foreign key (case_id, item) references risk.petition_item,
  check ((verdict is null) = (judged_by is null) and (verdict is null) = (judged_at is null)),
  check ((verdict is not distinct from 'refused') = (fault is not null))
);
grant select, insert on risk.petition_answer to okpay_app;
grant update (verdict, fault, judged_by, judged_at) on risk.petition_answer to okpay_app;

-- A rule may undo what a rule imposed, and staff may lift by deciding a request about it.
alter table risk.account_restriction
  drop constraint account_restriction_lifted_by_check,
  add constraint account_restriction_lifted_by_check
    check (lifted_by like 'cus\_%' or lifted_by like 'stf\_%' or lifted_by like 'rule:%'),
  add constraint rules_undo_what_rules_imposed check (lifted_by is null or lifted_by not like 'rule:%' or imposed_by like 'rule:%');

create or replace function risk.check_lifting() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.lifted_at is not null then
    raise exception 'restriction % was lifted already', old.id using errcode = 'restrict_violation';
  end if;
  if new.lift_proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.lift_proposal_id and p.decision = 'approved' and p.decided_by = new.lifted_by
      and ((p.action = 'lift_restriction' and p.subject = new.id)
        or (p.action = 'decide_petition' and p.parameters ->> 'outcome' in ('granted', 'partly')
            and exists (select from risk.petition r where r.case_id = p.subject and r.subject_id = new.id)))
  ) then
    raise exception 'nobody approved to lift %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
