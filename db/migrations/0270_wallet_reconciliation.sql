-- Wallet: each rail's account day by day, as its statements tell it beside our books.
-- Reason: docs/decisions/0038-reconciliation.md. What differs has a name, an age and somebody who acts; a day is closed when nothing of it is
-- unexplained, and what is closed stays as it is. The database has the last word on both.

insert into ledger.operation_kind values (12, 'bk');
insert into ledger.account_kind values
  ('rail_costs', 'debit', false, '^rail:[a-z][a-z0-9_]{0,30}$'),
  ('rail_interest', 'credit', false, '^rail:[a-z][a-z0-9_]{0,30}$');

-- One day of one rail in one currency, as the rail states it. A statement that is told again with other balances replaces it until the day is closed.
create table wallet.rail_statement (
  rail text not null check (rail in ('rail:bank', 'rail:card')),
  currency char(3) not null,
  day date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  report_number bigint references wallet.bank_report,
  taken_at timestamptz not null,
  primary key (rail, currency, day)
);
grant select, insert on wallet.rail_statement to okpay_app;
grant update (opening_minor, closing_minor, report_number, taken_at) on wallet.rail_statement to okpay_app;

-- Lines that belong together; their sums agree.
create table wallet.rail_match (
  id uuid primary key,
  rule text not null check (rule in ('reference', 'several', 'same_sum', 'opening', 'by_hand')),
  -- The proposal that two people had a hand in.
  proposal_id text collate "C" check (proposal_id like 'prop\_%'),
  made_at timestamptz not null,
  constraint match_by_hand_takes_two check ((rule = 'by_hand') = (proposal_id is not null))
);
grant select, insert on wallet.rail_match to okpay_app;

-- A line of either side: a booking that the rail states, or a posting of ours on the rail's account. Above zero: the account grew.
create table wallet.rail_item (
  id text collate "C" primary key check (id ~ '^ri_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  rail text not null check (rail in ('rail:bank', 'rail:card')),
  currency char(3) not null,
  side text not null check (side in ('theirs', 'ours')),
  -- By which the rail's line is known again (day, reference and sum of a bank's), or the id of the posting.
  key text collate "C" not null check (length(key) between 1 and 120),
  -- The day for which it counts: of the statement, or of the posting where the rail is; the first open one if that was closed before it came.
  day date not null,
  -- Of theirs: the day of the statement that tells it, and the bank's report that told it last.
  stated_on date check (stated_on <= day),
  report_number bigint references wallet.bank_report,
  amount_minor bigint not null check (amount_minor <> 0),
  -- By which the sides are brought together: ids that we gave, references that the rail gave.
  refs text[] not null,
  -- The rail's code for what it is, or the word of the movement.
  code text not null check (length(code) <= 60),
  is_reversal boolean not null default false,
  -- Of ours: the business operation, and the number of the line on its account.
  operation_id text collate "C" check (length(operation_id) <= 40),
  version bigint check (version >= 0),
  taken_at timestamptz not null,
  match_id uuid references wallet.rail_match,
  unique (rail, currency, side, key),
  check ((side = 'ours') = (version is not null)),
  check ((side = 'theirs') = (stated_on is not null))
);
create index rail_item_open on wallet.rail_item (rail, currency, day) where match_id is null;
create index rail_item_by_day on wallet.rail_item (rail, currency, day, side);
create index rail_item_of_match on wallet.rail_item (match_id) where match_id is not null;
create index rail_item_by_ref on wallet.rail_item using gin (refs);
create index rail_item_version on wallet.rail_item (rail, currency, version) where side = 'ours';
create index rail_item_stated on wallet.rail_item (rail, currency, stated_on) where side = 'theirs';
grant select, insert on wallet.rail_item to okpay_app;
grant update (match_id, report_number) on wallet.rail_item to okpay_app;

-- Why a line that has no other side may stand: two people have said so. It stays open, and grows older, until the other side comes.
create table wallet.rail_explanation (
  item_id text collate "C" primary key references wallet.rail_item,
  why text not null check (why in ('timing', 'rail_corrects', 'we_correct', 'in_dispute')),
  proposal_id text collate "C" not null check (proposal_id like 'prop\_%'),
  made_at timestamptz not null
);
grant select, insert on wallet.rail_explanation to okpay_app;

-- What the rail did by itself and we booked after it, into an account with a name.
create table wallet.rail_booking (
  id text collate "C" primary key check (id ~ '^bk_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  item_id text collate "C" not null unique references wallet.rail_item,
  account text not null check (account in ('costs', 'interest', 'suspense')),
  -- Null where a rule booked it.
  proposal_id text collate "C" check (proposal_id like 'prop\_%'),
  made_at timestamptz not null,
  constraint suspense_takes_two check (account <> 'suspense' or proposal_id is not null)
);
grant select, insert on wallet.rail_booking to okpay_app;

-- A day that somebody closed. Each holds on to the one before by its digest.
create table wallet.rail_day (
  rail text not null,
  currency char(3) not null,
  day date not null,
  theirs_opening_minor bigint not null,
  theirs_closing_minor bigint not null,
  ours_closing_minor bigint not null,
  -- Lines whose other side came on a later day, and lines that people explained: ours less theirs.
  timing_minor bigint not null,
  explained_minor bigint not null,
  theirs_items integer not null check (theirs_items >= 0),
  ours_items integer not null check (ours_items >= 0),
  closed_by text collate "C" not null check (closed_by like 'stf\_%'),
  closed_at timestamptz not null,
  previous_digest bytea check (length(previous_digest) = 32),
  digest bytea not null check (length(digest) = 32),
  primary key (rail, currency, day),
  foreign key (rail, currency, day) references wallet.rail_statement,
  constraint closed_without_difference check (ours_closing_minor - theirs_closing_minor = timing_minor + explained_minor)
);
grant select, insert on wallet.rail_day to okpay_app;

-- Whoever closes, copies or matches lines of one account does so alone.
create function wallet.last_closed(p_rail text, p_currency text) returns date language sql stable set search_path = pg_catalog, pg_temp as $$
  select max(day) from wallet.rail_day where rail = p_rail and currency = p_currency::char(3)
$$;

-- A closed day gets no further line, and its statement stays.
create function wallet.keep_closed_days() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.day <= wallet.last_closed(new.rail, new.currency) then
    raise exception '% of % in % is closed', new.day, new.rail, new.currency using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger item_of_an_open_day before insert on wallet.rail_item for each row execute function wallet.keep_closed_days();
create trigger statement_of_an_open_day before insert or update on wallet.rail_statement for each row execute function wallet.keep_closed_days();

-- What belongs together is never taken apart again, and agrees to the last minor unit.
create function wallet.match_agrees() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  found record;
begin
  if old.match_id is not null then
    raise exception 'line % has its other side', old.id using errcode = 'restrict_violation';
  end if;
  select count(*) as lines, count(distinct (rail, currency)) as accounts,
         sum(case side when 'ours' then amount_minor else -amount_minor end) as difference
    into found from wallet.rail_item where match_id = new.match_id;
  if found.lines < 2 or found.accounts <> 1 or found.difference <> 0 then
    raise exception 'the lines of match % differ by %', new.match_id, found.difference using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger match_agrees after update on wallet.rail_item deferrable initially deferred for each row
  when (new.match_id is distinct from old.match_id) execute function wallet.match_agrees();

-- Closed only with nothing unexplained up to its end, with balances that follow from the lines, and without an open day before it.
create function wallet.day_is_proven() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  before record;
  lines record;
begin
  if exists (select from wallet.rail_item i where i.rail = new.rail and i.currency = new.currency and i.day <= new.day and i.match_id is null
               and not exists (select from wallet.rail_explanation e where e.item_id = i.id)) then
    raise exception '% of % in % has an unexplained difference', new.day, new.rail, new.currency using errcode = 'check_violation';
  end if;
  if exists (select from wallet.rail_statement s where s.rail = new.rail and s.currency = new.currency and s.day < new.day
               and not exists (select from wallet.rail_day d where (d.rail, d.currency, d.day) = (s.rail, s.currency, s.day))) then
    raise exception 'a day before % of % in % is open', new.day, new.rail, new.currency using errcode = 'check_violation';
  end if;
  -- What is closed was proven so, and gets no line any more: only what came after it is added up.
  select coalesce(max(day), '-infinity') as day, coalesce((array_agg(theirs_closing_minor order by day desc))[1], 0) as theirs,
         coalesce((array_agg(ours_closing_minor order by day desc))[1], 0) as ours
    into before from wallet.rail_day where rail = new.rail and currency = new.currency;
  select before.theirs + coalesce(sum(amount_minor) filter (where side = 'theirs'), 0) as theirs,
         before.ours + coalesce(sum(amount_minor) filter (where side = 'ours'), 0) as ours
    into lines from wallet.rail_item where rail = new.rail and currency = new.currency and day > before.day and day <= new.day;
  if (lines.theirs, lines.ours) is distinct from (new.theirs_closing_minor::numeric, new.ours_closing_minor::numeric) then
    raise exception '% of % in %: the lines make % and %', new.day, new.rail, new.currency, lines.theirs, lines.ours using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger closed_when_proven before insert on wallet.rail_day for each row execute function wallet.day_is_proven();

create function wallet.closed_stays() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'what finance has decided stays as it is' using errcode = 'restrict_violation';
end $$;
create trigger closed_for_ever before update or delete on wallet.rail_day for each row execute function wallet.closed_stays();
create trigger explained_for_ever before update or delete on wallet.rail_explanation for each row execute function wallet.closed_stays();
