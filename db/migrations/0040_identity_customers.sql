-- Identity: customers, their addresses and passwords, attempts, devices, sessions, security events.
-- Reason: what others refer to (the customer's row) holds nothing personal. Names, addresses, devices and passwords lie beside it
-- and can be erased without touching what is hash-chained or kept by law.

create schema identity;
grant usage on schema identity to okpay_app;

create table identity.customer (
  id text collate "C" primary key check (id ~ '^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  locale text not null check (locale in ('en', 'zh-CN')),
  time_zone text not null check (length(time_zone) between 1 and 64),
  created_at timestamptz not null
);
grant select, insert on identity.customer to okpay_app;
grant update (locale, time_zone) on identity.customer to okpay_app;

-- Which text of the terms a person accepted, when, and in which language it was read. Kept for ever, one row per version.
create table identity.terms_acceptance (
  customer_id text collate "C" not null references identity.customer,
  version text not null check (length(version) between 1 and 40),
  locale text not null check (locale in ('en', 'zh-CN')),
  accepted_at timestamptz not null,
  primary key (customer_id, version)
);
grant select, insert on identity.terms_acceptance to okpay_app;

create table identity.profile (
  customer_id text collate "C" primary key references identity.customer,
  name text not null check (char_length(name) between 1 and 80),
  email text not null check (char_length(email) between 3 and 254),
  -- The address folded to lower case, its domain in ASCII: two spellings of one mailbox are one.
  email_key text collate "C" not null check (email_key = lower(email_key)),
  phone text collate "C" not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  handle text collate "C" check (handle ~ '^[a-z][a-z0-9_]{2,19}$'),
  email_verified_at timestamptz,
  phone_verified_at timestamptz,
  findable_by_email boolean not null default true,
  findable_by_phone boolean not null default true,
  findable_by_handle boolean not null default true
);
-- Only who has proven an address owns it. Until then several may claim it, so that nobody can keep a stranger's address blocked,
-- and so that nothing tells whether an address is already known.
create unique index profile_email_proven on identity.profile (email_key) where email_verified_at is not null;
create unique index profile_phone_proven on identity.profile (phone) where phone_verified_at is not null;
create index profile_email_claims on identity.profile (email_key, customer_id);
create index profile_phone_claims on identity.profile (phone, customer_id);
create unique index profile_handle on identity.profile (handle) where handle is not null;
grant select, insert, update on identity.profile to okpay_app;

-- Account names, also given-up ones: money meant for the old owner must not reach a new one the next day.
create table identity.handle_claim (
  -- The name with 0 read as o and 1 as l, so that no two names look alike.
  handle_key text collate "C" primary key check (handle_key ~ '^[a-z][a-z2-9_]{2,19}$'),
  customer_id text collate "C" not null references identity.customer,
  claimed_at timestamptz not null,
  released_at timestamptz check (released_at >= claimed_at)
);
create index handle_claim_by_customer on identity.handle_claim (customer_id);
grant select, insert, update, delete on identity.handle_claim to okpay_app;

create table identity.password (
  customer_id text collate "C" primary key references identity.customer,
  -- An argon2id PHC string, sealed with a key that is not in the database and bound to this row.
  box text not null check (box like 'v1.%'),
  -- The open part of the PHC string, to see which rows are hashed with old parameters.
  parameters text not null check (parameters like 'argon2id %'),
  set_at timestamptz not null
);
grant select, insert, update on identity.password to okpay_app;

-- Charged attempts at anything that is guessed. The key is a hash that says whose attempt, at what and from where.
create table identity.attempt (
  key bytea primary key check (octet_length(key) = 32),
  -- Attempts charged in the present round; a pause ends the round.
  charged integer not null check (charged >= 0),
  -- Pauses in a row, each longer than the one before.
  pauses integer not null check (pauses >= 0),
  paused_until timestamptz,
  charged_at timestamptz not null
);
create index attempt_by_age on identity.attempt (charged_at);
grant select, insert, update, delete on identity.attempt to okpay_app;

-- Browsers that a customer has signed in from, known by a cookie of which only the hash is kept.
create table identity.device (
  customer_id text collate "C" not null references identity.customer,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  name text not null check (char_length(name) between 1 and 100),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (customer_id, token_hash)
);
create index device_by_token on identity.device (token_hash);
grant select, insert, update, delete on identity.device to okpay_app;

create table identity.session (
  id text collate "C" primary key check (id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null references identity.customer,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  device text not null check (char_length(device) between 1 and 100),
  ip text not null check (char_length(ip) <= 45),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- However busy it is, a session ends after twelve hours.
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '12 hours'),
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'ended_by_owner', 'replaced', 'password_changed', 'closed')),
  check ((ended_at is null) = (end_reason is null))
);
create index session_open on identity.session (customer_id, created_at) where ended_at is null;
create index session_by_end on identity.session (expires_at);
grant select, insert, delete on identity.session to okpay_app;
grant update (last_seen_at, ended_at, end_reason) on identity.session to okpay_app;

create table identity.security_event (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null references identity.customer,
  at timestamptz not null,
  kind text not null check (length(kind) between 1 and 60),
  device text check (char_length(device) <= 100),
  ip text check (char_length(ip) <= 45)
);
create index security_event_newest on identity.security_event (customer_id, id desc);
grant select, insert on identity.security_event to okpay_app;
