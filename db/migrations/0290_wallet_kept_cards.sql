-- Wallet: cards that customers keep for their top-ups.
-- Reason: docs/decisions/0042-kept-cards.md. The number never reaches us; the acquirer keeps it, and we keep what it is charged by there,
-- which is of no use without our key, and what its owner knows it by.

create table wallet.kept_card_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
grant select on wallet.kept_card_transition to okpay_app;
insert into wallet.kept_card_transition (from_state, event, to_state) values
  ('start', 'ask', 'asked'),
  ('start', 'keep', 'kept'),
  ('start', 'remove', 'removed'),
  ('asked', 'challenge', 'challenged'),
  ('asked', 'keep', 'kept'),
  ('asked', 'fail', 'failed'),
  ('asked', 'remove', 'removed'),
  ('challenged', 'keep', 'kept'),
  ('challenged', 'fail', 'failed'),
  ('challenged', 'remove', 'removed'),
  ('kept', 'remove', 'removed');

create table wallet.kept_card (
  id text collate "C" primary key check (id ~ '^kc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  state text not null,
  -- The top-up that it was kept with; null of one that was added by itself.
  top_up_id text collate "C" unique references wallet.top_up (id),
  -- The kept card in whose place it comes.
  replaces_id text collate "C" references wallet.kept_card (id),
  -- What it is charged by at the acquirer; null until it is kept, and once it is removed there.
  vault_id text check (char_length(vault_id) between 1 and 100),
  -- The same for the same number.
  fingerprint text check (char_length(fingerprint) between 8 and 100),
  -- What its owner knows it by; null until the acquirer tells, and once it is erased.
  brand text check (char_length(brand) <= 20),
  last4 text check (last4 ~ '^[0-9]{4}$'),
  expiry text check (expiry ~ '^[0-9]{2}/[0-9]{2}$'),
  challenge_url text check (char_length(challenge_url) <= 2000),
  -- The reason of a refusal, by its code.
  failure text check (failure ~ '^[a-z_]{1,60}$'),
  is_default boolean not null default false,
  asks integer not null default 0,
  -- When whoever is to act next has to have acted.
  due_at timestamptz,
  created_at timestamptz not null,
  kept_at timestamptz,
  removed_at timestamptz,
  check ((state in ('asked', 'challenged')) = (due_at is not null)),
  check ((state = 'challenged') = (challenge_url is not null)),
  check ((state = 'failed') = (failure is not null)),
  check ((state = 'removed') = (removed_at is not null)),
  check (state <> 'kept' or (vault_id is not null and fingerprint is not null and brand is not null and last4 is not null and expiry is not null
                             and kept_at is not null)),
  check (state in ('kept', 'removed') or vault_id is null),
  check (not is_default or state = 'kept')
);
create index kept_card_of_customer on wallet.kept_card (customer_id, created_at);
create unique index kept_card_default on wallet.kept_card (customer_id) where is_default;
-- The same number is kept once.
create unique index kept_card_number on wallet.kept_card (customer_id, fingerprint) where state = 'kept';

create function wallet.check_kept_card() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.kept_card_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'kept card % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger kept_card_opened before insert on wallet.kept_card for each row execute function wallet.check_kept_card();
create trigger kept_card_moved before update of state on wallet.kept_card for each row
  when (old.state is distinct from new.state) execute function wallet.check_kept_card();
grant select, insert on wallet.kept_card to okpay_app;
grant update (state, vault_id, fingerprint, brand, last4, expiry, challenge_url, failure, is_default, asks, due_at, kept_at, removed_at)
  on wallet.kept_card to okpay_app;

-- By which kept card a top-up was charged, and whether its card is to be kept.
alter table wallet.top_up
  add column kept_card_id text collate "C" references wallet.kept_card (id),
  add column keeps_card boolean not null default false;

-- A proof of presence for exactly this card.
alter table identity.step_up
  drop constraint step_up_action_check,
  add constraint step_up_action_check check (
    action in ('transfer', 'top_up', 'withdrawal', 'payout_details', 'beneficiary_details', 'cross_border', 'keep_card'));
