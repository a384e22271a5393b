-- Risk: why an account may not do something for now, who acts next, by when, and what lifts it.
-- Reason: a restriction without its reason, its next actor and its end is what people leave wallets for. `risk.restriction` stays what
-- payments ask, a row per capability; each row now has its cause, and the two are lifted together or not at all.

create table risk.account_restriction (
  id text collate "C" primary key check (id ~ '^rst_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  -- The status that it gives to the account; what each status blocks is the matrix in the code.
  kind text not null check (kind in ('self_frozen', 'limited', 'frozen', 'legal_hold', 'closing', 'closed')),
  -- One of a list; how much of it the customer may know goes with it.
  reason text not null check (reason ~ '^[a-z_]{1,60}$'),
  disclosure text not null check (disclosure in ('full', 'category', 'none')),
  -- For staff alone.
  note text not null check (char_length(note) <= 1000),
  -- The customer, a member of staff, or a rule.
  imposed_by text collate "C" not null check (imposed_by like 'cus\_%' or imposed_by like 'stf\_%' or imposed_by like 'rule:%'),
  -- SHA-256 of the link by which the owner froze it: a link is good once.
  link_hash bytea unique check (octet_length(link_hash) = 32),
  since timestamptz not null,
  -- By when we owe a decision; null where the owner decides.
  due_at timestamptz,
  -- The promise was missed.
  escalated_at timestamptz,
  lifted_at timestamptz,
  lifted_by text collate "C" check (lifted_by like 'cus\_%' or lifted_by like 'stf\_%'),
  lift_proposal_id text collate "C" references risk.proposal,
  check ((lifted_at is null) = (lifted_by is null)),
  -- What the law forbids to tell is told to nobody.
  constraint legal_hold_is_not_told check (kind <> 'legal_hold' or disclosure = 'none'),
  constraint owners_freeze_themselves check ((kind = 'self_frozen') = (imposed_by like 'cus\_%')),
  constraint owners_undo_their_own check (lifted_by is null or lifted_by not like 'cus\_%' or (kind = 'self_frozen' and lifted_by = customer_id)),
  constraint staff_lifts_with_four_eyes check ((lifted_by is not null and lifted_by like 'stf\_%') = (lift_proposal_id is not null))
);
create index account_restriction_in_force on risk.account_restriction (customer_id) where lifted_at is null;
create index account_restriction_due on risk.account_restriction (due_at) where lifted_at is null;
create index account_restriction_of_customer on risk.account_restriction (customer_id, since);
-- One cause is not there twice; each link of a notice is one of its own.
create unique index account_restriction_once on risk.account_restriction (customer_id, kind, reason) where lifted_at is null and link_hash is null;

-- Staff lifts what a colleague has approved to lift: this restriction, by that colleague.
create function risk.check_lifting() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.lifted_at is not null then
    raise exception 'restriction % was lifted already', old.id using errcode = 'restrict_violation';
  end if;
  if new.lift_proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.lift_proposal_id and p.action = 'lift_restriction' and p.subject = new.id
      and p.decision = 'approved' and p.decided_by = new.lifted_by
  ) then
    raise exception 'nobody approved to lift %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger lifting before update of lifted_at on risk.account_restriction for each row execute function risk.check_lifting();

grant select, insert on risk.account_restriction to okpay_app;
grant update (due_at, escalated_at, lifted_at, lifted_by, lift_proposal_id) on risk.account_restriction to okpay_app;

-- Two causes may block the same capability: it is free when the last one is lifted.
drop index risk.restriction_in_force;
alter table risk.restriction drop column reason_internal;
alter table risk.restriction add column restriction_id text collate "C" not null references risk.account_restriction;
alter table risk.restriction add unique (restriction_id, capability);
create index restriction_in_force on risk.restriction (customer_id, capability) where lifted_at is null;

-- Who of the staff looked up a customer's restrictions, and why. Never shown to the customer: that somebody looks can be what must not
-- be told.
create table risk.staff_look (
  id bigint generated always as identity primary key,
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  reason text not null check (char_length(reason) between 1 and 200),
  at timestamptz not null
);
create index staff_look_of_customer on risk.staff_look (customer_id, at);
grant select, insert on risk.staff_look to okpay_app;
