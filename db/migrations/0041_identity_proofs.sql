-- Identity: proofs of mail address and phone, the budget for sending them, payment passwords, step-ups.
-- Reason: a secret that was sent or typed is kept as a keyed hash only, works once, and dies when a newer one is asked for.

-- One proof per customer and purpose: asking for a new one overwrites, and so kills, the one before.
create table identity.contact_proof (
  customer_id text collate "C" not null references identity.customer,
  purpose text not null check (purpose in ('email', 'phone')),
  -- What is proven: the address as it was when the proof was asked for.
  address text not null check (char_length(address) between 3 and 254),
  requested_at timestamptz not null,
  -- Set when the message is written, just before it is sent: until then there is nothing to guess.
  secret_hash text,
  sent_at timestamptz,
  expires_at timestamptz,
  tries integer not null default 0 check (tries between 0 and 5),
  used_at timestamptz,
  primary key (customer_id, purpose),
  check ((secret_hash is null) = (sent_at is null) and (sent_at is null) = (expires_at is null)),
  check (used_at is null or secret_hash is not null)
);
create unique index contact_proof_by_secret on identity.contact_proof (secret_hash);
grant select, insert, update, delete on identity.contact_proof to okpay_app;

-- Every message that was asked for, to keep within the budgets per account, per address and per network.
create table identity.message_request (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null references identity.customer,
  purpose text not null check (purpose in ('email', 'phone', 'repeated')),
  -- True for those that a person asked for again.
  again boolean not null,
  address_hash bytea not null check (octet_length(address_hash) = 32),
  source_hash bytea not null check (octet_length(source_hash) = 32),
  requested_at timestamptz not null
);
create index message_request_by_customer on identity.message_request (customer_id, purpose, requested_at);
create index message_request_by_address on identity.message_request (address_hash, requested_at);
create index message_request_by_source on identity.message_request (source_hash, requested_at);
create index message_request_by_age on identity.message_request (requested_at);
grant select, insert, delete on identity.message_request to okpay_app;

create table identity.payment_password (
  customer_id text collate "C" primary key references identity.customer,
  box text not null check (box like 'v1.%'),
  parameters text not null check (parameters like 'argon2id %'),
  set_at timestamptz not null
);
grant select, insert, update on identity.payment_password to okpay_app;

-- A proof of presence for exactly one payment. Consumed by one update in the transaction that moves the money.
create table identity.step_up (
  id text collate "C" primary key check (id ~ '^su_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null references identity.customer,
  action text not null check (action in ('transfer')),
  amount_minor bigint not null check (amount_minor >= 0),
  currency char(3) not null,
  payee text collate "C" not null check (char_length(payee) between 1 and 64),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '2 minutes'),
  used_at timestamptz check (used_at >= created_at and used_at < expires_at)
);
create index step_up_by_age on identity.step_up (expires_at);
grant select, insert, delete on identity.step_up to okpay_app;
grant update (used_at) on identity.step_up to okpay_app;

-- A proof is good for what it was made for; nothing changes that afterwards, and nothing uses it twice.
create function identity.refuse_second_use() returns trigger language plpgsql as $$
begin
  if old.used_at is not null then
    raise exception 'step-up % was used before', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger step_up_once before update on identity.step_up for each row execute function identity.refuse_second_use();
