-- Risk: sanctions lists, who looks like somebody on them, and what staff decided about it.
-- Reason: whoever is listed must not be paid, and whoever only bears the name must be free again soon and stay free. So each version of
-- a list is kept on record with its hash, each likeness with what was compared, and each decision with the two who made it.

create table risk.screening_list (
  id bigint generated always as identity primary key,
  source text not null check (source in ('ofac_sdn', 'un_consolidated')),
  -- SHA-256 over the files, in the order of their names.
  hash bytea not null check (octet_length(hash) = 32),
  files text[] not null check (cardinality(files) > 0),
  state text not null check (state in ('current', 'superseded', 'refused')),
  entries integer not null check (entries >= 0),
  names integer not null check (names >= 0),
  -- Why it was refused, and where.
  refused_reason text check (refused_reason ~ '^[a-z_]{1,40}$'),
  refused_file text,
  refused_line integer,
  loaded_at timestamptz not null,
  -- A member of staff who asked for it, or the clock.
  loaded_by text collate "C" not null check (loaded_by like 'stf\_%' or loaded_by = 'rule:schedule'),
  check ((state = 'refused') = (refused_reason is not null))
);
create unique index screening_list_current on risk.screening_list (source) where state = 'current';
create index screening_list_by_hash on risk.screening_list (source, hash);
grant select, insert on risk.screening_list to okpay_app;
grant update (state, entries, names) on risk.screening_list to okpay_app;

-- Whom the current versions name. What a match was about is kept with the match, so older versions leave no rows behind.
create table risk.screening_entry (
  list_id bigint not null references risk.screening_list,
  ref text collate "C" not null check (length(ref) between 1 and 60),
  kind text not null check (kind in ('person', 'organisation', 'other')),
  program text not null,
  names text[] not null check (cardinality(names) > 0),
  -- ISO 8601, as far as they are known.
  births text[] not null,
  -- ISO 3166-1 alpha-2.
  countries text[] not null,
  remarks text not null,
  primary key (list_id, ref)
);
grant select, insert, update, delete on risk.screening_entry to okpay_app;

-- From which score somebody looks. Data, with the time from which it holds; the newest counts.
create table risk.screening_threshold (
  version integer primary key,
  score integer not null check (score between 50 and 100),
  valid_from timestamptz not null
);
grant select on risk.screening_threshold to okpay_app;
insert into risk.screening_threshold (version, score, valid_from) values (1, 85, '2026-01-01T00:00:00Z');

create table risk.screening_match (
  id text collate "C" primary key check (id ~ '^scr_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  source text not null,
  ref text collate "C" not null,
  -- The two sides as they were compared. A decision holds for exactly these.
  subject jsonb not null,
  entry jsonb not null,
  score integer not null check (score between 0 and 100),
  -- What was alike, for whoever decides.
  compared jsonb not null,
  -- `gone`: one side has changed, and another match has taken its place.
  state text not null check (state in ('open', 'cleared', 'confirmed', 'gone')),
  restriction_id text collate "C" references risk.account_restriction,
  opened_at timestamptz not null,
  decided_at timestamptz,
  proposal_id text collate "C" references risk.proposal,
  -- When it was found no more. People still decide.
  faded_at timestamptz,
  -- Cleared and confirmed by two people, never by one or by a machine.
  constraint decided_with_four_eyes check ((state in ('cleared', 'confirmed')) = (proposal_id is not null)),
  check ((state = 'open') = (decided_at is null))
);
create unique index screening_match_once on risk.screening_match (customer_id, source, ref) where state in ('open', 'confirmed');
create index screening_match_of_customer on risk.screening_match (customer_id);
create index screening_match_open on risk.screening_match (score desc, opened_at) where state = 'open';
create index screening_match_decided on risk.screening_match (decided_at desc) where state <> 'open';
create index screening_match_of_restriction on risk.screening_match (restriction_id);

-- What was decided is what two people approved: this match, by that proposal.
create function risk.check_screening_decision() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.state in ('cleared', 'confirmed') and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_screening' and p.subject = new.id and p.decision = 'approved'
      and (p.parameters ->> 'verdict' = 'not_same') = (new.state = 'cleared')
  ) then
    raise exception 'nobody approved to decide %', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger deciding before insert or update of state on risk.screening_match for each row
  execute function risk.check_screening_decision();
grant select, insert on risk.screening_match to okpay_app;
grant update (state, decided_at, proposal_id, faded_at) on risk.screening_match to okpay_app;

-- A walk over all customers, which goes on where it was when a process dies.
create table risk.screening_run (
  id bigint generated always as identity primary key,
  -- What it screens against; a run that another set has overtaken is not finished.
  lists bigint[] not null,
  threshold integer not null,
  -- The last customer that was screened.
  reached text collate "C" not null,
  screened integer not null check (screened >= 0),
  found integer not null check (found >= 0),
  started_at timestamptz not null,
  finished_at timestamptz
);
grant select, insert on risk.screening_run to okpay_app;
grant update (reached, screened, found, finished_at) on risk.screening_run to okpay_app;
