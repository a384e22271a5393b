-- Wallet: money for somebody who is known by an address alone. It waits to be picked up, and goes back whole by itself.
-- Reason: docs/decisions/0036-codes-and-pickups.md. It is a payment to a person whose payee is not known yet: held in the payer's wallet
-- until then, so that it is nobody else's and never lost.

insert into ledger.account_kind values ('pickup_clearing', 'credit', true, '^system$');

insert into operations.transition (kind, from_state, event, to_state) values
  ('transfer', 'start', 'wait', 'awaiting_pickup'),
  ('transfer', 'awaiting_pickup', 'complete', 'completed'),
  ('transfer', 'awaiting_pickup', 'cancel', 'cancelled'),
  ('transfer', 'awaiting_pickup', 'expire', 'expired');
alter table operations.operation
  drop constraint waiting_has_an_actor,
  add constraint waiting_has_an_actor check (
    state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review', 'refunding', 'requested', 'in_batch', 'sent', 'accepted',
      'put_aside', 'sending_back', 'awaiting_pickup')
    or (due_at is not null and next_actor is not null and reason_code is not null));

-- Whom a payer may pay: somebody who was found, or whoever proves an address.
alter table wallet.payee_reference
  alter column payee_id drop not null,
  add column address_kind text check (address_kind in ('email', 'phone')),
  add column address text check (length(address) between 3 and 254),
  add constraint reference_names_one check ((payee_id is null) = (address is not null)),
  add constraint reference_address_is_whole check ((address is null) = (address_kind is null)),
  add constraint reference_of_a_request_names_somebody check (request_id is null or payee_id is not null);

create table wallet.pickup (
  id text collate "C" primary key check (id like 'tr\_%'),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  note text check (length(note) between 1 and 600),
  address_kind text not null check (address_kind in ('email', 'phone')),
  -- Until it is over; then only what the payer's history shows of it is left.
  address text check (length(address) between 3 and 254),
  -- Of the link that was sent last; an earlier one is worthless.
  token_hash bytea unique check (length(token_hash) = 32),
  state text not null check (state in ('waiting', 'picked_up', 'cancelled', 'expired')),
  payee_id text collate "C" check (payee_id like 'cus\_%'),
  -- What it counts as against the limits, and of which day; given back when it does not happen.
  usage_day date not null,
  usage_minor bigint not null check (usage_minor >= 0),
  usage_currency char(3) not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  ended_at timestamptz,
  check (payee_id <> payer_id),
  constraint pickup_goes_to_one check ((state = 'picked_up') = (payee_id is not null)),
  constraint pickup_over_has_an_end check ((state = 'waiting') = (ended_at is null)),
  constraint pickup_over_forgets_the_address check ((state = 'waiting') = (address is not null)),
  constraint pickup_over_has_no_link check (state = 'waiting' or token_hash is null)
);
create index pickup_waiting_of on wallet.pickup (payer_id) where state = 'waiting';
grant select, insert on wallet.pickup to okpay_app;
grant update (address, token_hash, state, payee_id, ended_at) on wallet.pickup to okpay_app;

-- What has ended is never anything else again.
create function wallet.pickup_ends_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'waiting' then
    raise exception 'a payment that was picked up or went back is over' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger pickup_ends_once before update on wallet.pickup for each row execute function wallet.pickup_ends_once();
