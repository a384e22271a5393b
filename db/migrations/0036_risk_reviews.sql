-- Risk: payments that are held until a person has looked at them.
-- Reason: docs/decisions/0019-risk-rules.md. Between yes and no there is "somebody looks": the money is held, the payer sees until when, and
-- whoever does nothing gives it back.

insert into operations.transition (kind, from_state, event, to_state) values
  ('transfer', 'start', 'hold', 'in_review'),
  ('transfer', 'in_review', 'release', 'completed'),
  ('transfer', 'in_review', 'refuse', 'failed'),
  ('transfer', 'in_review', 'expire', 'expired'),
  ('transfer', 'in_review', 'cancel', 'cancelled');
alter table operations.operation drop constraint waiting_has_an_actor;
alter table operations.operation add constraint waiting_has_an_actor check (
  state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review')
  or (due_at is not null and next_actor is not null and reason_code is not null));
alter table operations.operation drop constraint failed_has_a_reason;
alter table operations.operation add constraint failed_has_a_reason check (
  state not in ('failed', 'expired', 'charged_back', 'cancelled') or reason_code is not null);

-- How long a review may take, and above which sum two people decide one. Other currencies are converted, rounded up.
create table risk.review_rule (
  version integer primary key check (version > 0),
  due_hours integer not null check (due_hours between 1 and 168),
  two_above_minor bigint not null check (two_above_minor >= 0),
  currency char(3) not null,
  valid_from timestamptz not null
);
grant select on risk.review_rule to okpay_app;
insert into risk.review_rule (version, due_hours, two_above_minor, currency, valid_from) values (1, 24, 500000, 'CNY', '2026-01-01T00:00:00Z');

create table risk.review (
  operation_id text collate "C" primary key check (operation_id like 'tr\_%'),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  payee_id text collate "C" not null check (payee_id like 'cus\_%'),
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  -- What it counts as towards the payer's limits, and of which day: what does not go through gives it back.
  counted_minor bigint not null check (counted_minor >= 0),
  counted_currency char(3) not null,
  counted_day date not null,
  needs_two boolean not null,
  since timestamptz not null,
  due_at timestamptz not null check (due_at > since),
  state text not null default 'waiting' check (state in ('waiting', 'released', 'refused', 'expired', 'cancelled')),
  decided_at timestamptz,
  -- Of released and refused: who, and why, by the list.
  decided_by text collate "C" check (decided_by like 'stf\_%'),
  ground text collate "C" check (ground ~ '^[a-z_]{1,60}$'),
  note text check (char_length(note) between 1 and 500),
  proposal_id text collate "C" unique references risk.proposal,
  check ((state = 'waiting') = (decided_at is null)),
  constraint staff_decides check ((state in ('released', 'refused')) = (decided_by is not null and ground is not null and note is not null)),
  constraint large_ones_take_two check (not needs_two or state not in ('released', 'refused') or proposal_id is not null)
);
create index review_waiting on risk.review (due_at) where state = 'waiting';
create index review_of_payer on risk.review (payer_id) where state = 'waiting';

-- Decided once; a proposal counts if a colleague approved it for this payment.
create function risk.check_review() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.state <> 'waiting' then
    raise exception 'the review of % is over', old.operation_id using errcode = 'restrict_violation';
  end if;
  if new.proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_review' and p.subject = new.operation_id
      and p.decision = 'approved' and p.decided_by = new.decided_by
      and p.parameters ->> 'decision' = case new.state when 'released' then 'release' else 'refuse' end
  ) then
    raise exception 'nobody approved this about %', old.operation_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger decided_once before update on risk.review for each row execute function risk.check_review();
grant select, insert on risk.review to okpay_app;
grant update (state, decided_at, decided_by, ground, note, proposal_id) on risk.review to okpay_app;

-- The one pattern that is held from the first day on: many people pay one, and most of it goes on within the hour. It belongs to the set
-- that the product comes with, which this version ships for the first time.
insert into risk.rule (id, version, name, outcome, reason, conditions, currency, written_by, written_at) values
  ('rul_0000000000000000000000000E', 1, 'In from many, out at once', 'hold', 'review',
   '[{"fact": "amount", "op": "at_least", "value": "100000"}, {"fact": "balance_share", "op": "at_least", "value": "80"}, {"fact": "received_hour", "op": "at_least", "value": "100000"}, {"fact": "payers_day", "op": "at_least", "value": "5"}]',
   'CNY', 'okpay', '2026-01-01T00:00:00Z');
insert into risk.rule_in_set (set_version, rule_id, rule_version) values (1, 'rul_0000000000000000000000000E', 1);
