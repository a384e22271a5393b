-- Identity: who tried to get in, and the way back in through a person.
-- Reason: a wrong password, a factor that was refused, a try during a pause are kept for their owner beside what succeeded, so that
-- somebody else at the door is seen; they say who was where, so they are forgotten after half a year. And whoever has lost what opens
-- the account gets it back only when two members of the staff agree.

create index security_event_tries on identity.security_event (customer_id, at)
  where kind in ('password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused');
create index security_event_sign_ins_by_age on identity.security_event (at)
  where kind in ('signed_in', 'signed_in_new_device', 'password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused');
grant delete on identity.security_event to okpay_app;

-- Whoever cannot get in asks a person, as a case that stands in the room of cases. What it is about is kept here.
create table identity.access_request (
  case_id text collate "C" primary key check (case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null references identity.customer,
  lost text not null check (lost in ('second_factor', 'phone', 'locked')),
  -- What answered: the address itself is in the profile, or among those that were given up.
  proven_by text not null check (proven_by in ('email', 'phone')),
  -- It was proven by an address that was given up a short while ago: whoever changed it may not have been the owner.
  by_former boolean not null,
  -- Counters of wrong tries that keep this person out from where it was asked.
  pause_keys bytea[] not null,
  opened_at timestamptz not null
);
create index access_request_of_customer on identity.access_request (customer_id, opened_at desc);
grant select, insert on identity.access_request to okpay_app;

-- By each of these links the request can be followed. They tell how it stands and nothing of the account.
create table identity.access_follow (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  case_id text collate "C" not null references identity.access_request,
  expires_at timestamptz not null
);
create index access_follow_by_age on identity.access_follow (expires_at);
grant select, insert, delete on identity.access_follow to okpay_app;

-- Who looked whether it is the owner, how, and what came of it. Added to, never changed.
create table identity.access_check (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references identity.access_request,
  staff_id text collate "C" not null references identity.staff,
  method text not null check (method in ('document_by_video', 'document_in_person', 'call_back')),
  passed boolean not null,
  note text not null check (char_length(note) between 1 and 1000),
  checked_at timestamptz not null
);
create index access_check_of_case on identity.access_check (case_id, id);
grant select, insert on identity.access_check to okpay_app;

-- What is to be done, proposed by one member of the staff and decided by another. The columns that say what is to be done cannot be
-- changed: what was approved is what was proposed and what is done.
create table identity.access_proposal (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references identity.access_request,
  check_id bigint not null references identity.access_check,
  resets_second_factors boolean not null,
  lifts_pauses boolean not null,
  restores_addresses boolean not null,
  proposed_by text collate "C" not null references identity.staff,
  proposed_at timestamptz not null,
  decision text check (decision in ('approved', 'refused', 'lapsed')),
  decided_by text collate "C" references identity.staff,
  decided_at timestamptz,
  decision_note text check (char_length(decision_note) <= 1000),
  check (resets_second_factors or lifts_pauses or restores_addresses),
  check ((decision is null) = (decided_at is null)),
  -- Nobody decides alone; what lapsed was decided by nobody.
  constraint access_proposal_four_eyes check (decided_by <> proposed_by),
  check ((decided_by is null) = (decision is null or decision = 'lapsed'))
);
create unique index access_proposal_open on identity.access_proposal (case_id) where decision is null;
create unique index access_proposal_approved on identity.access_proposal (case_id) where decision = 'approved';
grant select, insert on identity.access_proposal to okpay_app;
grant update (decision, decided_by, decided_at, decision_note) on identity.access_proposal to okpay_app;

create function identity.refuse_second_decision() returns trigger language plpgsql as $$
begin
  if old.decision is not null then
    raise exception 'proposal % was decided before', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger access_proposal_once before update on identity.access_proposal for each row execute function identity.refuse_second_decision();
