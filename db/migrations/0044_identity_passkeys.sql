-- Identity: passkeys of customers, and the challenges that they answer.
-- Reason: a passkey is bound to our host name, so it cannot be phished, and it looks at who holds it; it is a second factor, and both at once.

create table identity.passkey (
  id text collate "C" primary key check (id ~ '^pk_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null references identity.customer,
  -- As the browser names it, base64url.
  credential_id text collate "C" not null unique check (length(credential_id) between 16 and 1400),
  public_key bytea not null check (octet_length(public_key) between 32 and 4096),
  -- Goes up with each use where the authenticator counts at all; one that goes back was copied.
  counter bigint not null check (counter >= 0),
  name text not null check (char_length(name) between 1 and 60),
  transports text[] not null,
  -- Whether it may be copied to the owner's other devices by its maker, and whether it is now.
  backup_eligible boolean not null,
  backed_up boolean not null check (backup_eligible or not backed_up),
  -- Which kind of authenticator made it.
  aaguid text not null check (length(aaguid) = 36),
  added_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_customer on identity.passkey (customer_id);
grant select, insert, delete on identity.passkey to okpay_app;
grant update (name, counter, backed_up, last_used_at) on identity.passkey to okpay_app;

-- What an authenticator is to sign: once, for minutes, for one purpose, in the session or browser that asked.
create table identity.passkey_challenge (
  challenge_hash bytea primary key check (octet_length(challenge_hash) = 32),
  purpose text not null check (purpose in ('add', 'sign_in', 'prove')),
  -- Hash of the session's id, or of the random token in the cookie of a browser that is not signed in.
  bound_to bytea not null check (octet_length(bound_to) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '5 minutes')
);
create index passkey_challenge_by_age on identity.passkey_challenge (expires_at);
grant select, insert, delete on identity.passkey_challenge to okpay_app;
