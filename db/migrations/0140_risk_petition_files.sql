-- Risk: answers to what a decision needs may be files, words are sealed, and staff decide about what they have opened.
-- Reason: docs/decisions/0026-answers-as-files.md. Papers about money and home lay in the clear in a table; now these tables and a copy of
-- the folder tell nothing without the installation's keys, and each answer has an end.

-- What was written, sealed to its place. `answer` holds what a version before this one wrote, until a job has sealed it:
-- at the start of a server, and daily, since such a version may still run beside it.
alter table risk.petition_answer
  add column sealed text check (sealed like 'v1.%'),
  add constraint written_once check (answer is null or sealed is null);

-- An answer is not changed by anybody. Sealing it, or sealing it by a newer key, leaves what it says.
create function risk.seal_petition_answer(of_case text, of_item text, try integer, clear text, box text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update risk.petition_answer set answer = null, sealed = box
   where case_id = of_case and item = of_item and attempt = try and answer = clear
$$;
create function risk.reseal_petition_answer(of_case text, of_item text, try integer, box text, newer text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update risk.petition_answer set sealed = newer
   where case_id = of_case and item = of_item and attempt = try and sealed = box
$$;
-- What was written for one decision goes when its time is over; what was judged stays.
create function risk.erase_answers_of(of_case text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update risk.petition_answer set answer = null, sealed = null
   where case_id = of_case and (answer is not null or sealed is not null)
$$;
create or replace function risk.erase_petition_answers(customer text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update risk.petition_answer a set answer = null, sealed = null
    from risk.petition p where p.case_id = a.case_id and p.customer_id = customer
$$;
revoke execute on function risk.seal_petition_answer(text, text, integer, text, text), risk.erase_answers_of(text),
  risk.reseal_petition_answer(text, text, integer, text, text) from public;
grant execute on function risk.seal_petition_answer(text, text, integer, text, text), risk.erase_answers_of(text),
  risk.reseal_petition_answer(text, text, integer, text, text) to okpay_app;

-- What was sent for one try at an item. Before that try is given its owner may take it away.
create table risk.petition_file (
  id text collate "C" primary key check (id ~ '^att_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  case_id text collate "C" not null,
  item text not null,
  attempt integer not null check (attempt between 1 and 9),
  pages integer not null check (pages between 1 and 9),
  -- The file's own key, wrapped by the installation's; null when the file is deleted: then nobody opens a copy either.
  wrapped_key text,
  created_at timestamptz not null,
  deleted_at timestamptz,
  foreign key (case_id, item) references risk.petition_item,
  check ((wrapped_key is null) = (deleted_at is not null))
);
create index petition_file_of_case on risk.petition_file (case_id, item, attempt);
create index petition_file_kept on risk.petition_file (id) where wrapped_key is not null;
grant select, insert on risk.petition_file to okpay_app;
grant update (wrapped_key, deleted_at) on risk.petition_file to okpay_app;

-- Who of the staff opened what was given, and when: whoever decides has. Not everything in it is told: that staff for risk looks can be
-- what must not be told. What may be told stands in support.access_log as well.
create table risk.petition_look (
  id bigint generated always as identity primary key,
  case_id text collate "C" not null references risk.petition,
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  -- Null for the look at what was written.
  file_id text collate "C" references risk.petition_file,
  at timestamptz not null
);
create index petition_look_of_case on risk.petition_look (case_id, staff_id);
grant select, insert on risk.petition_look to okpay_app;

-- How long answers are kept. Never handed in or never decided: so many days after the last of it came. Decided: months after the decision,
-- the usual limitation of three years. A closed account's go earlier, with its conversations.
create table risk.petition_retention (
  what text primary key check (what in ('undecided_days', 'decided_months')),
  span integer not null check (span > 0)
);
grant select on risk.petition_retention to okpay_app;
insert into risk.petition_retention (what, span) values ('undecided_days', 90), ('decided_months', 36);

alter table support.access_log
  drop constraint access_log_what_check,
  add constraint access_log_what_check check (what in ('case', 'conversation', 'document'));
