-- Cases: kinds that end with a decision, and promises in business hours.
-- Reason: who asks to lift a restriction, reports a payment or appeals is owed a decision, not an answer. What is said in such a case moves
-- nothing until it is made, so that no chat can stop the clock; and working days are promised where a person has to look.

alter table cases."case"
  drop constraint case_kind_check,
  add constraint case_kind_check check (kind in ('question', 'account_access', 'lift_request', 'payment_claim', 'appeal')),
  -- While it is true the room that decides moves the case, and nothing that is said does.
  add column awaits_decision boolean not null default false,
  add constraint closed_waits_for_no_decision check (not awaits_decision or state not in ('resolved', 'closed'));
grant update (awaits_decision) on cases."case" to okpay_app;

alter table cases.message
  drop constraint message_kind_check,
  add constraint message_kind_check check (kind in ('text', 'note', 'opened', 'explained', 'agent_joined', 'resolved', 'reopened', 'escalated',
                                                    'closed', 'asked', 'given'));

-- Beside the entry: what else was known, e.g. from which device a payment was made. Canonical JSON, byte for byte as it was signed.
alter table cases.evidence add column circumstances text;

-- When people work here, by the operator: hours of each day of the week (1 is Monday) in the zone, and days on which nobody does.
create table cases.business_hours (
  weekday smallint primary key check (weekday between 1 and 7),
  opens_minute smallint not null check (opens_minute between 0 and 1439),
  closes_minute smallint not null check (closes_minute between 1 and 1440),
  time_zone text not null check (length(time_zone) between 1 and 64),
  check (opens_minute < closes_minute)
);
insert into cases.business_hours (weekday, opens_minute, closes_minute, time_zone)
  select weekday, 9 * 60, 18 * 60, 'Asia/Shanghai' from generate_series(1, 5) weekday;
create table cases.holiday (
  day date primary key,
  name text not null check (length(name) between 1 and 80)
);
grant select on cases.business_hours, cases.holiday to okpay_app;
