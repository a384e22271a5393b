-- Identity: staff, invitations, staff sessions, and the record of who let whom in.
-- Reason: no account of staff exists that somebody was not invited to, and none without a second factor: the columns are not null.

create table identity.staff_invitation (
  id text collate "C" primary key check (id ~ '^inv_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  -- The id that the staff member will have.
  staff_id text collate "C" not null unique check (staff_id ~ '^stf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  email text not null check (char_length(email) between 3 and 254),
  email_key text collate "C" not null check (email_key = lower(email_key)),
  name text not null check (char_length(name) between 1 and 80),
  role text not null check (role in ('agent', 'supervisor', 'risk', 'finance', 'operator')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- Secret of the authenticator app, sealed; made when the invitation is looked at for the first time.
  totp_box text check (totp_box like 'v1.%'),
  invited_by text not null check (invited_by = 'cli' or invited_by like 'stf\_%'),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '24 hours'),
  accepted_at timestamptz,
  -- A newer invitation to the same address ends the older one.
  revoked_at timestamptz,
  check (accepted_at is null or (totp_box is not null and revoked_at is null))
);
create unique index staff_invitation_open on identity.staff_invitation (email_key) where accepted_at is null and revoked_at is null;
grant select, insert on identity.staff_invitation to okpay_app;
grant update (totp_box, accepted_at, revoked_at) on identity.staff_invitation to okpay_app;

create table identity.staff (
  id text collate "C" primary key references identity.staff_invitation (staff_id),
  email text not null check (char_length(email) between 3 and 254),
  email_key text collate "C" not null unique check (email_key = lower(email_key)),
  name text not null check (char_length(name) between 1 and 80),
  role text not null check (role in ('agent', 'supervisor', 'risk', 'finance', 'operator')),
  locale text not null check (locale in ('en', 'zh-CN')),
  password_box text not null check (password_box like 'v1.%'),
  password_parameters text not null check (password_parameters like 'argon2id %'),
  totp_box text not null check (totp_box like 'v1.%'),
  -- The last time step whose code was accepted; a code is taken only for a later one.
  totp_last_step bigint not null check (totp_last_step > 0),
  created_at timestamptz not null,
  disabled_at timestamptz
);
grant select, insert on identity.staff to okpay_app;
grant update (locale, password_box, password_parameters, totp_last_step, disabled_at) on identity.staff to okpay_app;

create table identity.staff_session (
  id text collate "C" primary key check (id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  staff_id text collate "C" not null references identity.staff,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  device text not null check (char_length(device) between 1 and 100),
  ip text not null check (char_length(ip) <= 45),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '8 hours'),
  ended_at timestamptz
);
create index staff_session_open on identity.staff_session (staff_id) where ended_at is null;
grant select, insert on identity.staff_session to okpay_app;
grant update (last_seen_at, ended_at) on identity.staff_session to okpay_app;

-- Who invited whom, who came in, who was kept out. Rows are added and never changed: the running application has no right to.
create table identity.staff_audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- 'cli' is the operator at the command line; otherwise a staff member.
  actor text not null check (actor = 'cli' or actor like 'stf\_%'),
  action text not null check (length(action) between 1 and 60),
  subject text not null check (length(subject) between 1 and 60),
  facts jsonb not null default '{}'
);
create index staff_audit_by_subject on identity.staff_audit (subject, id);
grant select, insert on identity.staff_audit to okpay_app;
