-- Wallet: what banks said of a payout or a transfer abroad is kept word by word, and a conflict about it is ended by two members of staff.
-- Reason: docs/decisions/0047-conflicts-ended-by-people.md. Who ends a conflict has to see both words; who reads it later has to see who ended it.

create table wallet.bank_word (
  id bigint generated always as identity primary key,
  operation_id text collate "C" not null check (operation_id ~ '^(wd|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  kind text not null check (kind in ('accepted', 'pending', 'rejected', 'booked', 'credited', 'returned', 'recall_accepted', 'recall_refused')),
  bank_code text check (length(bank_code) <= 60),
  -- The bank's own reference of a booking.
  reference text check (length(reference) between 1 and 200),
  amount_minor bigint check (amount_minor > 0),
  currency char(3),
  -- The bank's report, or the correspondent's message, and the line of it where one is known.
  file_number bigint not null check (file_number > 0),
  line integer check (line >= 0),
  taken_at timestamptz not null,
  check ((amount_minor is null) = (currency is null))
);
create index bank_word_of_operation on wallet.bank_word (operation_id, id);
grant select, insert on wallet.bank_word to okpay_app;
-- What was kept before. Bookings and returns alone: what a status said was kept in the story only.
insert into wallet.bank_word (operation_id, kind, reference, amount_minor, currency, file_number, taken_at)
select withdrawal_id, case direction when 'out' then 'booked' else 'returned' end, reference, amount_minor, currency, report_number, taken_at
  from wallet.bank_entry order by taken_at, reference;
insert into wallet.bank_word (operation_id, kind, bank_code, reference, amount_minor, currency, file_number, taken_at)
select cross_border_id, 'returned', left(code, 60), reference, amount_minor, currency, message_number, taken_at
  from wallet.correspondent_return order by taken_at, reference;

-- One row for each conflict that people ended: what they found, on which proposal, and what it did to the money.
create table wallet.conflict_end (
  proposal_id text collate "C" primary key check (proposal_id like 'prop\_%'),
  operation_id text collate "C" not null check (operation_id ~ '^(wd|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  outcome text not null check (outcome in ('paid', 'not_paid', 'came_back', 'stays_back')),
  money_before text not null check (money_before in ('held', 'paid', 'out', 'back')),
  money_after text not null check (money_after in ('paid', 'out', 'back')),
  ended_at timestamptz not null
);
create index conflict_end_of_operation on wallet.conflict_end (operation_id, ended_at);
grant select, insert on wallet.conflict_end to okpay_app;

create function wallet.check_conflict_end() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select from risk.proposal p
     where p.id = new.proposal_id and p.action = 'end_conflict' and p.subject = new.operation_id and p.decision = 'approved'
       and p.parameters ->> 'outcome' = new.outcome) then
    raise exception 'the end of % is not what % approves', new.operation_id, new.proposal_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger conflict_end_approved before insert on wallet.conflict_end for each row execute function wallet.check_conflict_end();
