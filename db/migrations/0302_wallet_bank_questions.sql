-- Wallet: what a trace asks a bank, as a message of the machine, and what the bank says to it.
-- Reason: a question that people send by hand has no clock and no record of its own. Decision 0037.

create table wallet.bank_question_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
grant select on wallet.bank_question_transition to okpay_app;
insert into wallet.bank_question_transition (from_state, event, to_state) values
  ('start', 'make', 'made'),
  ('made', 'take', 'asked'),
  ('made', 'refuse', 'refused'),
  ('made', 'give_up', 'unanswered'),
  ('made', 'close', 'closed'),
  ('asked', 'look', 'pending'),
  ('asked', 'answer', 'answered'),
  ('asked', 'again', 'made'),
  ('asked', 'give_up', 'unanswered'),
  ('asked', 'close', 'closed'),
  ('pending', 'answer', 'answered'),
  ('pending', 'again', 'made'),
  ('pending', 'give_up', 'unanswered'),
  ('pending', 'close', 'closed'),
  ('unanswered', 'answer', 'answered'),
  ('unanswered', 'close', 'closed'),
  ('refused', 'close', 'closed');

create table wallet.bank_question (
  id text collate "C" primary key check (id ~ '^bq_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  case_id text collate "C" not null references wallet.trace,
  operation_id text collate "C" not null check (operation_id like 'wd\_%' or operation_id like 'xb\_%'),
  kind text not null check (kind in ('status', 'recall')),
  channel text not null check (channel in ('bank', 'correspondent')),
  state text not null,
  -- Which message of it the bank is to have: the first, or the one that asks again. Each has an id of its own, by which the bank knows it.
  round smallint not null check (round in (1, 2)),
  message_id text collate "C" not null check (char_length(message_id) between 1 and 35),
  made_at timestamptz not null,
  -- Of the message; null where the transfer abroad sends it itself, as its recall.
  digest bytea check (length(digest) = 32),
  tries integer not null default 0 check (tries >= 0),
  -- When the bank first had it, and when its silence has lasted too long.
  asked_at timestamptz,
  due_at timestamptz,
  again_at timestamptz,
  given_up_at timestamptz,
  -- The bank's code where it took nothing of it.
  refusal text check (char_length(refusal) between 1 and 60),
  check ((channel = 'bank') = (operation_id like 'wd\_%')),
  check ((digest is null) = (channel = 'correspondent' and kind = 'recall' and round = 1)),
  check ((round = 2) = (again_at is not null)),
  check (state not in ('asked', 'pending', 'answered') or (asked_at is not null and due_at is not null)),
  check ((asked_at is null) = (due_at is null)),
  check ((state = 'refused') <= (refusal is not null)),
  check ((state = 'unanswered') <= (given_up_at is not null))
);
create unique index bank_question_once on wallet.bank_question (case_id, kind);
create index bank_question_of_operation on wallet.bank_question (operation_id, kind, made_at desc);

create function wallet.check_bank_question() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.bank_question_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'question % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger bank_question_made before insert on wallet.bank_question for each row execute function wallet.check_bank_question();
create trigger bank_question_moved before update of state on wallet.bank_question for each row
  when (old.state is distinct from new.state) execute function wallet.check_bank_question();
grant select, insert on wallet.bank_question to okpay_app;
grant update (state, round, message_id, made_at, digest, tries, asked_at, due_at, again_at, given_up_at, refusal) on wallet.bank_question to okpay_app;

-- What the bank said, each thing once however often it says it. It moves no money.
create table wallet.bank_answer (
  question_id text collate "C" not null references wallet.bank_question,
  said text not null check (said in ('credited', 'passed_on', 'on_its_way', 'pending', 'rejected', 'never_seen',
                                     'recall_granted', 'recall_refused', 'recall_pending', 'returned_before')),
  -- The bank's code; empty where it gave none.
  code text collate "C" not null check (char_length(code) <= 35),
  place integer not null check (place between 1 and 20),
  -- Number of the report or message in which it stood; null of what we had heard before we asked.
  report_number bigint check (report_number > 0),
  heard_at timestamptz not null,
  primary key (question_id, said, code),
  unique (question_id, place)
);
grant select, insert on wallet.bank_answer to okpay_app;
