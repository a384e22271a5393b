-- Identity: what proves who a customer is, who looked at it, what was decided, and until when it holds.
-- Reason: docs/decisions/0018-identity-proof.md. Answers and files are sealed: these tables and a copy of the folder tell nothing without
-- the installation's keys.

-- What a tier needs. The lowest two are reached by registering and by proving mail and phone.
create table identity.tier_rule (
  tier text primary key check (tier in ('T2', 'T3')),
  -- Months after which it is proven anew, also where the document is valid longer.
  valid_months integer not null check (valid_months between 1 and 240),
  -- Days before the end at which the customer is told.
  notice_days integer not null check (notice_days between 1 and 365),
  -- Two reviewers, not one.
  is_four_eyes boolean not null
);
grant select on identity.tier_rule to okpay_app;
insert into identity.tier_rule (tier, valid_months, notice_days, is_four_eyes) values ('T2', 60, 60, false), ('T3', 24, 60, true);

create table identity.tier_requirement (
  tier text not null references identity.tier_rule,
  item text not null check (item ~ '^[a-z_]{1,40}$'),
  position integer not null,
  primary key (tier, item)
);
grant select on identity.tier_requirement to okpay_app;
insert into identity.tier_requirement (tier, item, position) values
  ('T2', 'full_name', 1), ('T2', 'birth_date', 2), ('T2', 'document_type', 3), ('T2', 'document_number', 4), ('T2', 'document_expiry', 5),
  ('T2', 'document_front', 6), ('T2', 'document_back', 7), ('T2', 'selfie', 8),
  ('T3', 'address', 1), ('T3', 'address_proof', 2);

-- How long what was sent is kept. Source of the five years: FATF R.11, AMLD art. 40.
create table identity.proof_retention (
  what text primary key check (what in ('idle_proof_days', 'ended_proof_days', 'past_proof_months')),
  span integer not null check (span > 0)
);
grant select on identity.proof_retention to okpay_app;
insert into identity.proof_retention (what, span) values ('idle_proof_days', 90), ('ended_proof_days', 30), ('past_proof_months', 60);

create table identity.proof (
  id text collate "C" primary key check (id ~ '^kyc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  tier text not null references identity.tier_rule,
  state text not null check (state in ('collecting', 'in_review', 'second_review', 'needs_input', 'approved', 'ended')),
  round integer not null default 1 check (round > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  submitted_at timestamptz,
  -- By when a decision is owed.
  due_at timestamptz,
  -- The promise was missed.
  escalated_at timestamptz,
  first_by text collate "C" check (first_by like 'stf\_%'),
  approved_by text collate "C" check (approved_by like 'stf\_%'),
  approved_at timestamptz,
  -- Until when it holds, and since when it does not any more: expired, or renewed by another.
  valid_until timestamptz,
  noticed_at timestamptz,
  past_at timestamptz,
  -- What was sent is deleted.
  forgotten_at timestamptz,
  check ((state in ('in_review', 'second_review')) <= (submitted_at is not null and due_at is not null)),
  check ((state = 'approved') = (approved_by is not null and approved_at is not null and valid_until is not null)),
  check ((state = 'second_review') <= (first_by is not null)),
  constraint two_people_approve check (first_by is null or approved_by is null or first_by <> approved_by)
);
create unique index proof_open on identity.proof (customer_id) where state in ('collecting', 'in_review', 'second_review', 'needs_input');
create index proof_of_customer on identity.proof (customer_id, created_at);
create index proof_queue on identity.proof (submitted_at) where state in ('in_review', 'second_review');
grant select, insert on identity.proof to okpay_app;
grant update (state, round, changed_at, submitted_at, due_at, escalated_at, first_by, approved_by, approved_at, valid_until, noticed_at, past_at, forgotten_at)
  on identity.proof to okpay_app;

-- The highest tier is not approved by one person, whatever the application says.
create function identity.check_approval() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.state = 'approved' and old.state <> 'approved' and new.first_by is null
     and (select r.is_four_eyes from identity.tier_rule r where r.tier = new.tier) then
    raise exception 'proof % needs two people', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger approval before update of state on identity.proof for each row execute function identity.check_approval();

create table identity.proof_file (
  id text collate "C" primary key check (id ~ '^doc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  proof_id text collate "C" not null references identity.proof,
  item text not null check (item ~ '^[a-z_]{1,40}$'),
  pages integer not null check (pages between 1 and 9),
  -- The file's own key, wrapped by the installation's; null when the file is deleted: then nobody opens a copy either.
  wrapped_key text,
  created_at timestamptz not null,
  deleted_at timestamptz,
  check ((wrapped_key is null) = (deleted_at is not null))
);
create index proof_file_of_proof on identity.proof_file (proof_id);
grant select, insert on identity.proof_file to okpay_app;
grant update (wrapped_key, deleted_at) on identity.proof_file to okpay_app;

create table identity.proof_answer (
  proof_id text collate "C" not null references identity.proof,
  item text not null check (item ~ '^[a-z_]{1,40}$'),
  sealed text,
  file_id text collate "C" references identity.proof_file,
  state text not null check (state in ('given', 'refused', 'accepted')),
  primary key (proof_id, item),
  check ((sealed is null) <> (file_id is null))
);
grant select, insert, update, delete on identity.proof_answer to okpay_app;

create table identity.proof_decision (
  id bigint generated always as identity primary key,
  proof_id text collate "C" not null references identity.proof,
  round integer not null,
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  decision text not null check (decision in ('approve', 'refuse')),
  at timestamptz not null
);
create index proof_decision_of_proof on identity.proof_decision (proof_id, id);
grant select, insert on identity.proof_decision to okpay_app;

create table identity.proof_refusal (
  decision_id bigint not null references identity.proof_decision,
  item text not null check (item ~ '^[a-z_]{1,40}$'),
  reason text not null check (reason ~ '^[a-z_]{1,40}$'),
  -- For the customer, in the reviewer's words; sealed, since it speaks of what was sent.
  sealed_note text,
  primary key (decision_id, item)
);
grant select, insert on identity.proof_refusal to okpay_app;
grant update (sealed_note) on identity.proof_refusal to okpay_app;

-- Every look of staff at what was sent. The customer reads it.
create table identity.proof_look (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  proof_id text collate "C" not null references identity.proof,
  -- Null for the look at the written answers.
  file_id text collate "C" references identity.proof_file,
  at timestamptz not null
);
create index proof_look_of_customer on identity.proof_look (customer_id, at);
grant select, insert on identity.proof_look to okpay_app;
