-- Identity: second factors of customers, sign-ins that wait for one, and how freshly the person behind a session was proven.
-- Reason: a password alone is guessed or stolen sooner or later; who holds a second factor is let in by both, and whoever changes
-- what protects the account proves both again. What a sign-in waits for is kept here, never by the browser.

-- An authenticator app, one per customer.
create table identity.authenticator (
  customer_id text collate "C" primary key references identity.customer,
  totp_box text not null check (totp_box like 'v1.%'),
  -- The last time step whose code was accepted; a code is taken only for a later one.
  totp_last_step bigint not null check (totp_last_step > 0),
  added_at timestamptz not null,
  last_used_at timestamptz
);
grant select, insert, delete on identity.authenticator to okpay_app;
grant update (totp_last_step, last_used_at) on identity.authenticator to okpay_app;

-- A secret that is shown and not proven yet. It protects nothing until a code of it was typed.
create table identity.authenticator_offer (
  customer_id text collate "C" primary key references identity.customer,
  totp_box text not null check (totp_box like 'v1.%'),
  expires_at timestamptz not null
);
grant select, insert, update, delete on identity.authenticator_offer to okpay_app;

-- Ten codes for the day on which every other factor is lost. Only a keyed hash is kept; each is good once.
create table identity.recovery_code (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null references identity.customer,
  code_hash text not null,
  made_at timestamptz not null,
  used_at timestamptz
);
create index recovery_code_by_customer on identity.recovery_code (customer_id);
grant select, insert, delete on identity.recovery_code to okpay_app;
grant update (used_at) on identity.recovery_code to okpay_app;

-- The password was right; the second factor is still to come. The browser holds a random token, here lies its hash.
create table identity.pending_sign_in (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  customer_id text collate "C" not null references identity.customer,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '10 minutes')
);
create index pending_sign_in_by_customer on identity.pending_sign_in (customer_id);
create index pending_sign_in_by_age on identity.pending_sign_in (expires_at);
grant select, insert, delete on identity.pending_sign_in to okpay_app;

-- When the person behind a session last proved to be there, and by what: 'factor' is the password and a second factor, or a passkey.
alter table identity.session
  add column proven_at timestamptz,
  add column proven_with text check (proven_with in ('password', 'factor')),
  add constraint session_proof_whole check ((proven_at is null) = (proven_with is null));
grant update (proven_at, proven_with) on identity.session to okpay_app;
