-- Support: who among staff looked at what of a customer.
-- Reason: personal data is looked at for a case, by name and on record.

create schema support;
grant usage on schema support to okpay_app;

create table support.access_log (
  id bigint generated always as identity primary key,
  staff_id text not null check (staff_id like 'stf\_%'),
  -- Display name at the time: a log tells for ever who it was.
  staff_name text not null,
  customer_id text not null check (customer_id like 'cus\_%'),
  case_id text not null check (case_id like 'case\_%'),
  -- What was shown: the whole screen of a case, or its conversation.
  what text not null check (what in ('case', 'conversation')),
  at timestamptz not null
);
create index access_log_of_customer on support.access_log (customer_id, at desc);
create index access_log_of_staff on support.access_log (staff_id, at desc);
-- Append only.
grant select, insert on support.access_log to okpay_app;
