-- Identity: security questions, where the operator asks them, and how they were answered by who asks for the way back in.
-- Reason: help articles ask for them and current standards forbid them as a proof of their own, so the operator chooses; they are one
-- sign more beside the proofs that are asked for anyway, which only those who decide see.

-- Answers as passwords are kept: hashed with a salt each, sealed with a key that lies outside of the database.
create table identity.security_answer (
  customer_id text collate "C" not null references identity.customer,
  question text not null check (question ~ '^[a-z_]{3,40}$'),
  box text not null check (box like 'v1.%'),
  parameters text not null,
  set_at timestamptz not null,
  primary key (customer_id, question)
);
grant select, insert, update, delete on identity.security_answer to okpay_app;

-- How often they were answered for a request, and how many were right. Added to, never changed.
create table identity.access_answer (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references identity.access_request,
  -- Questions that the account had; none where it had none, and nobody outside is told which.
  held_count smallint not null check (held_count between 0 and 3),
  right_count smallint not null check (right_count between 0 and held_count),
  answered_at timestamptz not null
);
create index access_answer_of_case on identity.access_answer (case_id, id);
grant select, insert on identity.access_answer to okpay_app;

-- Answers are taken by the link of the page on which the request was opened: every address of the account has another link, and its owner
-- must not be led to answer for a stranger who asked.
alter table identity.access_follow add column from_page boolean not null default false;
