-- Risk: what one member of staff proposes and another one approves.
-- Reason: whoever can undo a freeze or open an account alone can be deceived, bribed or threatened alone. The database holds that two
-- people had a hand in it, that each proposal is decided once, and that what was approved is what was proposed.

create table risk.proposal (
  id text collate "C" primary key check (id ~ '^prop_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  -- What is to be done, by whichever room does it: 'lift_restriction'.
  action text collate "C" not null check (action ~ '^[a-z_]{1,60}$'),
  -- What it is to be done to, by its id.
  subject text collate "C" not null check (length(subject) between 1 and 60),
  parameters jsonb not null,
  reason text not null check (char_length(reason) between 1 and 500),
  proposed_by text collate "C" not null check (proposed_by like 'stf\_%'),
  proposed_at timestamptz not null,
  -- Facts grow old: what nobody approved by then has to be looked at anew.
  expires_at timestamptz not null check (expires_at > proposed_at),
  decision text check (decision in ('approved', 'rejected', 'withdrawn', 'expired')),
  decided_by text collate "C" check (decided_by like 'stf\_%'),
  decision_reason text check (char_length(decision_reason) between 1 and 500),
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null)),
  check ((decided_by is null) = (decision is null or decision = 'expired')),
  -- Four eyes. Who proposed it may take it back, nothing else.
  check (decided_by is null or (decided_by = proposed_by) = (decision = 'withdrawn')),
  check (decision is distinct from 'approved' or decided_at < expires_at)
);
create unique index proposal_open on risk.proposal (action, subject) where decision is null;
create index proposal_waiting on risk.proposal (proposed_at) where decision is null;
create index proposal_of_subject on risk.proposal (subject, proposed_at);

create function risk.refuse_second_decision() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'proposal % was decided already', old.id using errcode = 'restrict_violation';
end $$;
create trigger decided_once before update on risk.proposal for each row when (old.decision is not null)
  execute function risk.refuse_second_decision();

grant select, insert on risk.proposal to okpay_app;
grant update (decision, decided_by, decision_reason, decided_at) on risk.proposal to okpay_app;
