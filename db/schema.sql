-- The schema as the migrations leave it. Generated: `npm run schema` writes it again, a test compares it. Change it by a migration.

-- Schemas
create schema cases;
create schema identity;
create schema ledger;
create schema notifications;
create schema operations;
create schema platform;
create schema public;
create schema risk;
create schema support;
create schema wallet;

-- Tables
create table cases."case" (
  id text not null,
  kind text not null,
  topic text not null,
  customer_id text not null,
  subject_kind text,
  subject_id text,
  state text not null,
  next_actor text not null,
  due_at timestamp with time zone,
  escalated_at timestamp with time zone,
  assignee_id text,
  assignee_name text,
  taken_at timestamp with time zone,
  last_seq integer default 0 not null,
  last_public_seq integer default 0 not null,
  read_by_customer_seq integer default 0 not null,
  read_by_staff_seq integer default 0 not null,
  waiting_since timestamp with time zone,
  opened_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  awaits_decision boolean default false not null
);
create table cases.business_hours (
  weekday smallint not null,
  opens_minute smallint not null,
  closes_minute smallint not null,
  time_zone text not null
);
create table cases.evidence (
  case_id text not null,
  taken_at timestamp with time zone not null,
  entry text,
  digest text not null,
  signature text not null,
  key_id text not null,
  circumstances text
);
create table cases.holiday (
  day date not null,
  name text not null
);
create table cases.message (
  id text not null,
  case_id text not null,
  seq integer not null,
  public_seq integer,
  author text not null,
  author_id text,
  author_name text,
  kind text not null,
  audience text not null,
  body text not null,
  facts jsonb not null,
  sent_at timestamp with time zone not null
);
create table cases.transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table identity.access_answer (
  id bigint generated always as identity not null,
  case_id text collate "C" not null,
  held_count smallint not null,
  right_count smallint not null,
  answered_at timestamp with time zone not null
);
create table identity.access_check (
  id bigint generated always as identity not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  method text not null,
  passed boolean not null,
  note text not null,
  checked_at timestamp with time zone not null
);
create table identity.access_follow (
  token_hash bytea not null,
  case_id text collate "C" not null,
  expires_at timestamp with time zone not null,
  from_page boolean default false not null
);
create table identity.access_request (
  case_id text collate "C" not null,
  customer_id text collate "C" not null,
  lost text not null,
  proven_by text not null,
  by_former boolean not null,
  pause_keys bytea[] not null,
  opened_at timestamp with time zone not null,
  restored_at timestamp with time zone
);
create table identity.attempt (
  key bytea not null,
  charged integer not null,
  pauses integer not null,
  paused_until timestamp with time zone,
  charged_at timestamp with time zone not null
);
create table identity.authenticator (
  customer_id text collate "C" not null,
  totp_box text not null,
  totp_last_step bigint not null,
  added_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
create table identity.authenticator_offer (
  customer_id text collate "C" not null,
  totp_box text not null,
  expires_at timestamp with time zone not null
);
create table identity.avatar (
  customer_id text collate "C" not null,
  jpeg bytea not null,
  set_at timestamp with time zone not null
);
create table identity.closing (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  state text not null,
  restriction_id text collate "C" not null,
  requested_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  waits_since timestamp with time zone,
  ended_at timestamp with time zone
);
create table identity.closing_rule (
  version integer not null,
  cooling_days integer not null,
  valid_from timestamp with time zone not null
);
create table identity.closure_record (
  closing_id text collate "C" not null,
  customer_id text collate "C" not null,
  record jsonb not null,
  closed_at timestamp with time zone not null
);
create table identity.contact_change (
  customer_id text collate "C" not null,
  kind text not null,
  session_id text collate "C" not null,
  written text not null,
  address text collate "C" not null,
  requested_at timestamp with time zone not null
);
create table identity.contact_proof (
  customer_id text collate "C" not null,
  purpose text not null,
  address text not null,
  requested_at timestamp with time zone not null,
  secret_hash text,
  sent_at timestamp with time zone,
  expires_at timestamp with time zone,
  tries integer default 0 not null,
  used_at timestamp with time zone
);
create table identity.customer (
  id text collate "C" not null,
  locale text not null,
  time_zone text not null,
  created_at timestamp with time zone not null
);
create table identity.device (
  customer_id text collate "C" not null,
  token_hash bytea not null,
  name text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null
);
create table identity.erasure (
  customer_id text collate "C" not null,
  what text not null,
  erased_at timestamp with time zone not null
);
create table identity.former_contact (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  kind text not null,
  written text not null,
  address text collate "C" not null,
  given_up_at timestamp with time zone not null,
  held_until timestamp with time zone not null
);
create table identity.handle_claim (
  handle_key text collate "C" not null,
  customer_id text collate "C" not null,
  claimed_at timestamp with time zone not null,
  released_at timestamp with time zone
);
create table identity.message_request (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  purpose text not null,
  again boolean not null,
  address_hash bytea not null,
  source_hash bytea not null,
  requested_at timestamp with time zone not null
);
create table identity.passkey (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  credential_id text collate "C" not null,
  public_key bytea not null,
  counter bigint not null,
  name text not null,
  transports text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  aaguid text not null,
  added_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
create table identity.passkey_challenge (
  challenge_hash bytea not null,
  purpose text not null,
  bound_to bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
create table identity.password (
  customer_id text collate "C" not null,
  box text not null,
  parameters text not null,
  set_at timestamp with time zone not null
);
create table identity.payment_password (
  customer_id text collate "C" not null,
  box text not null,
  parameters text not null,
  set_at timestamp with time zone not null
);
create table identity.pending_sign_in (
  token_hash bytea not null,
  customer_id text collate "C" not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  after_reset boolean default false not null
);
create table identity.phrase (
  customer_id text collate "C" not null,
  box text not null,
  set_at timestamp with time zone not null
);
create table identity.profile (
  customer_id text collate "C" not null,
  name text not null,
  email text not null,
  email_key text collate "C" not null,
  phone text collate "C" not null,
  handle text collate "C",
  email_verified_at timestamp with time zone,
  phone_verified_at timestamp with time zone,
  findable_by_email boolean default true not null,
  findable_by_phone boolean default true not null,
  findable_by_handle boolean default true not null
);
create table identity.proof (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  tier text not null,
  state text not null,
  round integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  due_at timestamp with time zone,
  escalated_at timestamp with time zone,
  first_by text collate "C",
  approved_by text collate "C",
  approved_at timestamp with time zone,
  valid_until timestamp with time zone,
  noticed_at timestamp with time zone,
  past_at timestamp with time zone,
  forgotten_at timestamp with time zone,
  restricted_at timestamp with time zone
);
create table identity.proof_answer (
  proof_id text collate "C" not null,
  item text not null,
  sealed text,
  file_id text collate "C",
  state text not null
);
create table identity.proof_decision (
  id bigint generated always as identity not null,
  proof_id text collate "C" not null,
  round integer not null,
  staff_id text collate "C" not null,
  decision text not null,
  at timestamp with time zone not null
);
create table identity.proof_file (
  id text collate "C" not null,
  proof_id text collate "C" not null,
  item text not null,
  pages integer not null,
  wrapped_key text,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone
);
create table identity.proof_look (
  id bigint generated always as identity not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  proof_id text collate "C" not null,
  file_id text collate "C",
  at timestamp with time zone not null
);
create table identity.proof_refusal (
  decision_id bigint not null,
  item text not null,
  reason text not null,
  sealed_note text
);
create table identity.proof_retention (
  what text not null,
  span integer not null
);
create table identity.recovery_code (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  code_hash text not null,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone
);
create table identity.remainder_rule (
  currency character(3) not null,
  up_to_minor bigint not null
);
create table identity.retention_rule (
  what text not null,
  days integer not null,
  ground text not null
);
create table identity.security_answer (
  customer_id text collate "C" not null,
  question text not null,
  box text not null,
  parameters text not null,
  set_at timestamp with time zone not null
);
create table identity.security_event (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  at timestamp with time zone not null,
  kind text not null,
  device text,
  ip text
);
create table identity.session (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  token_hash bytea not null,
  device text not null,
  ip text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  proven_at timestamp with time zone,
  proven_with text
);
create table identity.sms_factor (
  customer_id text collate "C" not null,
  added_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
create table identity.staff (
  id text collate "C" not null,
  email text not null,
  email_key text collate "C" not null,
  name text not null,
  role text not null,
  locale text not null,
  password_box text not null,
  password_parameters text not null,
  totp_box text not null,
  totp_last_step bigint not null,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone
);
create table identity.staff_audit (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text not null,
  facts jsonb default '{}'::jsonb not null,
  previous_hash bytea not null,
  hash bytea not null
);
create table identity.staff_invitation (
  id text collate "C" not null,
  staff_id text collate "C" not null,
  email text not null,
  email_key text collate "C" not null,
  name text not null,
  role text not null,
  token_hash bytea not null,
  totp_box text,
  invited_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone
);
create table identity.staff_session (
  id text collate "C" not null,
  staff_id text collate "C" not null,
  token_hash bytea not null,
  device text not null,
  ip text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
create table identity.step_up (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  action text not null,
  amount_minor bigint not null,
  currency character(3) not null,
  payee text collate "C" not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  factor text
) with (fillfactor=70);
create table identity.stopped_channel (
  channel text not null,
  stopped_at timestamp with time zone not null
);
create table identity.terms_acceptance (
  customer_id text collate "C" not null,
  version text not null,
  locale text not null,
  accepted_at timestamp with time zone not null
);
create table identity.tier_requirement (
  tier text not null,
  item text not null,
  "position" integer not null
);
create table identity.tier_rule (
  tier text not null,
  valid_months integer not null,
  notice_days integer not null,
  is_four_eyes boolean not null,
  restrict_after_days integer
);
create table ledger.acceptance (
  id uuid not null,
  reason text not null,
  remembered_seq bigint,
  found_seq bigint,
  accepted_at timestamp with time zone not null
);
create table ledger.account (
  id bigint generated always as identity not null,
  kind text not null,
  owner text not null,
  currency character(3) not null,
  opened_at timestamp with time zone not null
);
create table ledger.account_flag_change (
  id bigint generated always as identity not null,
  account_id bigint not null,
  flags_before integer not null,
  flags_after integer not null,
  reason text not null,
  actor text not null,
  changed_at timestamp with time zone not null
);
create table ledger.account_kind (
  name text not null,
  normal_side text not null,
  never_below_zero boolean not null,
  owner_pattern text not null
);
create table ledger.archived_id (
  id uuid not null,
  seq bigint not null,
  fingerprint bigint not null,
  debit_account bigint,
  credit_account bigint,
  amount_minor bigint,
  kind smallint not null,
  currency character(3)
);
create table ledger.archived_part (
  number integer not null,
  row_count bigint not null,
  refused_count bigint not null,
  rows_hash bytea not null,
  ids_hash bytea not null,
  carried_hash bytea not null,
  manifest text not null,
  archived_at timestamp with time zone not null
);
create table ledger.attachment_kind (
  name text not null,
  check_function regproc,
  write_function regproc not null,
  check_all_function regproc
);
create table ledger.balance (
  account_id bigint not null,
  currency character(3) not null,
  flags integer not null,
  debits_posted_minor bigint default 0 not null,
  credits_posted_minor bigint default 0 not null,
  debits_pending_minor bigint default 0 not null,
  credits_pending_minor bigint default 0 not null,
  version bigint default 0 not null,
  last_seq bigint,
  window_day date,
  window_day_minor bigint,
  window_month_minor bigint
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.02);
create table ledger.block (
  number bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  first_account bigint not null,
  last_account bigint not null,
  first_flag_change bigint not null,
  last_flag_change bigint not null,
  journal_count integer not null,
  account_count integer not null,
  flag_change_count integer not null,
  previous_hash bytea not null,
  merkle_root bytea not null,
  salt bytea not null,
  leaves bytea not null,
  sealed_at timestamp with time zone not null,
  hash bytea not null,
  key_id text not null,
  signature text not null
);
create table ledger.carried (
  account_id bigint not null,
  part integer not null,
  version bigint not null,
  last_seq bigint not null,
  last_at timestamp with time zone not null,
  debits_posted_minor bigint not null,
  credits_posted_minor bigint not null,
  debits_pending_minor bigint not null,
  credits_pending_minor bigint not null
);
create table ledger.currency (
  code character(3) not null,
  exponent smallint not null
);
create table ledger.hold (
  seq bigint not null,
  amount_minor bigint not null,
  expires_at timestamp with time zone,
  state smallint default 0 not null,
  captured_minor bigint default 0 not null,
  resolved_by bigint
) with (fillfactor=70);
create table ledger.journal (
  seq bigint not null,
  debit_account bigint,
  credit_account bigint,
  amount_minor bigint,
  debit_after_minor bigint,
  credit_after_minor bigint,
  debit_version bigint,
  credit_version bigint,
  debit_prev bigint,
  credit_prev bigint,
  ref_seq bigint,
  posted_at timestamp with time zone not null,
  fingerprint bigint not null,
  id uuid not null,
  operation_tail integer not null,
  operation_kind smallint not null,
  kind smallint not null,
  code smallint not null,
  leg smallint not null,
  leg_count smallint not null,
  currency character(3)
) partition by RANGE (seq);
create table ledger.journal_0 (
  seq bigint not null,
  debit_account bigint,
  credit_account bigint,
  amount_minor bigint,
  debit_after_minor bigint,
  credit_after_minor bigint,
  debit_version bigint,
  credit_version bigint,
  debit_prev bigint,
  credit_prev bigint,
  ref_seq bigint,
  posted_at timestamp with time zone not null,
  fingerprint bigint not null,
  id uuid not null,
  operation_tail integer not null,
  operation_kind smallint not null,
  kind smallint not null,
  code smallint not null,
  leg smallint not null,
  leg_count smallint not null,
  currency character(3)
) partition FOR VALUES FROM ('0') TO ('17592186044416');
create table ledger.journal_1 (
  seq bigint not null,
  debit_account bigint,
  credit_account bigint,
  amount_minor bigint,
  debit_after_minor bigint,
  credit_after_minor bigint,
  debit_version bigint,
  credit_version bigint,
  debit_prev bigint,
  credit_prev bigint,
  ref_seq bigint,
  posted_at timestamp with time zone not null,
  fingerprint bigint not null,
  id uuid not null,
  operation_tail integer not null,
  operation_kind smallint not null,
  kind smallint not null,
  code smallint not null,
  leg smallint not null,
  leg_count smallint not null,
  currency character(3)
) partition FOR VALUES FROM ('17592186044416') TO ('35184372088832');
create table ledger.journal_part (
  number integer not null,
  opened_at timestamp with time zone,
  closed_at timestamp with time zone
);
create table ledger.movement (
  code smallint not null,
  name text not null
);
create table ledger.operation_kind (
  code smallint not null,
  prefix text not null
);
create table ledger.refusal (
  seq bigint not null,
  code text not null,
  account_id bigint,
  available_minor bigint,
  facts jsonb
);
create table ledger.reversal_total (
  seq bigint not null,
  amount_minor bigint not null,
  reversed_minor bigint not null
);
create table notifications.choice (
  customer_id text not null,
  topic text not null,
  mail boolean not null,
  chosen_at timestamp with time zone not null
);
create table notifications.delivery (
  id text not null,
  customer_id text not null,
  channel text not null,
  template text not null,
  subject_id text,
  event_id text not null,
  state text not null,
  attempts integer default 0 not null,
  provider_answer text,
  locale text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create table notifications.notice (
  id text not null,
  customer_id text not null,
  kind text not null,
  facts jsonb not null,
  subject_id text,
  event_id text not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone
);
create table notifications.quiet_hours (
  customer_id text collate "C" not null,
  from_minute smallint not null,
  to_minute smallint not null,
  set_at timestamp with time zone not null
);
create table operations.operation (
  id text collate "C" not null,
  kind text not null,
  state text not null,
  owner_id text collate "C" not null,
  parent_id text collate "C",
  amount_minor bigint not null,
  fee_minor bigint not null,
  currency character(3) not null,
  lines jsonb not null,
  reason_code text,
  reason_facts jsonb,
  decision jsonb not null,
  since timestamp with time zone not null,
  due_at timestamp with time zone,
  next_actor text,
  action_url text,
  note text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
create table operations.participant (
  customer_id text collate "C" not null,
  operation_id text collate "C" not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  kind text not null,
  state text not null,
  family text not null,
  needs_you boolean not null,
  direction text not null,
  amount_minor bigint not null,
  fee_minor bigint not null,
  currency character(3) not null,
  counterparty_kind text not null,
  counterparty_name text not null,
  counterparty_detail text,
  note text,
  search_text text not null,
  received_minor bigint,
  received_currency character(3)
) with (autovacuum_vacuum_insert_scale_factor=0.02);
create table operations.quote (
  id text collate "C" not null,
  kind text not null,
  owner_id text collate "C" not null,
  terms jsonb not null,
  basis jsonb not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  signature text not null,
  consumed_by text collate "C",
  consumed_at timestamp with time zone
);
create table operations.timeline (
  operation_id text collate "C" not null,
  seq integer not null,
  at timestamp with time zone not null,
  kind text not null,
  tone text not null,
  actor text not null,
  actor_customer_id text collate "C",
  facts jsonb not null
);
create table operations.transition (
  kind text not null,
  from_state text not null,
  event text not null,
  to_state text not null
);
create table platform.delivery (
  outbox_id bigint not null,
  subscriber text not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  next_at timestamp with time zone not null,
  last_error text
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000);
create table platform.idempotency (
  actor text not null,
  route text not null,
  key text not null,
  fingerprint bytea not null,
  status integer,
  body text,
  created_at timestamp with time zone not null,
  answer_of text
);
create table platform.outbox (
  id bigint generated always as identity not null,
  kind text not null,
  name text not null,
  key text,
  payload jsonb not null,
  cells text[],
  size integer default 1 not null,
  occurred_at timestamp with time zone not null,
  written_at timestamp with time zone default clock_timestamp() not null,
  routed_at timestamp with time zone
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=1000);
create table platform.rate_window (
  scope text not null,
  key bytea not null,
  count bigint not null,
  ends_at timestamp with time zone not null
);
create table platform.sandbox_clock (
  only_row boolean default true not null,
  ahead_seconds bigint default 0 not null
);
create table platform.stream_event (
  audience text not null,
  seq bigint not null,
  type text not null,
  ref text not null,
  sent_at timestamp with time zone not null
);
create table platform.stream_head (
  audience text not null,
  last_seq bigint not null
);
create table platform.timer (
  key text not null,
  at timestamp with time zone not null,
  job text not null,
  payload jsonb not null
);
create table platform.worker (
  id text not null,
  seen_at timestamp with time zone not null
);
create table public.platform_installation (
  single boolean default true not null,
  mode text not null,
  stamped_at timestamp with time zone not null
);
create table public.platform_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null
);
create table risk.account_restriction (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  kind text not null,
  reason text not null,
  disclosure text not null,
  note text not null,
  imposed_by text collate "C" not null,
  link_hash bytea,
  since timestamp with time zone not null,
  due_at timestamp with time zone,
  escalated_at timestamp with time zone,
  lifted_at timestamp with time zone,
  lifted_by text collate "C",
  lift_proposal_id text collate "C"
);
create table risk.cooling (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  capability text not null,
  reason text not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  subject text collate "C"
);
create table risk.customer_tier (
  customer_id text collate "C" not null,
  tier text not null,
  since timestamp with time zone not null
);
create table risk.decision (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  stage text not null,
  payer_id text collate "C" not null,
  payee_id text collate "C",
  operation_id text collate "C",
  amount_minor bigint not null,
  currency character(3) not null,
  outcome text not null,
  set_version integer not null,
  matched text[] not null,
  facts jsonb not null,
  about text not null,
  counted_in character(3)
);
create table risk.failure (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  what text not null,
  at timestamp with time zone not null
);
create table risk.failure_rule (
  what text not null,
  version integer not null,
  failures integer not null,
  window_hours integer not null,
  blocks text[] not null,
  valid_from timestamp with time zone not null
);
create table risk.label (
  id bigint generated always as identity not null,
  operation_id text collate "C" not null,
  label text not null,
  note text not null,
  staff_id text collate "C" not null,
  at timestamp with time zone not null
);
create table risk.limit_rule (
  capability text not null,
  time_window text not null,
  tier text not null,
  version integer not null,
  limit_minor bigint not null,
  currency character(3) not null,
  valid_from timestamp with time zone not null
);
create table risk.petition (
  case_id text collate "C" not null,
  kind text not null,
  customer_id text collate "C" not null,
  subject_id text collate "C" not null,
  disclosure text not null,
  contests_case_id text collate "C",
  state text not null,
  round integer default 0 not null,
  outcome text,
  ground text,
  proposal_id text collate "C",
  proposed_by text collate "C",
  decided_by text collate "C",
  decided_at timestamp with time zone,
  appeal_until timestamp with time zone,
  opened_at timestamp with time zone not null
);
create table risk.petition_answer (
  case_id text collate "C" not null,
  item text not null,
  attempt integer not null,
  answer text,
  given_at timestamp with time zone not null,
  verdict text,
  fault text,
  judged_by text collate "C",
  judged_at timestamp with time zone,
  sealed text
);
create table risk.petition_file (
  id text collate "C" not null,
  case_id text collate "C" not null,
  item text not null,
  attempt integer not null,
  pages integer not null,
  wrapped_key text,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone
);
create table risk.petition_item (
  case_id text collate "C" not null,
  item text not null,
  "position" integer not null,
  asked_at timestamp with time zone not null
);
create table risk.petition_look (
  id bigint generated always as identity not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  file_id text collate "C",
  at timestamp with time zone not null
);
create table risk.petition_retention (
  what text not null,
  span integer not null
);
create table risk.petition_transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table risk.proposal (
  id text collate "C" not null,
  action text collate "C" not null,
  subject text collate "C" not null,
  parameters jsonb not null,
  reason text not null,
  proposed_by text collate "C" not null,
  proposed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decision text,
  decided_by text collate "C",
  decision_reason text,
  decided_at timestamp with time zone
);
create table risk.reference_rate (
  day date not null,
  currency character(3) not null,
  mantissa bigint not null,
  scale smallint not null,
  source text not null,
  fetched_at timestamp with time zone
);
create table risk.restriction (
  id bigint generated always as identity not null,
  customer_id text collate "C" not null,
  capability text not null,
  since timestamp with time zone not null,
  lifted_at timestamp with time zone,
  restriction_id text collate "C" not null
);
create table risk.review (
  operation_id text collate "C" not null,
  payer_id text collate "C" not null,
  payee_id text collate "C",
  amount_minor bigint not null,
  currency character(3) not null,
  counted_minor bigint not null,
  counted_currency character(3) not null,
  counted_day date not null,
  needs_two boolean not null,
  since timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  decided_at timestamp with time zone,
  decided_by text collate "C",
  ground text collate "C",
  note text,
  proposal_id text collate "C",
  listed jsonb
);
create table risk.review_rule (
  version integer not null,
  due_hours integer not null,
  two_above_minor bigint not null,
  currency character(3) not null,
  valid_from timestamp with time zone not null
);
create table risk.rule (
  id text collate "C" not null,
  version integer not null,
  name text not null,
  outcome text not null,
  reason text collate "C" not null,
  conditions jsonb not null,
  currency character(3) not null,
  written_by text collate "C" not null,
  written_at timestamp with time zone not null,
  operations text[] not null
);
create table risk.rule_in_set (
  set_version integer not null,
  rule_id text collate "C" not null,
  rule_version integer not null
);
create table risk.rule_set (
  version integer not null,
  proposal_id text collate "C",
  live_from timestamp with time zone not null
);
create table risk.screening_entry (
  list_id bigint not null,
  ref text collate "C" not null,
  kind text not null,
  program text not null,
  names text[] not null,
  births text[] not null,
  countries text[] not null,
  remarks text not null
);
create table risk.screening_list (
  id bigint generated always as identity not null,
  source text not null,
  hash bytea not null,
  files text[] not null,
  state text not null,
  entries integer not null,
  names integer not null,
  refused_reason text,
  refused_file text,
  refused_line integer,
  loaded_at timestamp with time zone not null,
  loaded_by text collate "C" not null
);
create table risk.screening_match (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  source text not null,
  ref text collate "C" not null,
  subject jsonb not null,
  entry jsonb not null,
  score integer not null,
  compared jsonb not null,
  state text not null,
  restriction_id text collate "C",
  opened_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  proposal_id text collate "C",
  faded_at timestamp with time zone
);
create table risk.screening_run (
  id bigint generated always as identity not null,
  lists bigint[] not null,
  threshold integer not null,
  reached text collate "C" not null,
  screened integer not null,
  found integer not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone
);
create table risk.screening_threshold (
  version integer not null,
  score integer not null,
  valid_from timestamp with time zone not null
);
create table risk.staff_look (
  id bigint generated always as identity not null,
  staff_id text collate "C" not null,
  customer_id text collate "C" not null,
  reason text not null,
  at timestamp with time zone not null,
  desk text not null
);
create table risk.top_up_release_rule (
  days_known_min integer not null,
  version integer not null,
  at_once_minor bigint not null,
  currency character(3) not null,
  window_hours integer not null,
  delay_hours integer not null,
  valid_from timestamp with time zone not null
);
create table risk.usage (
  customer_id text collate "C" not null,
  capability text not null,
  currency character(3) not null,
  day date not null,
  used_day_minor bigint not null,
  used_month_minor bigint not null,
  home_account bigint
) with (fillfactor=70);
create table support.access_log (
  id bigint generated always as identity not null,
  staff_id text not null,
  staff_name text not null,
  customer_id text not null,
  case_id text not null,
  what text not null,
  at timestamp with time zone not null
);
create table support.word_freeze (
  restriction_id text collate "C" not null,
  case_id text collate "C" not null,
  staff_id text collate "C" not null,
  method text not null,
  note text not null,
  at timestamp with time zone not null
);
create table wallet.bank_account (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  currency character(3) not null,
  country character(2) not null,
  scheme text not null,
  box text,
  last4 text not null,
  name_match text not null,
  is_default boolean not null,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone
);
create table wallet.bank_answer (
  question_id text collate "C" not null,
  said text not null,
  code text collate "C" not null,
  place integer not null,
  report_number bigint,
  heard_at timestamp with time zone not null
);
create table wallet.bank_entry (
  reference text collate "C" not null,
  withdrawal_id text collate "C" not null,
  direction text not null,
  amount_minor bigint not null,
  currency character(3) not null,
  report_number bigint not null,
  taken_at timestamp with time zone not null
);
create table wallet.bank_line (
  reading uuid not null,
  place integer not null,
  line integer not null,
  box text not null,
  read_at timestamp with time zone not null
);
create table wallet.bank_question (
  id text collate "C" not null,
  case_id text collate "C" not null,
  operation_id text collate "C" not null,
  kind text not null,
  channel text not null,
  state text not null,
  round smallint not null,
  message_id text collate "C" not null,
  made_at timestamp with time zone not null,
  digest bytea,
  tries integer default 0 not null,
  asked_at timestamp with time zone,
  due_at timestamp with time zone,
  again_at timestamp with time zone,
  given_up_at timestamp with time zone,
  refusal text
);
create table wallet.bank_question_transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table wallet.bank_reference (
  reference text collate "C" not null,
  customer_id text collate "C" not null,
  currency character(3) not null,
  created_at timestamp with time zone not null
);
create table wallet.bank_report (
  number bigint not null,
  message text not null,
  digest bytea not null,
  outcome text not null,
  fault text,
  taken_at timestamp with time zone not null,
  reading uuid,
  lines integer,
  bytes bigint,
  worked_lines integer default 0 not null,
  worked_at timestamp with time zone
);
create table wallet.bank_return (
  id text collate "C" not null,
  top_up_id text collate "C" not null,
  currency character(3) not null,
  amount_minor bigint not null,
  state text not null,
  proposal_id text collate "C",
  execution_day date not null,
  digest bytea not null,
  bank_code text,
  asks integer default 0 not null,
  made_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
create table wallet.bank_top_up (
  id text collate "C" not null,
  currency character(3) not null,
  booking text collate "C" not null,
  part integer not null,
  report_number bigint,
  amount_minor bigint not null,
  sent_minor bigint,
  sent_currency character(3),
  booked_on date not null,
  box text,
  payer_country character(2),
  payer_last4 text,
  reference text,
  customer_id text collate "C",
  state text not null,
  why text,
  fee_minor bigint default 0 not null,
  tariff text,
  goes_back_at timestamp with time zone,
  taken_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  rail text default 'rail:bank'::text not null,
  message_number bigint
);
create table wallet.bank_top_up_tariff (
  currency character(3) not null,
  version integer not null,
  fee_minor bigint not null,
  amount_min_minor bigint not null,
  cut_off text not null,
  time_zone text not null,
  calendar text not null,
  arrives_after_days integer not null,
  send_back_after_days integer not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.bank_word (
  id bigint generated always as identity not null,
  operation_id text collate "C" not null,
  kind text not null,
  bank_code text,
  reference text,
  amount_minor bigint,
  currency character(3),
  file_number bigint not null,
  line integer,
  taken_at timestamp with time zone not null
);
create table wallet.beneficiary (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  country character(2) not null,
  currency character(3) not null,
  box text,
  last4 text not null,
  is_listed boolean not null,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone
);
create table wallet.blocked_asker (
  customer_id text collate "C" not null,
  asker_id text collate "C" not null,
  request_id text collate "C" not null,
  created_at timestamp with time zone not null
);
create table wallet.claim_hold (
  recall_id text collate "C" not null,
  transfer_id text collate "C" not null,
  amount_minor bigint not null,
  proposal_id text collate "C" not null,
  held_at timestamp with time zone not null,
  settled_at timestamp with time zone
);
create table wallet.claim_rule (
  currency character(3) not null,
  version integer not null,
  hold_max_minor bigint not null,
  hold_within_hours integer not null,
  bears_max_minor bigint not null,
  valid_from timestamp with time zone not null
);
create table wallet.conflict_end (
  proposal_id text collate "C" not null,
  operation_id text collate "C" not null,
  outcome text not null,
  money_before text not null,
  money_after text not null,
  ended_at timestamp with time zone not null
);
create table wallet.correspondent_message (
  number bigint not null,
  message text not null,
  digest bytea not null,
  outcome text not null,
  fault text,
  taken_at timestamp with time zone not null
);
create table wallet.correspondent_return (
  reference text collate "C" not null,
  cross_border_id text collate "C" not null,
  amount_minor bigint not null,
  currency character(3) not null,
  code text not null,
  message_number bigint not null,
  taken_at timestamp with time zone not null
);
create table wallet.cross_border (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  quote_id text collate "C" not null,
  beneficiary_id text collate "C" not null,
  country character(2) not null,
  give_currency character(3) not null,
  converted_minor bigint not null,
  fee_minor bigint not null,
  correspondent_fee_minor bigint not null,
  get_currency character(3) not null,
  get_minor bigint not null,
  spread_minor bigint not null,
  rounding_minor bigint not null,
  rate text not null,
  purpose text not null,
  purpose_text text,
  uetr uuid not null,
  usage_day date not null,
  usage_minor bigint not null,
  usage_currency character(3) not null,
  goes_at timestamp with time zone not null,
  arrives_from timestamp with time zone not null,
  arrives_by timestamp with time zone not null,
  in_review boolean not null,
  money text not null,
  made_at timestamp with time zone,
  digest bytea,
  asks integer default 0 not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  ended_at timestamp with time zone,
  recall text,
  recall_ground text,
  recall_at timestamp with time zone,
  recall_asks integer default 0 not null
);
create table wallet.cross_border_corridor (
  currency character(3) not null,
  version integer not null,
  markup_basis_points integer not null,
  cut_off text not null,
  time_zone text not null,
  calendar text not null,
  arrives_after_days_min integer not null,
  arrives_after_days_max integer not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.cross_border_tariff (
  currency character(3) not null,
  version integer not null,
  fee_basis_points integer not null,
  fee_min_minor bigint not null,
  correspondent_fee_minor bigint not null,
  total_min_minor bigint not null,
  factor_above_minor bigint not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.debt (
  chargeback_id text collate "C" not null,
  customer_id text collate "C" not null,
  top_up_id text collate "C" not null,
  currency character(3) not null,
  incurred_minor bigint not null,
  collected_minor bigint default 0 not null,
  collects_from timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  collections integer default 0 not null,
  restricted_at timestamp with time zone
);
create table wallet.debt_rule (
  currency character(3) not null,
  version integer not null,
  restrict_after_days integer not null,
  owed_min_minor bigint not null,
  valid_from timestamp with time zone not null
);
create table wallet.ewallet_top_up_tariff (
  currency character(3) not null,
  version integer not null,
  fee_basis_points integer not null,
  fee_min_minor bigint not null,
  amount_min_minor bigint not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.exchange (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  quote_id text collate "C" not null,
  give_currency character(3) not null,
  give_minor bigint not null,
  fee_minor bigint not null,
  get_currency character(3) not null,
  get_minor bigint not null,
  spread_minor bigint not null,
  rounding_minor bigint not null,
  is_completed boolean not null,
  created_at timestamp with time zone not null
);
create table wallet.exchange_tariff (
  from_currency character(3) not null,
  to_currency character(3) not null,
  version integer not null,
  fee_basis_points integer not null,
  fee_min_minor bigint not null,
  markup_basis_points integer not null,
  give_min_minor bigint not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.kept_card (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  state text not null,
  top_up_id text collate "C",
  replaces_id text collate "C",
  vault_id text,
  fingerprint text,
  brand text,
  last4 text,
  expiry text,
  challenge_url text,
  failure text,
  is_default boolean default false not null,
  asks integer default 0 not null,
  due_at timestamp with time zone,
  created_at timestamp with time zone not null,
  kept_at timestamp with time zone,
  removed_at timestamp with time zone
);
create table wallet.kept_card_transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table wallet.money_request (
  id text collate "C" not null,
  asker_id text collate "C" not null,
  payer_id text collate "C",
  token text collate "C",
  is_hidden boolean default false not null,
  currency character(3) not null,
  amount_minor bigint not null,
  note text,
  state text not null,
  transfer_id text collate "C",
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  reminded_at timestamp with time zone,
  ended_at timestamp with time zone
);
create table wallet.money_request_transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table wallet.pay_code (
  customer_id text collate "C" not null,
  token text collate "C" not null,
  created_at timestamp with time zone not null
);
create table wallet.payee_reference (
  id text collate "C" not null,
  payer_id text collate "C" not null,
  payee_id text collate "C",
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  request_id text collate "C",
  name_match text,
  address_kind text,
  address text
);
create table wallet.payment_claim (
  transfer_id text collate "C" not null,
  case_id text collate "C" not null,
  payer_id text collate "C" not null,
  payee_id text collate "C" not null,
  currency character(3) not null,
  amount_minor bigint not null,
  held_minor bigint not null,
  recall_id text collate "C",
  returned_minor bigint default 0 not null,
  claimed_at timestamp with time zone not null
);
create table wallet.payout_claim (
  withdrawal_id text collate "C" not null,
  case_id text collate "C" not null,
  customer_id text collate "C" not null,
  was_here boolean not null,
  currency character(3) not null,
  borne_minor bigint default 0 not null,
  claimed_at timestamp with time zone not null
);
create table wallet.payout_file (
  id text collate "C" not null,
  currency character(3) not null,
  state text not null,
  execution_day date not null,
  payments integer not null,
  total_minor bigint not null,
  digest bytea not null,
  asks integer default 0 not null,
  made_at timestamp with time zone not null,
  sent_at timestamp with time zone
);
create table wallet.pickup (
  id text collate "C" not null,
  payer_id text collate "C" not null,
  currency character(3) not null,
  amount_minor bigint not null,
  note text,
  address_kind text not null,
  address text,
  token_hash bytea,
  state text not null,
  payee_id text collate "C",
  usage_day date not null,
  usage_minor bigint not null,
  usage_currency character(3) not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
create table wallet.rail_booking (
  id text collate "C" not null,
  item_id text collate "C" not null,
  account text not null,
  proposal_id text collate "C",
  made_at timestamp with time zone not null
);
create table wallet.rail_day (
  rail text not null,
  currency character(3) not null,
  day date not null,
  theirs_opening_minor bigint not null,
  theirs_closing_minor bigint not null,
  ours_closing_minor bigint not null,
  timing_minor bigint not null,
  explained_minor bigint not null,
  theirs_items integer not null,
  ours_items integer not null,
  closed_by text collate "C" not null,
  closed_at timestamp with time zone not null,
  previous_digest bytea,
  digest bytea not null
);
create table wallet.rail_explanation (
  item_id text collate "C" not null,
  why text not null,
  proposal_id text collate "C" not null,
  made_at timestamp with time zone not null
);
create table wallet.rail_item (
  id text collate "C" not null,
  rail text not null,
  currency character(3) not null,
  side text not null,
  key text collate "C" not null,
  day date not null,
  stated_on date,
  report_number bigint,
  amount_minor bigint not null,
  refs text[] not null,
  code text not null,
  is_reversal boolean default false not null,
  operation_id text collate "C",
  version bigint,
  taken_at timestamp with time zone not null,
  match_id uuid
);
create table wallet.rail_match (
  id uuid not null,
  rule text not null,
  proposal_id text collate "C",
  made_at timestamp with time zone not null
);
create table wallet.rail_report_refusal (
  rail text not null,
  currency character(3) not null,
  day date not null,
  line integer not null,
  fault text not null,
  refused_at timestamp with time zone not null,
  seen_at timestamp with time zone not null
);
create table wallet.rail_statement (
  rail text not null,
  currency character(3) not null,
  day date not null,
  opening_minor bigint not null,
  closing_minor bigint not null,
  report_number bigint,
  taken_at timestamp with time zone not null
);
create table wallet.rate_source (
  name text collate "C" not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  newest_day date,
  failure text,
  failed_times integer default 0 not null,
  failing_since timestamp with time zone
);
create table wallet.request_report (
  request_id text collate "C" not null,
  customer_id text collate "C" not null,
  asker_id text collate "C" not null,
  ground text not null,
  created_at timestamp with time zone not null
);
create table wallet.statement (
  id text collate "C" not null,
  code text collate "C" not null,
  customer_id text collate "C" not null,
  account_id bigint not null,
  currency character(3) not null,
  from_day date not null,
  to_day date not null,
  time_zone text not null,
  begins_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  above_version bigint not null,
  to_version bigint not null,
  newest_seq bigint,
  opening_minor bigint not null,
  in_minor bigint not null,
  out_minor bigint not null,
  closing_minor bigint not null,
  line_count integer not null,
  kinds jsonb not null,
  lines_digest bytea not null,
  fees_minor bigint not null,
  issued_at timestamp with time zone not null
);
create table wallet.statement_file (
  sha256 bytea not null,
  statement_id text collate "C" not null,
  form text not null,
  language text not null,
  bytes bigint not null,
  made_at timestamp with time zone not null
);
create table wallet.top_up (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  quote_id text collate "C" not null,
  token_digest bytea not null,
  currency character(3) not null,
  amount_minor bigint not null,
  fee_minor bigint not null,
  at_once_minor bigint not null,
  delayed_until timestamp with time zone,
  granted_minor bigint not null,
  granted_currency character(3) not null,
  usage_day date not null,
  usage_minor bigint not null,
  usage_currency character(3) not null,
  is_charged boolean not null,
  charge_id text collate "C",
  card_brand text,
  card_last4 text,
  asks integer default 0 not null,
  heard_at timestamp with time zone,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  held_minor bigint default 0 not null,
  hold_number integer default 0 not null,
  charged_back_minor bigint default 0 not null,
  failed_at timestamp with time zone,
  needs_review boolean default false not null,
  suspended_at timestamp with time zone,
  returned_at timestamp with time zone,
  kept_card_id text collate "C",
  keeps_card boolean default false not null,
  ewallet_name text,
  ewallet_account text
);
create table wallet.top_up_tariff (
  currency character(3) not null,
  version integer not null,
  fee_basis_points integer not null,
  fee_min_minor bigint not null,
  amount_min_minor bigint not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);
create table wallet.trace (
  case_id text collate "C" not null,
  operation_id text collate "C" not null,
  customer_id text collate "C" not null,
  finding text not null,
  state text not null,
  asked_at timestamp with time zone,
  recalled_at timestamp with time zone,
  asked_by text collate "C",
  reference text,
  answer text,
  answered_by text collate "C",
  answered_at timestamp with time zone,
  opened_at timestamp with time zone not null
);
create table wallet.trace_transition (
  from_state text not null,
  event text not null,
  to_state text not null
);
create table wallet.transfer (
  id text collate "C" not null,
  payer_id text collate "C" not null,
  payee_id text collate "C" not null,
  currency character(3) not null,
  amount_minor bigint not null,
  note text,
  is_completed boolean not null,
  created_at timestamp with time zone not null
);
create table wallet.withdrawal (
  id text collate "C" not null,
  customer_id text collate "C" not null,
  quote_id text collate "C" not null,
  bank_account_id text collate "C" not null,
  currency character(3) not null,
  amount_minor bigint not null,
  fee_minor bigint not null,
  usage_day date not null,
  usage_minor bigint not null,
  usage_currency character(3) not null,
  cut_off_at timestamp with time zone not null,
  arrives_by timestamp with time zone not null,
  file_id text collate "C",
  money text not null,
  asks integer default 0 not null,
  created_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  ended_at timestamp with time zone,
  in_review boolean default false not null
);
create table wallet.withdrawal_tariff (
  currency character(3) not null,
  version integer not null,
  fee_minor bigint not null,
  amount_min_minor bigint not null,
  factor_above_minor bigint not null,
  cut_off text not null,
  time_zone text not null,
  calendar text not null,
  arrives_after_days integer not null,
  valid_from timestamp with time zone not null,
  proposal_id text collate "C"
);

-- Constraints
alter table cases."case" add constraint case_assignee_id_check CHECK ((assignee_id ~~ 'stf\_%'::text));
alter table cases."case" add constraint case_check CHECK (((last_public_seq >= 0) AND (last_public_seq <= last_seq)));
alter table cases."case" add constraint case_check1 CHECK (((read_by_customer_seq >= 0) AND (read_by_customer_seq <= last_public_seq)));
alter table cases."case" add constraint case_check2 CHECK (((read_by_staff_seq >= 0) AND (read_by_staff_seq <= last_seq)));
alter table cases."case" add constraint case_check3 CHECK ((((assignee_id IS NULL) = (assignee_name IS NULL)) AND ((assignee_id IS NULL) = (taken_at IS NULL))));
alter table cases."case" add constraint case_check4 CHECK (((subject_kind IS NULL) = (subject_id IS NULL)));
alter table cases."case" add constraint case_check5 CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL)));
alter table cases."case" add constraint case_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table cases."case" add constraint case_id_check CHECK ((id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table cases."case" add constraint case_kind_check CHECK ((kind = ANY (ARRAY['question'::text, 'account_access'::text, 'lift_request'::text, 'payment_claim'::text, 'appeal'::text, 'trace'::text])));
alter table cases."case" add constraint case_last_seq_check CHECK ((last_seq >= 0));
alter table cases."case" add constraint case_next_actor_check CHECK ((next_actor = ANY (ARRAY['customer'::text, 'okpay'::text, 'nobody'::text])));
alter table cases."case" add constraint case_pkey PRIMARY KEY (id);
alter table cases."case" add constraint case_subject_id_check CHECK (((length(subject_id) >= 1) AND (length(subject_id) <= 60)));
alter table cases."case" add constraint case_topic_check CHECK (((length(topic) >= 1) AND (length(topic) <= 40)));
alter table cases."case" add constraint closed_waits_for_no_decision CHECK (((NOT awaits_decision) OR (state <> ALL (ARRAY['resolved'::text, 'closed'::text]))));
alter table cases."case" add constraint customer_is_asked CHECK (((next_actor = 'customer'::text) = (state = 'awaiting_customer'::text)));
alter table cases."case" add constraint okpay_owes_an_answer CHECK (((next_actor = 'okpay'::text) = (state = ANY (ARRAY['awaiting_agent'::text, 'in_progress'::text]))));
alter table cases."case" add constraint resolved_has_a_time CHECK (((state <> ALL (ARRAY['resolved'::text, 'closed'::text])) OR (resolved_at IS NOT NULL)));
alter table cases."case" add constraint waiting_has_a_due_time CHECK (((state = 'closed'::text) = (due_at IS NULL)));
alter table cases."case" add constraint waiting_is_okpays CHECK (((waiting_since IS NOT NULL) = (next_actor = 'okpay'::text)));
alter table cases.business_hours add constraint business_hours_check CHECK ((opens_minute < closes_minute));
alter table cases.business_hours add constraint business_hours_closes_minute_check CHECK (((closes_minute >= 1) AND (closes_minute <= 1440)));
alter table cases.business_hours add constraint business_hours_opens_minute_check CHECK (((opens_minute >= 0) AND (opens_minute <= 1439)));
alter table cases.business_hours add constraint business_hours_pkey PRIMARY KEY (weekday);
alter table cases.business_hours add constraint business_hours_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)));
alter table cases.business_hours add constraint business_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)));
alter table cases.evidence add constraint evidence_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases."case"(id);
alter table cases.evidence add constraint evidence_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text));
alter table cases.evidence add constraint evidence_pkey PRIMARY KEY (case_id);
alter table cases.holiday add constraint holiday_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)));
alter table cases.holiday add constraint holiday_pkey PRIMARY KEY (day);
alter table cases.message add constraint customers_write_openly CHECK (((author <> 'customer'::text) OR ((kind = 'text'::text) AND (audience = 'everyone'::text))));
alter table cases.message add constraint message_audience_check CHECK ((audience = ANY (ARRAY['everyone'::text, 'staff'::text])));
alter table cases.message add constraint message_author_check CHECK ((author = ANY (ARRAY['customer'::text, 'staff'::text, 'system'::text])));
alter table cases.message add constraint message_body_check CHECK ((length(body) <= 8000));
alter table cases.message add constraint message_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases."case"(id);
alter table cases.message add constraint message_case_id_public_seq_key UNIQUE (case_id, public_seq);
alter table cases.message add constraint message_case_id_seq_key UNIQUE (case_id, seq);
alter table cases.message add constraint message_check CHECK (((public_seq >= 1) AND (public_seq <= seq)));
alter table cases.message add constraint message_check1 CHECK (((audience = 'everyone'::text) = (public_seq IS NOT NULL)));
alter table cases.message add constraint message_check2 CHECK (((author = 'system'::text) = (author_id IS NULL)));
alter table cases.message add constraint message_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text));
alter table cases.message add constraint message_id_check CHECK ((id ~ '^msg_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table cases.message add constraint message_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'note'::text, 'opened'::text, 'explained'::text, 'agent_joined'::text, 'resolved'::text, 'reopened'::text, 'escalated'::text, 'closed'::text, 'asked'::text, 'given'::text, 'progress'::text])));
alter table cases.message add constraint message_pkey PRIMARY KEY (id);
alter table cases.message add constraint message_seq_check CHECK ((seq > 0));
alter table cases.message add constraint notes_are_for_staff CHECK (((kind <> ALL (ARRAY['note'::text, 'escalated'::text])) OR (audience = 'staff'::text)));
alter table cases.transition add constraint transition_pkey PRIMARY KEY (from_state, event);
alter table identity.access_answer add constraint access_answer_case_id_fkey FOREIGN KEY (case_id) REFERENCES identity.access_request(case_id);
alter table identity.access_answer add constraint access_answer_check CHECK (((right_count >= 0) AND (right_count <= held_count)));
alter table identity.access_answer add constraint access_answer_held_count_check CHECK (((held_count >= 0) AND (held_count <= 3)));
alter table identity.access_answer add constraint access_answer_pkey PRIMARY KEY (id);
alter table identity.access_check add constraint access_check_case_id_fkey FOREIGN KEY (case_id) REFERENCES identity.access_request(case_id);
alter table identity.access_check add constraint access_check_method_check CHECK ((method = ANY (ARRAY['document_by_video'::text, 'document_in_person'::text, 'call_back'::text])));
alter table identity.access_check add constraint access_check_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 1000)));
alter table identity.access_check add constraint access_check_pkey PRIMARY KEY (id);
alter table identity.access_check add constraint access_check_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(id);
alter table identity.access_follow add constraint access_follow_case_id_fkey FOREIGN KEY (case_id) REFERENCES identity.access_request(case_id);
alter table identity.access_follow add constraint access_follow_pkey PRIMARY KEY (token_hash);
alter table identity.access_follow add constraint access_follow_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.access_request add constraint access_request_case_id_check CHECK ((case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.access_request add constraint access_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.access_request add constraint access_request_lost_check CHECK ((lost = ANY (ARRAY['second_factor'::text, 'phone'::text, 'locked'::text])));
alter table identity.access_request add constraint access_request_pkey PRIMARY KEY (case_id);
alter table identity.access_request add constraint access_request_proven_by_check CHECK ((proven_by = ANY (ARRAY['email'::text, 'phone'::text])));
alter table identity.attempt add constraint attempt_charged_check CHECK ((charged >= 0));
alter table identity.attempt add constraint attempt_key_check CHECK ((octet_length(key) = 32));
alter table identity.attempt add constraint attempt_pauses_check CHECK ((pauses >= 0));
alter table identity.attempt add constraint attempt_pkey PRIMARY KEY (key);
alter table identity.authenticator add constraint authenticator_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.authenticator add constraint authenticator_pkey PRIMARY KEY (customer_id);
alter table identity.authenticator add constraint authenticator_totp_box_check CHECK ((totp_box ~~ 'v1.%'::text));
alter table identity.authenticator add constraint authenticator_totp_last_step_check CHECK ((totp_last_step > 0));
alter table identity.authenticator_offer add constraint authenticator_offer_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.authenticator_offer add constraint authenticator_offer_pkey PRIMARY KEY (customer_id);
alter table identity.authenticator_offer add constraint authenticator_offer_totp_box_check CHECK ((totp_box ~~ 'v1.%'::text));
alter table identity.avatar add constraint avatar_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.avatar add constraint avatar_jpeg_check CHECK (((octet_length(jpeg) >= 1) AND (octet_length(jpeg) <= 32768)));
alter table identity.avatar add constraint avatar_pkey PRIMARY KEY (customer_id);
alter table identity.closing add constraint closing_check CHECK ((closes_at > requested_at));
alter table identity.closing add constraint closing_check1 CHECK (((state = 'closing'::text) = (ended_at IS NULL)));
alter table identity.closing add constraint closing_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.closing add constraint closing_id_check CHECK ((id ~ '^clo_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.closing add constraint closing_pkey PRIMARY KEY (id);
alter table identity.closing add constraint closing_restriction_id_check CHECK ((restriction_id ~~ 'rst\_%'::text));
alter table identity.closing add constraint closing_state_check CHECK ((state = ANY (ARRAY['closing'::text, 'kept'::text, 'closed'::text])));
alter table identity.closing_rule add constraint closing_rule_cooling_days_check CHECK (((cooling_days >= 1) AND (cooling_days <= 90)));
alter table identity.closing_rule add constraint closing_rule_pkey PRIMARY KEY (version);
alter table identity.closing_rule add constraint closing_rule_version_check CHECK ((version > 0));
alter table identity.closure_record add constraint closure_record_closing_id_fkey FOREIGN KEY (closing_id) REFERENCES identity.closing(id);
alter table identity.closure_record add constraint closure_record_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.closure_record add constraint closure_record_customer_id_key UNIQUE (customer_id);
alter table identity.closure_record add constraint closure_record_pkey PRIMARY KEY (closing_id);
alter table identity.closure_record add constraint closure_record_record_check CHECK ((jsonb_typeof(record) = 'object'::text));
alter table identity.contact_change add constraint contact_change_address_check CHECK (((char_length(address) >= 3) AND (char_length(address) <= 254)));
alter table identity.contact_change add constraint contact_change_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.contact_change add constraint contact_change_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])));
alter table identity.contact_change add constraint contact_change_pkey PRIMARY KEY (customer_id, kind);
alter table identity.contact_change add constraint contact_change_session_id_check CHECK ((session_id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.contact_change add constraint contact_change_written_check CHECK (((char_length(written) >= 3) AND (char_length(written) <= 254)));
alter table identity.contact_proof add constraint contact_proof_address_check CHECK (((char_length(address) >= 3) AND (char_length(address) <= 254)));
alter table identity.contact_proof add constraint contact_proof_check CHECK ((((secret_hash IS NULL) = (sent_at IS NULL)) AND ((sent_at IS NULL) = (expires_at IS NULL))));
alter table identity.contact_proof add constraint contact_proof_check1 CHECK (((used_at IS NULL) OR (secret_hash IS NOT NULL)));
alter table identity.contact_proof add constraint contact_proof_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.contact_proof add constraint contact_proof_pkey PRIMARY KEY (customer_id, purpose);
alter table identity.contact_proof add constraint contact_proof_purpose_check CHECK ((purpose = ANY (ARRAY['email'::text, 'phone'::text, 'reset_email'::text, 'reset_phone'::text, 'sign_in'::text, 'new_email'::text, 'new_phone'::text, 'access_email'::text, 'access_phone'::text, 'closure_email'::text])));
alter table identity.contact_proof add constraint contact_proof_tries_check CHECK (((tries >= 0) AND (tries <= 5)));
alter table identity.customer add constraint customer_id_check CHECK ((id ~ '^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.customer add constraint customer_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'zh-CN'::text])));
alter table identity.customer add constraint customer_pkey PRIMARY KEY (id);
alter table identity.customer add constraint customer_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)));
alter table identity.device add constraint device_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.device add constraint device_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)));
alter table identity.device add constraint device_pkey PRIMARY KEY (customer_id, token_hash);
alter table identity.device add constraint device_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.erasure add constraint erasure_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.erasure add constraint erasure_pkey PRIMARY KEY (customer_id, what);
alter table identity.erasure add constraint erasure_what_fkey FOREIGN KEY (what) REFERENCES identity.retention_rule(what);
alter table identity.former_contact add constraint former_contact_address_check CHECK (((char_length(address) >= 3) AND (char_length(address) <= 254)));
alter table identity.former_contact add constraint former_contact_check CHECK ((held_until > given_up_at));
alter table identity.former_contact add constraint former_contact_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.former_contact add constraint former_contact_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])));
alter table identity.former_contact add constraint former_contact_pkey PRIMARY KEY (id);
alter table identity.former_contact add constraint former_contact_written_check CHECK (((char_length(written) >= 3) AND (char_length(written) <= 254)));
alter table identity.handle_claim add constraint handle_claim_check CHECK ((released_at >= claimed_at));
alter table identity.handle_claim add constraint handle_claim_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.handle_claim add constraint handle_claim_handle_key_check CHECK ((handle_key ~ '^[a-z][a-z2-9_]{2,19}$'::text));
alter table identity.handle_claim add constraint handle_claim_pkey PRIMARY KEY (handle_key);
alter table identity.message_request add constraint message_request_address_hash_check CHECK ((octet_length(address_hash) = 32));
alter table identity.message_request add constraint message_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.message_request add constraint message_request_pkey PRIMARY KEY (id);
alter table identity.message_request add constraint message_request_purpose_check CHECK ((purpose = ANY (ARRAY['email'::text, 'phone'::text, 'repeated'::text, 'reset_email'::text, 'reset_phone'::text, 'sign_in'::text, 'new_email'::text, 'new_phone'::text, 'access_email'::text, 'access_phone'::text, 'closure_email'::text])));
alter table identity.message_request add constraint message_request_source_hash_check CHECK ((octet_length(source_hash) = 32));
alter table identity.passkey add constraint passkey_aaguid_check CHECK ((length(aaguid) = 36));
alter table identity.passkey add constraint passkey_check CHECK ((backup_eligible OR (NOT backed_up)));
alter table identity.passkey add constraint passkey_counter_check CHECK ((counter >= 0));
alter table identity.passkey add constraint passkey_credential_id_check CHECK (((length(credential_id) >= 16) AND (length(credential_id) <= 1400)));
alter table identity.passkey add constraint passkey_credential_id_key UNIQUE (credential_id);
alter table identity.passkey add constraint passkey_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.passkey add constraint passkey_id_check CHECK ((id ~ '^pk_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.passkey add constraint passkey_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60)));
alter table identity.passkey add constraint passkey_pkey PRIMARY KEY (id);
alter table identity.passkey add constraint passkey_public_key_check CHECK (((octet_length(public_key) >= 32) AND (octet_length(public_key) <= 4096)));
alter table identity.passkey_challenge add constraint passkey_challenge_bound_to_check CHECK ((octet_length(bound_to) = 32));
alter table identity.passkey_challenge add constraint passkey_challenge_challenge_hash_check CHECK ((octet_length(challenge_hash) = 32));
alter table identity.passkey_challenge add constraint passkey_challenge_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:05:00'::interval))));
alter table identity.passkey_challenge add constraint passkey_challenge_pkey PRIMARY KEY (challenge_hash);
alter table identity.passkey_challenge add constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'sign_in'::text, 'prove'::text, 'pay'::text])));
alter table identity.password add constraint password_box_check CHECK ((box ~~ 'v1.%'::text));
alter table identity.password add constraint password_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.password add constraint password_parameters_check CHECK ((parameters ~~ 'argon2id %'::text));
alter table identity.password add constraint password_pkey PRIMARY KEY (customer_id);
alter table identity.payment_password add constraint payment_password_box_check CHECK ((box ~~ 'v1.%'::text));
alter table identity.payment_password add constraint payment_password_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.payment_password add constraint payment_password_parameters_check CHECK ((parameters ~~ 'argon2id %'::text));
alter table identity.payment_password add constraint payment_password_pkey PRIMARY KEY (customer_id);
alter table identity.pending_sign_in add constraint pending_sign_in_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:10:00'::interval))));
alter table identity.pending_sign_in add constraint pending_sign_in_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.pending_sign_in add constraint pending_sign_in_pkey PRIMARY KEY (token_hash);
alter table identity.pending_sign_in add constraint pending_sign_in_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.phrase add constraint phrase_box_check CHECK ((box ~~ 'v1.%'::text));
alter table identity.phrase add constraint phrase_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.phrase add constraint phrase_pkey PRIMARY KEY (customer_id);
alter table identity.profile add constraint profile_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.profile add constraint profile_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254)));
alter table identity.profile add constraint profile_email_key_check CHECK ((email_key = lower(email_key)));
alter table identity.profile add constraint profile_handle_check CHECK ((handle ~ '^[a-z][a-z0-9_]{2,19}$'::text));
alter table identity.profile add constraint profile_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)));
alter table identity.profile add constraint profile_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table identity.profile add constraint profile_pkey PRIMARY KEY (customer_id);
alter table identity.proof add constraint proof_approved_by_check CHECK ((approved_by ~~ 'stf\_%'::text));
alter table identity.proof add constraint proof_check CHECK (((state = ANY (ARRAY['in_review'::text, 'second_review'::text])) <= ((submitted_at IS NOT NULL) AND (due_at IS NOT NULL))));
alter table identity.proof add constraint proof_check1 CHECK (((state = 'approved'::text) = ((approved_by IS NOT NULL) AND (approved_at IS NOT NULL) AND (valid_until IS NOT NULL))));
alter table identity.proof add constraint proof_check2 CHECK (((state = 'second_review'::text) <= (first_by IS NOT NULL)));
alter table identity.proof add constraint proof_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table identity.proof add constraint proof_first_by_check CHECK ((first_by ~~ 'stf\_%'::text));
alter table identity.proof add constraint proof_id_check CHECK ((id ~ '^kyc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.proof add constraint proof_pkey PRIMARY KEY (id);
alter table identity.proof add constraint proof_round_check CHECK ((round > 0));
alter table identity.proof add constraint proof_state_check CHECK ((state = ANY (ARRAY['collecting'::text, 'in_review'::text, 'second_review'::text, 'needs_input'::text, 'approved'::text, 'ended'::text])));
alter table identity.proof add constraint proof_tier_fkey FOREIGN KEY (tier) REFERENCES identity.tier_rule(tier);
alter table identity.proof add constraint two_people_approve CHECK (((first_by IS NULL) OR (approved_by IS NULL) OR (first_by <> approved_by)));
alter table identity.proof_answer add constraint proof_answer_check CHECK (((sealed IS NULL) <> (file_id IS NULL)));
alter table identity.proof_answer add constraint proof_answer_file_id_fkey FOREIGN KEY (file_id) REFERENCES identity.proof_file(id);
alter table identity.proof_answer add constraint proof_answer_item_check CHECK ((item ~ '^[a-z_]{1,40}$'::text));
alter table identity.proof_answer add constraint proof_answer_pkey PRIMARY KEY (proof_id, item);
alter table identity.proof_answer add constraint proof_answer_proof_id_fkey FOREIGN KEY (proof_id) REFERENCES identity.proof(id);
alter table identity.proof_answer add constraint proof_answer_state_check CHECK ((state = ANY (ARRAY['given'::text, 'refused'::text, 'accepted'::text])));
alter table identity.proof_decision add constraint proof_decision_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'refuse'::text])));
alter table identity.proof_decision add constraint proof_decision_pkey PRIMARY KEY (id);
alter table identity.proof_decision add constraint proof_decision_proof_id_fkey FOREIGN KEY (proof_id) REFERENCES identity.proof(id);
alter table identity.proof_decision add constraint proof_decision_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table identity.proof_file add constraint proof_file_check CHECK (((wrapped_key IS NULL) = (deleted_at IS NOT NULL)));
alter table identity.proof_file add constraint proof_file_id_check CHECK ((id ~ '^doc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.proof_file add constraint proof_file_item_check CHECK ((item ~ '^[a-z_]{1,40}$'::text));
alter table identity.proof_file add constraint proof_file_pages_check CHECK (((pages >= 1) AND (pages <= 9)));
alter table identity.proof_file add constraint proof_file_pkey PRIMARY KEY (id);
alter table identity.proof_file add constraint proof_file_proof_id_fkey FOREIGN KEY (proof_id) REFERENCES identity.proof(id);
alter table identity.proof_look add constraint proof_look_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table identity.proof_look add constraint proof_look_file_id_fkey FOREIGN KEY (file_id) REFERENCES identity.proof_file(id);
alter table identity.proof_look add constraint proof_look_pkey PRIMARY KEY (id);
alter table identity.proof_look add constraint proof_look_proof_id_fkey FOREIGN KEY (proof_id) REFERENCES identity.proof(id);
alter table identity.proof_look add constraint proof_look_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table identity.proof_refusal add constraint proof_refusal_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES identity.proof_decision(id);
alter table identity.proof_refusal add constraint proof_refusal_item_check CHECK ((item ~ '^[a-z_]{1,40}$'::text));
alter table identity.proof_refusal add constraint proof_refusal_pkey PRIMARY KEY (decision_id, item);
alter table identity.proof_refusal add constraint proof_refusal_reason_check CHECK ((reason ~ '^[a-z_]{1,40}$'::text));
alter table identity.proof_retention add constraint proof_retention_pkey PRIMARY KEY (what);
alter table identity.proof_retention add constraint proof_retention_span_check CHECK ((span > 0));
alter table identity.proof_retention add constraint proof_retention_what_check CHECK ((what = ANY (ARRAY['idle_proof_days'::text, 'ended_proof_days'::text, 'past_proof_months'::text])));
alter table identity.recovery_code add constraint recovery_code_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.recovery_code add constraint recovery_code_pkey PRIMARY KEY (id);
alter table identity.remainder_rule add constraint remainder_rule_pkey PRIMARY KEY (currency);
alter table identity.remainder_rule add constraint remainder_rule_up_to_minor_check CHECK ((up_to_minor > 0));
alter table identity.retention_rule add constraint retention_rule_days_check CHECK ((days > 0));
alter table identity.retention_rule add constraint retention_rule_ground_check CHECK (((length(ground) >= 1) AND (length(ground) <= 200)));
alter table identity.retention_rule add constraint retention_rule_pkey PRIMARY KEY (what);
alter table identity.retention_rule add constraint retention_rule_what_check CHECK ((what = ANY (ARRAY['addresses'::text, 'security_events'::text, 'messages'::text, 'conversations'::text, 'closure_record'::text, 'screening'::text, 'screening_confirmed'::text])));
alter table identity.security_answer add constraint security_answer_box_check CHECK ((box ~~ 'v1.%'::text));
alter table identity.security_answer add constraint security_answer_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.security_answer add constraint security_answer_pkey PRIMARY KEY (customer_id, question);
alter table identity.security_answer add constraint security_answer_question_check CHECK ((question ~ '^[a-z_]{3,40}$'::text));
alter table identity.security_event add constraint security_event_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.security_event add constraint security_event_device_check CHECK ((char_length(device) <= 100));
alter table identity.security_event add constraint security_event_ip_check CHECK ((char_length(ip) <= 45));
alter table identity.security_event add constraint security_event_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60)));
alter table identity.security_event add constraint security_event_pkey PRIMARY KEY (id);
alter table identity.session add constraint session_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '12:00:00'::interval))));
alter table identity.session add constraint session_check1 CHECK (((ended_at IS NULL) = (end_reason IS NULL)));
alter table identity.session add constraint session_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.session add constraint session_device_check CHECK (((char_length(device) >= 1) AND (char_length(device) <= 100)));
alter table identity.session add constraint session_end_reason_check CHECK ((end_reason = ANY (ARRAY['signed_out'::text, 'ended_by_owner'::text, 'replaced'::text, 'password_changed'::text, 'contact_changed'::text, 'access_restored'::text, 'closed'::text])));
alter table identity.session add constraint session_id_check CHECK ((id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.session add constraint session_ip_check CHECK ((char_length(ip) <= 45));
alter table identity.session add constraint session_pkey PRIMARY KEY (id);
alter table identity.session add constraint session_proof_whole CHECK (((proven_at IS NULL) = (proven_with IS NULL)));
alter table identity.session add constraint session_proven_with_check CHECK ((proven_with = ANY (ARRAY['password'::text, 'factor'::text])));
alter table identity.session add constraint session_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.session add constraint session_token_hash_key UNIQUE (token_hash);
alter table identity.sms_factor add constraint sms_factor_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.sms_factor add constraint sms_factor_pkey PRIMARY KEY (customer_id);
alter table identity.staff add constraint staff_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254)));
alter table identity.staff add constraint staff_email_key_check CHECK ((email_key = lower(email_key)));
alter table identity.staff add constraint staff_email_key_key UNIQUE (email_key);
alter table identity.staff add constraint staff_id_fkey FOREIGN KEY (id) REFERENCES identity.staff_invitation(staff_id);
alter table identity.staff add constraint staff_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'zh-CN'::text])));
alter table identity.staff add constraint staff_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)));
alter table identity.staff add constraint staff_password_box_check CHECK ((password_box ~~ 'v1.%'::text));
alter table identity.staff add constraint staff_password_parameters_check CHECK ((password_parameters ~~ 'argon2id %'::text));
alter table identity.staff add constraint staff_pkey PRIMARY KEY (id);
alter table identity.staff add constraint staff_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'supervisor'::text, 'risk'::text, 'finance'::text, 'operator'::text])));
alter table identity.staff add constraint staff_totp_box_check CHECK ((totp_box ~~ 'v1.%'::text));
alter table identity.staff add constraint staff_totp_last_step_check CHECK ((totp_last_step > 0));
alter table identity.staff_audit add constraint staff_audit_action_check CHECK (((length(action) >= 1) AND (length(action) <= 60)));
alter table identity.staff_audit add constraint staff_audit_actor_check CHECK (((actor = 'cli'::text) OR (actor ~~ 'stf\_%'::text)));
alter table identity.staff_audit add constraint staff_audit_pkey PRIMARY KEY (id);
alter table identity.staff_audit add constraint staff_audit_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 60)));
alter table identity.staff_invitation add constraint staff_invitation_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '24:00:00'::interval))));
alter table identity.staff_invitation add constraint staff_invitation_check1 CHECK (((accepted_at IS NULL) OR ((totp_box IS NOT NULL) AND (revoked_at IS NULL))));
alter table identity.staff_invitation add constraint staff_invitation_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 254)));
alter table identity.staff_invitation add constraint staff_invitation_email_key_check CHECK ((email_key = lower(email_key)));
alter table identity.staff_invitation add constraint staff_invitation_id_check CHECK ((id ~ '^inv_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.staff_invitation add constraint staff_invitation_invited_by_check CHECK (((invited_by = 'cli'::text) OR (invited_by ~~ 'stf\_%'::text)));
alter table identity.staff_invitation add constraint staff_invitation_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)));
alter table identity.staff_invitation add constraint staff_invitation_pkey PRIMARY KEY (id);
alter table identity.staff_invitation add constraint staff_invitation_role_check CHECK ((role = ANY (ARRAY['agent'::text, 'supervisor'::text, 'risk'::text, 'finance'::text, 'operator'::text])));
alter table identity.staff_invitation add constraint staff_invitation_staff_id_check CHECK ((staff_id ~ '^stf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.staff_invitation add constraint staff_invitation_staff_id_key UNIQUE (staff_id);
alter table identity.staff_invitation add constraint staff_invitation_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.staff_invitation add constraint staff_invitation_token_hash_key UNIQUE (token_hash);
alter table identity.staff_invitation add constraint staff_invitation_totp_box_check CHECK ((totp_box ~~ 'v1.%'::text));
alter table identity.staff_session add constraint staff_session_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '08:00:00'::interval))));
alter table identity.staff_session add constraint staff_session_device_check CHECK (((char_length(device) >= 1) AND (char_length(device) <= 100)));
alter table identity.staff_session add constraint staff_session_id_check CHECK ((id ~ '^ses_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.staff_session add constraint staff_session_ip_check CHECK ((char_length(ip) <= 45));
alter table identity.staff_session add constraint staff_session_pkey PRIMARY KEY (id);
alter table identity.staff_session add constraint staff_session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES identity.staff(id);
alter table identity.staff_session add constraint staff_session_token_hash_check CHECK ((octet_length(token_hash) = 32));
alter table identity.staff_session add constraint staff_session_token_hash_key UNIQUE (token_hash);
alter table identity.step_up add constraint step_up_action_check CHECK ((action = ANY (ARRAY['transfer'::text, 'top_up'::text, 'withdrawal'::text, 'payout_details'::text, 'beneficiary_details'::text, 'cross_border'::text, 'keep_card'::text])));
alter table identity.step_up add constraint step_up_amount_minor_check CHECK ((amount_minor >= 0));
alter table identity.step_up add constraint step_up_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:02:00'::interval))));
alter table identity.step_up add constraint step_up_check1 CHECK (((used_at >= created_at) AND (used_at < expires_at)));
alter table identity.step_up add constraint step_up_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.step_up add constraint step_up_factor_check CHECK ((factor = ANY (ARRAY['passkey'::text, 'authenticator'::text])));
alter table identity.step_up add constraint step_up_id_check CHECK ((id ~ '^su_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table identity.step_up add constraint step_up_payee_check CHECK (((char_length(payee) >= 1) AND (char_length(payee) <= 64)));
alter table identity.step_up add constraint step_up_pkey PRIMARY KEY (id);
alter table identity.stopped_channel add constraint stopped_channel_channel_check CHECK ((channel = 'sms'::text));
alter table identity.stopped_channel add constraint stopped_channel_pkey PRIMARY KEY (channel);
alter table identity.terms_acceptance add constraint terms_acceptance_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES identity.customer(id);
alter table identity.terms_acceptance add constraint terms_acceptance_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'zh-CN'::text])));
alter table identity.terms_acceptance add constraint terms_acceptance_pkey PRIMARY KEY (customer_id, version);
alter table identity.terms_acceptance add constraint terms_acceptance_version_check CHECK (((length(version) >= 1) AND (length(version) <= 40)));
alter table identity.tier_requirement add constraint tier_requirement_item_check CHECK ((item ~ '^[a-z_]{1,40}$'::text));
alter table identity.tier_requirement add constraint tier_requirement_pkey PRIMARY KEY (tier, item);
alter table identity.tier_requirement add constraint tier_requirement_tier_fkey FOREIGN KEY (tier) REFERENCES identity.tier_rule(tier);
alter table identity.tier_rule add constraint tier_rule_notice_days_check CHECK (((notice_days >= 1) AND (notice_days <= 365)));
alter table identity.tier_rule add constraint tier_rule_pkey PRIMARY KEY (tier);
alter table identity.tier_rule add constraint tier_rule_restrict_after_days_check CHECK ((restrict_after_days > 0));
alter table identity.tier_rule add constraint tier_rule_tier_check CHECK ((tier = ANY (ARRAY['T2'::text, 'T3'::text])));
alter table identity.tier_rule add constraint tier_rule_valid_months_check CHECK (((valid_months >= 1) AND (valid_months <= 240)));
alter table ledger.acceptance add constraint acceptance_pkey PRIMARY KEY (id);
alter table ledger.acceptance add constraint acceptance_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)));
alter table ledger.account add constraint account_currency_fkey FOREIGN KEY (currency) REFERENCES ledger.currency(code);
alter table ledger.account add constraint account_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.account_kind(name);
alter table ledger.account add constraint account_owner_kind_currency_key UNIQUE (owner, kind, currency);
alter table ledger.account add constraint account_pkey PRIMARY KEY (id);
alter table ledger.account_flag_change add constraint account_flag_change_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(id);
alter table ledger.account_flag_change add constraint account_flag_change_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 100)));
alter table ledger.account_flag_change add constraint account_flag_change_pkey PRIMARY KEY (id);
alter table ledger.account_flag_change add constraint account_flag_change_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)));
alter table ledger.account_kind add constraint account_kind_normal_side_check CHECK ((normal_side = ANY (ARRAY['debit'::text, 'credit'::text])));
alter table ledger.account_kind add constraint account_kind_pkey PRIMARY KEY (name);
alter table ledger.archived_id add constraint archived_id_pkey PRIMARY KEY (id);
alter table ledger.archived_part add constraint archived_part_check CHECK (((refused_count >= 0) AND (refused_count <= row_count)));
alter table ledger.archived_part add constraint archived_part_number_fkey FOREIGN KEY (number) REFERENCES ledger.journal_part(number);
alter table ledger.archived_part add constraint archived_part_pkey PRIMARY KEY (number);
alter table ledger.archived_part add constraint archived_part_row_count_check CHECK ((row_count >= 0));
alter table ledger.attachment_kind add constraint attachment_kind_check CHECK (((check_all_function IS NULL) OR (check_function IS NOT NULL)));
alter table ledger.attachment_kind add constraint attachment_kind_name_check CHECK ((name ~ '^[a-z_]+\.[a-z_]+$'::text));
alter table ledger.attachment_kind add constraint attachment_kind_pkey PRIMARY KEY (name);
alter table ledger.balance add constraint balance_flags_check CHECK ((((flags >= 0) AND (flags <= 31)) AND ((flags & 3) <> 3)));
alter table ledger.balance add constraint balance_pkey PRIMARY KEY (account_id);
alter table ledger.balance add constraint closed_is_empty CHECK ((((flags & 16) = 0) OR ((debits_posted_minor = credits_posted_minor) AND (debits_pending_minor = 0) AND (credits_pending_minor = 0))));
alter table ledger.balance add constraint credits_cover_debits CHECK ((((flags & 1) = 0) OR (((credits_posted_minor - debits_posted_minor) - debits_pending_minor) >= 0)));
alter table ledger.balance add constraint debits_cover_credits CHECK ((((flags & 2) = 0) OR (((debits_posted_minor - credits_posted_minor) - credits_pending_minor) >= 0)));
alter table ledger.balance add constraint nothing_is_negative CHECK ((LEAST(debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, version) >= 0));
alter table ledger.balance add constraint touched_has_a_last CHECK (((last_seq IS NULL) = (version = 0)));
alter table ledger.balance add constraint window_is_whole CHECK (
CASE
    WHEN (window_day IS NULL) THEN (COALESCE(window_day_minor, window_month_minor) IS NULL)
    ELSE COALESCE(((window_day_minor >= 0) AND (window_month_minor >= 0)), false)
END);
alter table ledger.block add constraint block_account_count_check CHECK ((account_count >= 0));
alter table ledger.block add constraint block_check CHECK ((last_seq >= (first_seq - 1)));
alter table ledger.block add constraint block_check1 CHECK ((last_account >= (first_account - 1)));
alter table ledger.block add constraint block_check2 CHECK ((last_flag_change >= (first_flag_change - 1)));
alter table ledger.block add constraint block_check3 CHECK (((flag_change_count >= 0) AND (((journal_count + account_count) + flag_change_count) > 0)));
alter table ledger.block add constraint block_hash_check CHECK ((length(hash) = 32));
alter table ledger.block add constraint block_hash_key UNIQUE (hash);
alter table ledger.block add constraint block_journal_count_check CHECK ((journal_count >= 0));
alter table ledger.block add constraint block_key_id_check CHECK ((key_id ~ '^[A-Za-z0-9_-]{1,40}$'::text));
alter table ledger.block add constraint block_merkle_root_check CHECK ((length(merkle_root) = 32));
alter table ledger.block add constraint block_number_check CHECK ((number >= 1));
alter table ledger.block add constraint block_pkey PRIMARY KEY (number);
alter table ledger.block add constraint block_previous_hash_check CHECK ((length(previous_hash) = 32));
alter table ledger.block add constraint block_salt_check CHECK ((length(salt) = 32));
alter table ledger.block add constraint block_signature_check CHECK ((signature ~ '^[A-Za-z0-9_-]{86}$'::text));
alter table ledger.carried add constraint carried_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(id);
alter table ledger.carried add constraint carried_credits_pending_minor_check CHECK ((credits_pending_minor >= 0));
alter table ledger.carried add constraint carried_credits_posted_minor_check CHECK ((credits_posted_minor >= 0));
alter table ledger.carried add constraint carried_debits_pending_minor_check CHECK ((debits_pending_minor >= 0));
alter table ledger.carried add constraint carried_debits_posted_minor_check CHECK ((debits_posted_minor >= 0));
alter table ledger.carried add constraint carried_part_fkey FOREIGN KEY (part) REFERENCES ledger.archived_part(number);
alter table ledger.carried add constraint carried_pkey PRIMARY KEY (account_id, part);
alter table ledger.carried add constraint carried_version_check CHECK ((version >= 1));
alter table ledger.currency add constraint currency_code_check CHECK ((code ~ '^[A-Z]{3}$'::text));
alter table ledger.currency add constraint currency_exponent_check CHECK (((exponent >= 0) AND (exponent <= 4)));
alter table ledger.currency add constraint currency_pkey PRIMARY KEY (code);
alter table ledger.hold add constraint hold_amount_minor_check CHECK ((amount_minor > 0));
alter table ledger.hold add constraint hold_check CHECK (((captured_minor >= 0) AND (captured_minor <= amount_minor)));
alter table ledger.hold add constraint hold_check1 CHECK (((state = 0) = (resolved_by IS NULL)));
alter table ledger.hold add constraint hold_check2 CHECK (((state = 1) = (captured_minor > 0)));
alter table ledger.hold add constraint hold_pkey PRIMARY KEY (seq);
alter table ledger.hold add constraint hold_resolved_by_key UNIQUE (resolved_by);
alter table ledger.hold add constraint hold_state_check CHECK (((state >= 0) AND (state <= 3)));
alter table ledger.journal add constraint created_is_whole CHECK (((kind >= 8) OR ((num_nulls(debit_account, credit_account, amount_minor, currency, debit_after_minor, credit_after_minor, debit_version, credit_version) = 0) AND (debit_account <> credit_account) AND ((amount_minor >= 1) AND (amount_minor <= '1000000000000000'::bigint)) AND (LEAST(debit_version, credit_version) >= 1) AND ((debit_prev IS NULL) = (debit_version = 1)) AND ((credit_prev IS NULL) = (credit_version = 1)) AND ((ref_seq IS NULL) = (kind <= 1)) AND COALESCE((GREATEST(debit_prev, credit_prev, ref_seq) < seq), true))));
alter table ledger.journal add constraint journal_check CHECK (((leg >= 1) AND (leg <= leg_count)));
alter table ledger.journal add constraint journal_kind_check CHECK ((((kind >= 0) AND (kind <= 5)) OR ((kind >= 8) AND (kind <= 13))));
alter table ledger.journal add constraint journal_pkey PRIMARY KEY (seq);
alter table ledger.journal add constraint refused_moves_nothing CHECK (((kind < 8) OR (num_nonnulls(debit_version, credit_version, debit_after_minor, credit_after_minor, debit_prev, credit_prev) = 0)));
alter table ledger.journal_0 add constraint created_is_whole CHECK (((kind >= 8) OR ((num_nulls(debit_account, credit_account, amount_minor, currency, debit_after_minor, credit_after_minor, debit_version, credit_version) = 0) AND (debit_account <> credit_account) AND ((amount_minor >= 1) AND (amount_minor <= '1000000000000000'::bigint)) AND (LEAST(debit_version, credit_version) >= 1) AND ((debit_prev IS NULL) = (debit_version = 1)) AND ((credit_prev IS NULL) = (credit_version = 1)) AND ((ref_seq IS NULL) = (kind <= 1)) AND COALESCE((GREATEST(debit_prev, credit_prev, ref_seq) < seq), true))));
alter table ledger.journal_0 add constraint journal_0_pkey PRIMARY KEY (seq);
alter table ledger.journal_0 add constraint journal_check CHECK (((leg >= 1) AND (leg <= leg_count)));
alter table ledger.journal_0 add constraint journal_kind_check CHECK ((((kind >= 0) AND (kind <= 5)) OR ((kind >= 8) AND (kind <= 13))));
alter table ledger.journal_0 add constraint refused_moves_nothing CHECK (((kind < 8) OR (num_nonnulls(debit_version, credit_version, debit_after_minor, credit_after_minor, debit_prev, credit_prev) = 0)));
alter table ledger.journal_1 add constraint created_is_whole CHECK (((kind >= 8) OR ((num_nulls(debit_account, credit_account, amount_minor, currency, debit_after_minor, credit_after_minor, debit_version, credit_version) = 0) AND (debit_account <> credit_account) AND ((amount_minor >= 1) AND (amount_minor <= '1000000000000000'::bigint)) AND (LEAST(debit_version, credit_version) >= 1) AND ((debit_prev IS NULL) = (debit_version = 1)) AND ((credit_prev IS NULL) = (credit_version = 1)) AND ((ref_seq IS NULL) = (kind <= 1)) AND COALESCE((GREATEST(debit_prev, credit_prev, ref_seq) < seq), true))));
alter table ledger.journal_1 add constraint journal_1_pkey PRIMARY KEY (seq);
alter table ledger.journal_1 add constraint journal_check CHECK (((leg >= 1) AND (leg <= leg_count)));
alter table ledger.journal_1 add constraint journal_kind_check CHECK ((((kind >= 0) AND (kind <= 5)) OR ((kind >= 8) AND (kind <= 13))));
alter table ledger.journal_1 add constraint refused_moves_nothing CHECK (((kind < 8) OR (num_nonnulls(debit_version, credit_version, debit_after_minor, credit_after_minor, debit_prev, credit_prev) = 0)));
alter table ledger.journal_part add constraint journal_part_number_check CHECK ((number >= 0));
alter table ledger.journal_part add constraint journal_part_pkey PRIMARY KEY (number);
alter table ledger.movement add constraint movement_name_key UNIQUE (name);
alter table ledger.movement add constraint movement_pkey PRIMARY KEY (code);
alter table ledger.operation_kind add constraint operation_kind_pkey PRIMARY KEY (code);
alter table ledger.operation_kind add constraint operation_kind_prefix_key UNIQUE (prefix);
alter table ledger.refusal add constraint refusal_code_check CHECK (((length(code) >= 1) AND (length(code) <= 60)));
alter table ledger.refusal add constraint refusal_pkey PRIMARY KEY (seq);
alter table ledger.reversal_total add constraint reversal_total_check CHECK (((reversed_minor >= 1) AND (reversed_minor <= amount_minor)));
alter table ledger.reversal_total add constraint reversal_total_pkey PRIMARY KEY (seq);
alter table notifications.choice add constraint choice_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table notifications.choice add constraint choice_pkey PRIMARY KEY (customer_id, topic);
alter table notifications.choice add constraint choice_topic_check CHECK ((topic = ANY (ARRAY['payments'::text, 'top_ups'::text, 'conversations'::text])));
alter table notifications.delivery add constraint delivery_attempts_check CHECK ((attempts >= 0));
alter table notifications.delivery add constraint delivery_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text])));
alter table notifications.delivery add constraint delivery_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table notifications.delivery add constraint delivery_event_id_customer_id_channel_template_key UNIQUE (event_id, customer_id, channel, template);
alter table notifications.delivery add constraint delivery_id_check CHECK ((id ~ '^ntf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table notifications.delivery add constraint delivery_locale_check CHECK ((locale = ANY (ARRAY['en'::text, 'zh-CN'::text])));
alter table notifications.delivery add constraint delivery_pkey PRIMARY KEY (id);
alter table notifications.delivery add constraint delivery_provider_answer_check CHECK ((length(provider_answer) <= 200));
alter table notifications.delivery add constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'skipped'::text, 'refused'::text, 'given_up'::text])));
alter table notifications.delivery add constraint delivery_template_check CHECK (((length(template) >= 1) AND (length(template) <= 60)));
alter table notifications.notice add constraint notice_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table notifications.notice add constraint notice_event_id_customer_id_kind_key UNIQUE (event_id, customer_id, kind);
alter table notifications.notice add constraint notice_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text));
alter table notifications.notice add constraint notice_id_check CHECK ((id ~ '^ntf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table notifications.notice add constraint notice_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60)));
alter table notifications.notice add constraint notice_pkey PRIMARY KEY (id);
alter table notifications.quiet_hours add constraint quiet_hours_check CHECK ((from_minute <> to_minute));
alter table notifications.quiet_hours add constraint quiet_hours_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table notifications.quiet_hours add constraint quiet_hours_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439)));
alter table notifications.quiet_hours add constraint quiet_hours_pkey PRIMARY KEY (customer_id);
alter table notifications.quiet_hours add constraint quiet_hours_to_minute_check CHECK (((to_minute >= 0) AND (to_minute <= 1439)));
alter table operations.operation add constraint created_has_an_actor CHECK (((state <> 'created'::text) OR ((due_at IS NOT NULL) AND (next_actor IS NOT NULL))));
alter table operations.operation add constraint failed_has_a_reason CHECK (((state <> ALL (ARRAY['failed'::text, 'expired'::text, 'charged_back'::text, 'cancelled'::text, 'refunding'::text, 'refunded'::text, 'rejected'::text, 'returned'::text, 'sent_back'::text])) OR (reason_code IS NOT NULL)));
alter table operations.operation add constraint operation_amount_minor_check CHECK ((amount_minor > 0));
alter table operations.operation add constraint operation_check CHECK (((reason_code IS NULL) = (reason_facts IS NULL)));
alter table operations.operation add constraint operation_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table operations.operation add constraint operation_decision_check CHECK ((jsonb_typeof(decision) = 'object'::text));
alter table operations.operation add constraint operation_fee_minor_check CHECK ((fee_minor >= 0));
alter table operations.operation add constraint operation_id_check CHECK ((id ~ '^(tu|tr|cb|rc|fx|wd|bt|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table operations.operation add constraint operation_kind_check CHECK ((kind = ANY (ARRAY['top_up'::text, 'transfer'::text, 'chargeback'::text, 'recall'::text, 'exchange'::text, 'withdrawal'::text, 'bank_top_up'::text, 'cross_border'::text])));
alter table operations.operation add constraint operation_lines_check CHECK ((jsonb_typeof(lines) = 'array'::text));
alter table operations.operation add constraint operation_next_actor_check CHECK ((next_actor = ANY (ARRAY['you'::text, 'okpay'::text, 'bank'::text, 'other_person'::text])));
alter table operations.operation add constraint operation_note_check CHECK (((length(note) >= 1) AND (length(note) <= 140)));
alter table operations.operation add constraint operation_owner_id_check CHECK ((owner_id ~~ 'cus\_%'::text));
alter table operations.operation add constraint operation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES operations.operation(id);
alter table operations.operation add constraint operation_pkey PRIMARY KEY (id);
alter table operations.operation add constraint waiting_has_an_actor CHECK (((state <> ALL (ARRAY['awaiting_challenge'::text, 'checking'::text, 'conflict'::text, 'owed'::text, 'in_review'::text, 'refunding'::text, 'requested'::text, 'in_batch'::text, 'sent'::text, 'accepted'::text, 'put_aside'::text, 'sending_back'::text, 'awaiting_pickup'::text, 'processing'::text, 'with_correspondent'::text, 'unconfirmed'::text])) OR ((due_at IS NOT NULL) AND (next_actor IS NOT NULL) AND (reason_code IS NOT NULL))));
alter table operations.participant add constraint participant_amount_minor_check CHECK ((amount_minor > 0));
alter table operations.participant add constraint participant_counterparty_kind_check CHECK ((counterparty_kind = ANY (ARRAY['person'::text, 'card'::text, 'okpay'::text, 'bank_account'::text, 'ewallet'::text])));
alter table operations.participant add constraint participant_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table operations.participant add constraint participant_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])));
alter table operations.participant add constraint participant_family_check CHECK ((family = ANY (ARRAY['done'::text, 'waiting'::text, 'held'::text, 'failed'::text, 'neutral'::text])));
alter table operations.participant add constraint participant_fee_minor_check CHECK ((fee_minor >= 0));
alter table operations.participant add constraint participant_pkey PRIMARY KEY (operation_id, customer_id);
alter table operations.participant add constraint participant_received_minor_check CHECK ((received_minor > 0));
alter table operations.participant add constraint received_is_whole CHECK ((((received_minor IS NULL) = (received_currency IS NULL)) AND (received_currency IS DISTINCT FROM currency)));
alter table operations.quote add constraint quote_basis_check CHECK ((jsonb_typeof(basis) = 'object'::text));
alter table operations.quote add constraint quote_check CHECK ((expires_at > created_at));
alter table operations.quote add constraint quote_check1 CHECK (((consumed_by IS NULL) = (consumed_at IS NULL)));
alter table operations.quote add constraint quote_id_check CHECK ((id ~~ 'qt\_%'::text));
alter table operations.quote add constraint quote_owner_id_check CHECK ((owner_id ~~ 'cus\_%'::text));
alter table operations.quote add constraint quote_pkey PRIMARY KEY (id);
alter table operations.quote add constraint quote_terms_check CHECK ((jsonb_typeof(terms) = 'object'::text));
alter table operations.timeline add constraint timeline_actor_check CHECK ((actor = ANY (ARRAY['customer'::text, 'okpay'::text, 'bank'::text, 'staff'::text])));
alter table operations.timeline add constraint timeline_check CHECK (((actor = 'customer'::text) = (actor_customer_id IS NOT NULL)));
alter table operations.timeline add constraint timeline_pkey PRIMARY KEY (operation_id, seq);
alter table operations.timeline add constraint timeline_seq_check CHECK ((seq > 0));
alter table operations.timeline add constraint timeline_tone_check CHECK ((tone = ANY (ARRAY['good'::text, 'bad'::text, 'wait'::text, 'neutral'::text])));
alter table operations.transition add constraint transition_pkey PRIMARY KEY (kind, from_state, event);
alter table platform.delivery add constraint delivery_attempts_check CHECK ((attempts >= 0));
alter table platform.delivery add constraint delivery_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES platform.outbox(id) ON DELETE CASCADE;
alter table platform.delivery add constraint delivery_pkey PRIMARY KEY (outbox_id, subscriber);
alter table platform.delivery add constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'parked'::text])));
alter table platform.delivery add constraint delivery_subscriber_check CHECK (((length(subscriber) >= 1) AND (length(subscriber) <= 100)));
alter table platform.idempotency add constraint answer_is_text_or_of_an_operation CHECK (((answer_of IS NULL) OR ((status IS NOT NULL) AND (body IS NULL))));
alter table platform.idempotency add constraint idempotency_fingerprint_check CHECK ((length(fingerprint) = 32));
alter table platform.idempotency add constraint idempotency_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)));
alter table platform.idempotency add constraint idempotency_pkey PRIMARY KEY (actor, route, key);
alter table platform.outbox add constraint outbox_check CHECK (((cells IS NOT NULL) = (kind = 'bundle'::text)));
alter table platform.outbox add constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['event'::text, 'job'::text, 'hint'::text, 'bundle'::text])));
alter table platform.outbox add constraint outbox_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));
alter table platform.outbox add constraint outbox_pkey PRIMARY KEY (id);
alter table platform.outbox add constraint outbox_size_check CHECK ((size > 0));
alter table platform.rate_window add constraint rate_window_pkey PRIMARY KEY (scope, key);
alter table platform.sandbox_clock add constraint sandbox_clock_ahead_seconds_check CHECK ((ahead_seconds >= 0));
alter table platform.sandbox_clock add constraint sandbox_clock_only_row_check CHECK (only_row);
alter table platform.sandbox_clock add constraint sandbox_clock_pkey PRIMARY KEY (only_row);
alter table platform.stream_event add constraint stream_event_pkey PRIMARY KEY (audience, seq);
alter table platform.stream_head add constraint stream_head_audience_check CHECK (((length(audience) >= 1) AND (length(audience) <= 200)));
alter table platform.stream_head add constraint stream_head_pkey PRIMARY KEY (audience);
alter table platform.timer add constraint timer_key_check CHECK (((length(key) >= 1) AND (length(key) <= 300)));
alter table platform.timer add constraint timer_pkey PRIMARY KEY (key);
alter table platform.worker add constraint worker_pkey PRIMARY KEY (id);
alter table public.platform_installation add constraint platform_installation_mode_check CHECK ((mode = ANY (ARRAY['sandbox'::text, 'live'::text])));
alter table public.platform_installation add constraint platform_installation_pkey PRIMARY KEY (single);
alter table public.platform_installation add constraint platform_installation_single_check CHECK (single);
alter table public.platform_migration add constraint platform_migration_pkey PRIMARY KEY (name);
alter table risk.account_restriction add constraint account_restriction_check CHECK (((lifted_at IS NULL) = (lifted_by IS NULL)));
alter table risk.account_restriction add constraint account_restriction_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.account_restriction add constraint account_restriction_disclosure_check CHECK ((disclosure = ANY (ARRAY['full'::text, 'category'::text, 'none'::text])));
alter table risk.account_restriction add constraint account_restriction_id_check CHECK ((id ~ '^rst_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.account_restriction add constraint account_restriction_imposed_by_check CHECK (((imposed_by ~~ 'cus\_%'::text) OR (imposed_by ~~ 'stf\_%'::text) OR (imposed_by ~~ 'rule:%'::text)));
alter table risk.account_restriction add constraint account_restriction_kind_check CHECK ((kind = ANY (ARRAY['self_frozen'::text, 'limited'::text, 'frozen'::text, 'legal_hold'::text, 'closing'::text, 'closed'::text])));
alter table risk.account_restriction add constraint account_restriction_lift_proposal_id_fkey FOREIGN KEY (lift_proposal_id) REFERENCES risk.proposal(id);
alter table risk.account_restriction add constraint account_restriction_lifted_by_check CHECK (((lifted_by ~~ 'cus\_%'::text) OR (lifted_by ~~ 'stf\_%'::text) OR (lifted_by ~~ 'rule:%'::text)));
alter table risk.account_restriction add constraint account_restriction_link_hash_check CHECK ((octet_length(link_hash) = 32));
alter table risk.account_restriction add constraint account_restriction_link_hash_key UNIQUE (link_hash);
alter table risk.account_restriction add constraint account_restriction_note_check CHECK ((char_length(note) <= 1000));
alter table risk.account_restriction add constraint account_restriction_pkey PRIMARY KEY (id);
alter table risk.account_restriction add constraint account_restriction_reason_check CHECK ((reason ~ '^[a-z_]{1,60}$'::text));
alter table risk.account_restriction add constraint closed_stays_closed CHECK (((kind <> 'closed'::text) OR (lifted_at IS NULL)));
alter table risk.account_restriction add constraint legal_hold_is_not_told CHECK (((kind <> 'legal_hold'::text) OR (disclosure = 'none'::text)));
alter table risk.account_restriction add constraint owners_freeze_themselves CHECK (((kind = ANY (ARRAY['self_frozen'::text, 'closing'::text])) = (imposed_by ~~ 'cus\_%'::text)));
alter table risk.account_restriction add constraint owners_undo_their_own CHECK (((lifted_by IS NULL) OR (lifted_by !~~ 'cus\_%'::text) OR ((kind = ANY (ARRAY['self_frozen'::text, 'closing'::text])) AND (lifted_by = customer_id))));
alter table risk.account_restriction add constraint rules_undo_what_rules_imposed CHECK (((lifted_by IS NULL) OR (lifted_by !~~ 'rule:%'::text) OR (imposed_by ~~ 'rule:%'::text)));
alter table risk.account_restriction add constraint staff_lifts_with_four_eyes CHECK ((((lifted_by IS NOT NULL) AND (lifted_by ~~ 'stf\_%'::text)) = (lift_proposal_id IS NOT NULL)));
alter table risk.cooling add constraint cooling_capability_check CHECK ((capability = 'withdraw'::text));
alter table risk.cooling add constraint cooling_check CHECK ((until > since));
alter table risk.cooling add constraint cooling_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.cooling add constraint cooling_pkey PRIMARY KEY (id);
alter table risk.cooling add constraint cooling_reason_check CHECK ((reason = ANY (ARRAY['password_reset'::text, 'contact_changed'::text, 'unfrozen'::text, 'payout_details'::text])));
alter table risk.cooling add constraint cooling_subject_check CHECK (((subject ~~ 'ba\_%'::text) OR (subject ~~ 'bf\_%'::text)));
alter table risk.cooling add constraint details_name_their_account CHECK (((reason = 'payout_details'::text) = (subject IS NOT NULL)));
alter table risk.customer_tier add constraint customer_tier_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.customer_tier add constraint customer_tier_pkey PRIMARY KEY (customer_id);
alter table risk.customer_tier add constraint customer_tier_tier_check CHECK ((tier = ANY (ARRAY['T0'::text, 'T1'::text, 'T2'::text, 'T3'::text])));
alter table risk.decision add constraint decision_about_check CHECK ((about = ANY (ARRAY['transfer'::text, 'top_up'::text, 'withdrawal'::text])));
alter table risk.decision add constraint decision_amount_minor_check CHECK ((amount_minor > 0));
alter table risk.decision add constraint decision_check CHECK (((operation_id IS NOT NULL) = (stage = 'payment'::text)));
alter table risk.decision add constraint decision_facts_check CHECK ((jsonb_typeof(facts) = 'array'::text));
alter table risk.decision add constraint decision_matched_check CHECK ((cardinality(matched) > 0));
alter table risk.decision add constraint decision_operation_id_key UNIQUE (operation_id);
alter table risk.decision add constraint decision_outcome_check CHECK ((outcome = ANY (ARRAY['step_up'::text, 'hold'::text, 'block'::text])));
alter table risk.decision add constraint decision_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table risk.decision add constraint decision_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table risk.decision add constraint decision_pkey PRIMARY KEY (id);
alter table risk.decision add constraint decision_set_version_fkey FOREIGN KEY (set_version) REFERENCES risk.rule_set(version);
alter table risk.decision add constraint decision_stage_check CHECK ((stage = ANY (ARRAY['proof'::text, 'payment'::text])));
alter table risk.decision add constraint top_ups_pay_nobody CHECK (((about = 'transfer'::text) OR (payee_id IS NULL)));
alter table risk.failure add constraint failure_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.failure add constraint failure_pkey PRIMARY KEY (id);
alter table risk.failure add constraint failure_what_check CHECK ((what ~ '^[a-z_]{1,40}$'::text));
alter table risk.failure_rule add constraint failure_rule_blocks_check CHECK (((cardinality(blocks) > 0) AND (blocks <@ ARRAY['receive'::text, 'top_up'::text, 'transfer'::text, 'withdraw'::text])));
alter table risk.failure_rule add constraint failure_rule_failures_check CHECK ((failures > 0));
alter table risk.failure_rule add constraint failure_rule_pkey PRIMARY KEY (what, version);
alter table risk.failure_rule add constraint failure_rule_version_check CHECK ((version > 0));
alter table risk.failure_rule add constraint failure_rule_what_check CHECK ((what = ANY (ARRAY['payment_password'::text, 'payment_factor'::text])));
alter table risk.failure_rule add constraint failure_rule_window_hours_check CHECK (((window_hours >= 1) AND (window_hours <= 2160)));
alter table risk.label add constraint label_label_check CHECK ((label = ANY (ARRAY['fraud'::text, 'not_fraud'::text])));
alter table risk.label add constraint label_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500)));
alter table risk.label add constraint label_pkey PRIMARY KEY (id);
alter table risk.label add constraint label_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table risk.limit_rule add constraint limit_rule_capability_check CHECK ((capability = ANY (ARRAY['top_up'::text, 'transfer'::text, 'withdraw'::text])));
alter table risk.limit_rule add constraint limit_rule_limit_minor_check CHECK ((limit_minor >= 0));
alter table risk.limit_rule add constraint limit_rule_pkey PRIMARY KEY (capability, time_window, tier, version);
alter table risk.limit_rule add constraint limit_rule_time_window_check CHECK ((time_window = ANY (ARRAY['payment'::text, 'day'::text, 'month'::text])));
alter table risk.limit_rule add constraint limit_rule_version_check CHECK ((version > 0));
alter table risk.petition add constraint a_rule_only_grants CHECK (((outcome IS NULL) OR (proposal_id IS NOT NULL) OR ((outcome = 'granted'::text) AND (kind = 'lift_request'::text))));
alter table risk.petition add constraint an_appeal_is_final CHECK (((kind <> 'appeal'::text) OR (appeal_until IS NULL)));
alter table risk.petition add constraint petition_case_id_check CHECK ((case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.petition add constraint petition_check CHECK (((kind = 'appeal'::text) = (contests_case_id IS NOT NULL)));
alter table risk.petition add constraint petition_check1 CHECK (((state = 'decided'::text) = (outcome IS NOT NULL)));
alter table risk.petition add constraint petition_check2 CHECK ((((outcome IS NULL) = (ground IS NULL)) AND ((outcome IS NULL) = (decided_at IS NULL))));
alter table risk.petition add constraint petition_check3 CHECK ((((proposal_id IS NULL) = (proposed_by IS NULL)) AND ((proposal_id IS NULL) = (decided_by IS NULL))));
alter table risk.petition add constraint petition_contests_case_id_fkey FOREIGN KEY (contests_case_id) REFERENCES risk.petition(case_id);
alter table risk.petition add constraint petition_contests_case_id_key UNIQUE (contests_case_id);
alter table risk.petition add constraint petition_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.petition add constraint petition_disclosure_check CHECK ((disclosure = ANY (ARRAY['full'::text, 'category'::text, 'none'::text])));
alter table risk.petition add constraint petition_four_eyes CHECK ((decided_by <> proposed_by));
alter table risk.petition add constraint petition_ground_check CHECK ((ground ~ '^[a-z_]{1,60}$'::text));
alter table risk.petition add constraint petition_kind_check CHECK ((kind = ANY (ARRAY['lift_request'::text, 'payment_claim'::text, 'appeal'::text])));
alter table risk.petition add constraint petition_outcome_check CHECK ((outcome = ANY (ARRAY['granted'::text, 'partly'::text, 'refused'::text])));
alter table risk.petition add constraint petition_pkey PRIMARY KEY (case_id);
alter table risk.petition add constraint petition_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table risk.petition add constraint petition_proposal_id_key UNIQUE (proposal_id);
alter table risk.petition add constraint petition_round_check CHECK (((round >= 0) AND (round <= 9)));
alter table risk.petition add constraint petition_subject_id_check CHECK (((length(subject_id) >= 1) AND (length(subject_id) <= 60)));
alter table risk.petition_answer add constraint petition_answer_answer_check CHECK (((char_length(answer) >= 1) AND (char_length(answer) <= 4000)));
alter table risk.petition_answer add constraint petition_answer_attempt_check CHECK (((attempt >= 1) AND (attempt <= 9)));
alter table risk.petition_answer add constraint petition_answer_case_id_item_fkey FOREIGN KEY (case_id, item) REFERENCES risk.petition_item(case_id, item);
alter table risk.petition_answer add constraint petition_answer_check CHECK ((((verdict IS NULL) = (judged_by IS NULL)) AND ((verdict IS NULL) = (judged_at IS NULL))));
alter table risk.petition_answer add constraint petition_answer_check1 CHECK (((NOT (verdict IS DISTINCT FROM 'refused'::text)) = (fault IS NOT NULL)));
alter table risk.petition_answer add constraint petition_answer_fault_check CHECK ((fault ~ '^[a-z_]{1,60}$'::text));
alter table risk.petition_answer add constraint petition_answer_judged_by_check CHECK (((judged_by ~~ 'stf\_%'::text) OR (judged_by ~~ 'rule:%'::text)));
alter table risk.petition_answer add constraint petition_answer_pkey PRIMARY KEY (case_id, item, attempt);
alter table risk.petition_answer add constraint petition_answer_sealed_check CHECK ((sealed ~~ 'v1.%'::text));
alter table risk.petition_answer add constraint petition_answer_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'refused'::text])));
alter table risk.petition_answer add constraint written_once CHECK (((answer IS NULL) OR (sealed IS NULL)));
alter table risk.petition_file add constraint petition_file_attempt_check CHECK (((attempt >= 1) AND (attempt <= 9)));
alter table risk.petition_file add constraint petition_file_case_id_item_fkey FOREIGN KEY (case_id, item) REFERENCES risk.petition_item(case_id, item);
alter table risk.petition_file add constraint petition_file_check CHECK (((wrapped_key IS NULL) = (deleted_at IS NOT NULL)));
alter table risk.petition_file add constraint petition_file_id_check CHECK ((id ~ '^att_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.petition_file add constraint petition_file_pages_check CHECK (((pages >= 1) AND (pages <= 9)));
alter table risk.petition_file add constraint petition_file_pkey PRIMARY KEY (id);
alter table risk.petition_item add constraint petition_item_case_id_fkey FOREIGN KEY (case_id) REFERENCES risk.petition(case_id);
alter table risk.petition_item add constraint petition_item_item_check CHECK ((item ~ '^[a-z_]{1,60}$'::text));
alter table risk.petition_item add constraint petition_item_pkey PRIMARY KEY (case_id, item);
alter table risk.petition_item add constraint petition_item_position_check CHECK (("position" > 0));
alter table risk.petition_look add constraint petition_look_case_id_fkey FOREIGN KEY (case_id) REFERENCES risk.petition(case_id);
alter table risk.petition_look add constraint petition_look_file_id_fkey FOREIGN KEY (file_id) REFERENCES risk.petition_file(id);
alter table risk.petition_look add constraint petition_look_pkey PRIMARY KEY (id);
alter table risk.petition_look add constraint petition_look_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table risk.petition_retention add constraint petition_retention_pkey PRIMARY KEY (what);
alter table risk.petition_retention add constraint petition_retention_span_check CHECK ((span > 0));
alter table risk.petition_retention add constraint petition_retention_what_check CHECK ((what = ANY (ARRAY['undecided_days'::text, 'decided_months'::text])));
alter table risk.petition_transition add constraint petition_transition_pkey PRIMARY KEY (from_state, event);
alter table risk.proposal add constraint proposal_action_check CHECK ((action ~ '^[a-z_]{1,60}$'::text));
alter table risk.proposal add constraint proposal_check CHECK ((expires_at > proposed_at));
alter table risk.proposal add constraint proposal_check1 CHECK (((decision IS NULL) = (decided_at IS NULL)));
alter table risk.proposal add constraint proposal_check2 CHECK (((decided_by IS NULL) = ((decision IS NULL) OR (decision = 'expired'::text))));
alter table risk.proposal add constraint proposal_check3 CHECK (((decided_by IS NULL) OR ((decided_by = proposed_by) = (decision = 'withdrawn'::text))));
alter table risk.proposal add constraint proposal_check4 CHECK (((decision IS DISTINCT FROM 'approved'::text) OR (decided_at < expires_at)));
alter table risk.proposal add constraint proposal_decided_by_check CHECK ((decided_by ~~ 'stf\_%'::text));
alter table risk.proposal add constraint proposal_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])));
alter table risk.proposal add constraint proposal_decision_reason_check CHECK (((char_length(decision_reason) >= 1) AND (char_length(decision_reason) <= 500)));
alter table risk.proposal add constraint proposal_id_check CHECK ((id ~ '^prop_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.proposal add constraint proposal_pkey PRIMARY KEY (id);
alter table risk.proposal add constraint proposal_proposed_by_check CHECK ((proposed_by ~~ 'stf\_%'::text));
alter table risk.proposal add constraint proposal_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)));
alter table risk.proposal add constraint proposal_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 60)));
alter table risk.reference_rate add constraint reference_rate_mantissa_check CHECK ((mantissa > 0));
alter table risk.reference_rate add constraint reference_rate_pkey PRIMARY KEY (day, currency);
alter table risk.reference_rate add constraint reference_rate_scale_check CHECK (((scale >= 0) AND (scale <= 9)));
alter table risk.restriction add constraint restriction_capability_check CHECK ((capability = ANY (ARRAY['top_up'::text, 'transfer'::text, 'receive'::text, 'withdraw'::text])));
alter table risk.restriction add constraint restriction_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.restriction add constraint restriction_pkey PRIMARY KEY (id);
alter table risk.restriction add constraint restriction_restriction_id_capability_key UNIQUE (restriction_id, capability);
alter table risk.restriction add constraint restriction_restriction_id_fkey FOREIGN KEY (restriction_id) REFERENCES risk.account_restriction(id);
alter table risk.review add constraint large_ones_take_two CHECK (((NOT needs_two) OR (state <> ALL (ARRAY['released'::text, 'refused'::text])) OR (proposal_id IS NOT NULL)));
alter table risk.review add constraint payments_have_a_payee CHECK (((payee_id IS NOT NULL) = (operation_id ~~ 'tr\_%'::text)));
alter table risk.review add constraint review_amount_minor_check CHECK ((amount_minor > 0));
alter table risk.review add constraint review_check CHECK ((due_at > since));
alter table risk.review add constraint review_check1 CHECK (((state = 'waiting'::text) = (decided_at IS NULL)));
alter table risk.review add constraint review_counted_minor_check CHECK ((counted_minor >= 0));
alter table risk.review add constraint review_decided_by_check CHECK ((decided_by ~~ 'stf\_%'::text));
alter table risk.review add constraint review_ground_check CHECK ((ground ~ '^[a-z_]{1,60}$'::text));
alter table risk.review add constraint review_listed_check CHECK ((jsonb_typeof(listed) = 'array'::text));
alter table risk.review add constraint review_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500)));
alter table risk.review add constraint review_operation_id_check CHECK (((operation_id ~~ 'tr\_%'::text) OR (operation_id ~~ 'tu\_%'::text) OR (operation_id ~~ 'wd\_%'::text) OR (operation_id ~~ 'xb\_%'::text)));
alter table risk.review add constraint review_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table risk.review add constraint review_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table risk.review add constraint review_pkey PRIMARY KEY (operation_id);
alter table risk.review add constraint review_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table risk.review add constraint review_proposal_id_key UNIQUE (proposal_id);
alter table risk.review add constraint review_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'released'::text, 'refused'::text, 'expired'::text, 'cancelled'::text])));
alter table risk.review add constraint staff_decides CHECK (((state = ANY (ARRAY['released'::text, 'refused'::text])) = ((decided_by IS NOT NULL) AND (ground IS NOT NULL) AND (note IS NOT NULL))));
alter table risk.review_rule add constraint review_rule_due_hours_check CHECK (((due_hours >= 1) AND (due_hours <= 168)));
alter table risk.review_rule add constraint review_rule_pkey PRIMARY KEY (version);
alter table risk.review_rule add constraint review_rule_two_above_minor_check CHECK ((two_above_minor >= 0));
alter table risk.review_rule add constraint review_rule_version_check CHECK ((version > 0));
alter table risk.rule add constraint about_something CHECK ((((cardinality(operations) >= 1) AND (cardinality(operations) <= 3)) AND (operations <@ '{transfer,top_up,withdrawal}'::text[])));
alter table risk.rule add constraint rule_conditions_check CHECK (((jsonb_typeof(conditions) = 'array'::text) AND ((jsonb_array_length(conditions) >= 1) AND (jsonb_array_length(conditions) <= 12))));
alter table risk.rule add constraint rule_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table risk.rule add constraint rule_id_check CHECK ((id ~ '^rul_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.rule add constraint rule_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)));
alter table risk.rule add constraint rule_outcome_check CHECK ((outcome = ANY (ARRAY['step_up'::text, 'hold'::text, 'block'::text])));
alter table risk.rule add constraint rule_pkey PRIMARY KEY (id, version);
alter table risk.rule add constraint rule_reason_check CHECK ((reason ~ '^[a-z_]{1,60}$'::text));
alter table risk.rule add constraint rule_version_check CHECK ((version > 0));
alter table risk.rule add constraint rule_written_by_check CHECK (((written_by ~~ 'stf\_%'::text) OR (written_by = 'okpay'::text)));
alter table risk.rule_in_set add constraint rule_in_set_pkey PRIMARY KEY (set_version, rule_id);
alter table risk.rule_in_set add constraint rule_in_set_rule_id_rule_version_fkey FOREIGN KEY (rule_id, rule_version) REFERENCES risk.rule(id, version);
alter table risk.rule_in_set add constraint rule_in_set_set_version_fkey FOREIGN KEY (set_version) REFERENCES risk.rule_set(version);
alter table risk.rule_set add constraint rule_set_check CHECK (((version = 1) OR (proposal_id IS NOT NULL)));
alter table risk.rule_set add constraint rule_set_pkey PRIMARY KEY (version);
alter table risk.rule_set add constraint rule_set_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table risk.rule_set add constraint rule_set_proposal_id_key UNIQUE (proposal_id);
alter table risk.rule_set add constraint rule_set_version_check CHECK ((version > 0));
alter table risk.screening_entry add constraint screening_entry_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text, 'other'::text])));
alter table risk.screening_entry add constraint screening_entry_list_id_fkey FOREIGN KEY (list_id) REFERENCES risk.screening_list(id);
alter table risk.screening_entry add constraint screening_entry_names_check CHECK ((cardinality(names) > 0));
alter table risk.screening_entry add constraint screening_entry_pkey PRIMARY KEY (list_id, ref);
alter table risk.screening_entry add constraint screening_entry_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 60)));
alter table risk.screening_list add constraint screening_list_check CHECK (((state = 'refused'::text) = (refused_reason IS NOT NULL)));
alter table risk.screening_list add constraint screening_list_entries_check CHECK ((entries >= 0));
alter table risk.screening_list add constraint screening_list_files_check CHECK ((cardinality(files) > 0));
alter table risk.screening_list add constraint screening_list_hash_check CHECK ((octet_length(hash) = 32));
alter table risk.screening_list add constraint screening_list_loaded_by_check CHECK (((loaded_by ~~ 'stf\_%'::text) OR (loaded_by = 'rule:schedule'::text)));
alter table risk.screening_list add constraint screening_list_names_check CHECK ((names >= 0));
alter table risk.screening_list add constraint screening_list_pkey PRIMARY KEY (id);
alter table risk.screening_list add constraint screening_list_refused_reason_check CHECK ((refused_reason ~ '^[a-z_]{1,40}$'::text));
alter table risk.screening_list add constraint screening_list_source_check CHECK ((source = ANY (ARRAY['ofac_sdn'::text, 'un_consolidated'::text])));
alter table risk.screening_list add constraint screening_list_state_check CHECK ((state = ANY (ARRAY['current'::text, 'superseded'::text, 'refused'::text])));
alter table risk.screening_match add constraint decided_with_four_eyes CHECK (((state = ANY (ARRAY['cleared'::text, 'confirmed'::text])) = (proposal_id IS NOT NULL)));
alter table risk.screening_match add constraint screening_match_check CHECK (((state = 'open'::text) = (decided_at IS NULL)));
alter table risk.screening_match add constraint screening_match_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.screening_match add constraint screening_match_id_check CHECK ((id ~ '^scr_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table risk.screening_match add constraint screening_match_pkey PRIMARY KEY (id);
alter table risk.screening_match add constraint screening_match_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table risk.screening_match add constraint screening_match_restriction_id_fkey FOREIGN KEY (restriction_id) REFERENCES risk.account_restriction(id);
alter table risk.screening_match add constraint screening_match_score_check CHECK (((score >= 0) AND (score <= 100)));
alter table risk.screening_match add constraint screening_match_state_check CHECK ((state = ANY (ARRAY['open'::text, 'cleared'::text, 'confirmed'::text, 'gone'::text])));
alter table risk.screening_run add constraint screening_run_found_check CHECK ((found >= 0));
alter table risk.screening_run add constraint screening_run_pkey PRIMARY KEY (id);
alter table risk.screening_run add constraint screening_run_screened_check CHECK ((screened >= 0));
alter table risk.screening_threshold add constraint screening_threshold_pkey PRIMARY KEY (version);
alter table risk.screening_threshold add constraint screening_threshold_score_check CHECK (((score >= 50) AND (score <= 100)));
alter table risk.staff_look add constraint staff_look_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table risk.staff_look add constraint staff_look_desk_check CHECK ((desk = ANY (ARRAY['restrictions'::text, 'reviews'::text, 'rules'::text, 'screening'::text, 'petitions'::text, 'claims'::text, 'traces'::text, 'suspense'::text])));
alter table risk.staff_look add constraint staff_look_pkey PRIMARY KEY (id);
alter table risk.staff_look add constraint staff_look_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200)));
alter table risk.staff_look add constraint staff_look_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table risk.top_up_release_rule add constraint top_up_release_rule_at_once_minor_check CHECK ((at_once_minor >= 0));
alter table risk.top_up_release_rule add constraint top_up_release_rule_days_known_min_check CHECK ((days_known_min >= 0));
alter table risk.top_up_release_rule add constraint top_up_release_rule_delay_hours_check CHECK ((delay_hours > 0));
alter table risk.top_up_release_rule add constraint top_up_release_rule_pkey PRIMARY KEY (days_known_min, version);
alter table risk.top_up_release_rule add constraint top_up_release_rule_version_check CHECK ((version > 0));
alter table risk.top_up_release_rule add constraint top_up_release_rule_window_hours_check CHECK ((window_hours > 0));
alter table risk.usage add constraint usage_is_whole CHECK (((customer_id ~~ 'cus\_%'::text) AND (capability = ANY (ARRAY['top_up'::text, 'transfer'::text, 'withdraw'::text])) AND (LEAST(used_day_minor, used_month_minor) >= 0) AND ((home_account IS NULL) OR ((capability = 'transfer'::text) AND (GREATEST(used_day_minor, used_month_minor) = 0)))));
alter table risk.usage add constraint usage_pkey PRIMARY KEY (customer_id, capability, currency);
alter table support.access_log add constraint access_log_case_id_check CHECK ((case_id ~~ 'case\_%'::text));
alter table support.access_log add constraint access_log_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table support.access_log add constraint access_log_pkey PRIMARY KEY (id);
alter table support.access_log add constraint access_log_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table support.access_log add constraint access_log_what_check CHECK ((what = ANY (ARRAY['case'::text, 'conversation'::text, 'document'::text])));
alter table support.word_freeze add constraint word_freeze_case_id_check CHECK ((case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table support.word_freeze add constraint word_freeze_method_check CHECK ((method = ANY (ARRAY['document_by_video'::text, 'document_in_person'::text, 'call_back'::text, 'signed_in_here'::text])));
alter table support.word_freeze add constraint word_freeze_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500)));
alter table support.word_freeze add constraint word_freeze_pkey PRIMARY KEY (restriction_id);
alter table support.word_freeze add constraint word_freeze_restriction_id_check CHECK ((restriction_id ~ '^rst_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table support.word_freeze add constraint word_freeze_staff_id_check CHECK ((staff_id ~~ 'stf\_%'::text));
alter table wallet.bank_account add constraint bank_account_check CHECK ((removed_at >= added_at));
alter table wallet.bank_account add constraint bank_account_check1 CHECK (((removed_at IS NULL) OR (NOT is_default)));
alter table wallet.bank_account add constraint bank_account_check2 CHECK (((box IS NOT NULL) OR (removed_at IS NOT NULL)));
alter table wallet.bank_account add constraint bank_account_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));
alter table wallet.bank_account add constraint bank_account_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.bank_account add constraint bank_account_id_check CHECK ((id ~ '^ba_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.bank_account add constraint bank_account_last4_check CHECK ((last4 ~ '^[0-9A-Z]{4}$'::text));
alter table wallet.bank_account add constraint bank_account_name_match_check CHECK ((name_match = ANY (ARRAY['match'::text, 'close'::text])));
alter table wallet.bank_account add constraint bank_account_pkey PRIMARY KEY (id);
alter table wallet.bank_account add constraint bank_account_scheme_check CHECK ((scheme = ANY (ARRAY['iban'::text, 'cn'::text])));
alter table wallet.bank_answer add constraint bank_answer_code_check CHECK ((char_length(code) <= 35));
alter table wallet.bank_answer add constraint bank_answer_pkey PRIMARY KEY (question_id, said, code);
alter table wallet.bank_answer add constraint bank_answer_place_check CHECK (((place >= 1) AND (place <= 20)));
alter table wallet.bank_answer add constraint bank_answer_question_id_fkey FOREIGN KEY (question_id) REFERENCES wallet.bank_question(id);
alter table wallet.bank_answer add constraint bank_answer_question_id_place_key UNIQUE (question_id, place);
alter table wallet.bank_answer add constraint bank_answer_report_number_check CHECK ((report_number > 0));
alter table wallet.bank_answer add constraint bank_answer_said_check CHECK ((said = ANY (ARRAY['credited'::text, 'passed_on'::text, 'on_its_way'::text, 'pending'::text, 'rejected'::text, 'never_seen'::text, 'recall_granted'::text, 'recall_refused'::text, 'recall_pending'::text, 'returned_before'::text])));
alter table wallet.bank_entry add constraint bank_entry_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.bank_entry add constraint bank_entry_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text])));
alter table wallet.bank_entry add constraint bank_entry_pkey PRIMARY KEY (reference);
alter table wallet.bank_entry add constraint bank_entry_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)));
alter table wallet.bank_entry add constraint bank_entry_report_number_fkey FOREIGN KEY (report_number) REFERENCES wallet.bank_report(number);
alter table wallet.bank_entry add constraint bank_entry_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES wallet.withdrawal(id);
alter table wallet.bank_line add constraint bank_line_line_check CHECK ((line >= 0));
alter table wallet.bank_line add constraint bank_line_pkey PRIMARY KEY (reading, place);
alter table wallet.bank_line add constraint bank_line_place_check CHECK ((place > 0));
alter table wallet.bank_question add constraint bank_question_case_id_fkey FOREIGN KEY (case_id) REFERENCES wallet.trace(case_id);
alter table wallet.bank_question add constraint bank_question_channel_check CHECK ((channel = ANY (ARRAY['bank'::text, 'correspondent'::text])));
alter table wallet.bank_question add constraint bank_question_check CHECK (((channel = 'bank'::text) = (operation_id ~~ 'wd\_%'::text)));
alter table wallet.bank_question add constraint bank_question_check1 CHECK (((digest IS NULL) = ((channel = 'correspondent'::text) AND (kind = 'recall'::text) AND (round = 1))));
alter table wallet.bank_question add constraint bank_question_check2 CHECK (((round = 2) = (again_at IS NOT NULL)));
alter table wallet.bank_question add constraint bank_question_check3 CHECK (((state <> ALL (ARRAY['asked'::text, 'pending'::text, 'answered'::text])) OR ((asked_at IS NOT NULL) AND (due_at IS NOT NULL))));
alter table wallet.bank_question add constraint bank_question_check4 CHECK (((asked_at IS NULL) = (due_at IS NULL)));
alter table wallet.bank_question add constraint bank_question_check5 CHECK (((state = 'refused'::text) <= (refusal IS NOT NULL)));
alter table wallet.bank_question add constraint bank_question_check6 CHECK (((state = 'unanswered'::text) <= (given_up_at IS NOT NULL)));
alter table wallet.bank_question add constraint bank_question_digest_check CHECK ((length(digest) = 32));
alter table wallet.bank_question add constraint bank_question_id_check CHECK ((id ~ '^bq_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.bank_question add constraint bank_question_kind_check CHECK ((kind = ANY (ARRAY['status'::text, 'recall'::text])));
alter table wallet.bank_question add constraint bank_question_message_id_check CHECK (((char_length(message_id) >= 1) AND (char_length(message_id) <= 35)));
alter table wallet.bank_question add constraint bank_question_operation_id_check CHECK (((operation_id ~~ 'wd\_%'::text) OR (operation_id ~~ 'xb\_%'::text)));
alter table wallet.bank_question add constraint bank_question_pkey PRIMARY KEY (id);
alter table wallet.bank_question add constraint bank_question_refusal_check CHECK (((char_length(refusal) >= 1) AND (char_length(refusal) <= 60)));
alter table wallet.bank_question add constraint bank_question_round_check CHECK ((round = ANY (ARRAY[1, 2])));
alter table wallet.bank_question add constraint bank_question_tries_check CHECK ((tries >= 0));
alter table wallet.bank_question_transition add constraint bank_question_transition_pkey PRIMARY KEY (from_state, event);
alter table wallet.bank_reference add constraint bank_reference_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.bank_reference add constraint bank_reference_customer_id_currency_key UNIQUE (customer_id, currency);
alter table wallet.bank_reference add constraint bank_reference_pkey PRIMARY KEY (reference);
alter table wallet.bank_reference add constraint bank_reference_reference_check CHECK ((reference ~ '^RF\d{2}\d{12}$'::text));
alter table wallet.bank_report add constraint bank_report_bytes_check CHECK ((bytes >= 0));
alter table wallet.bank_report add constraint bank_report_check CHECK (((outcome = 'refused'::text) = (fault IS NOT NULL)));
alter table wallet.bank_report add constraint bank_report_digest_check CHECK ((length(digest) = 32));
alter table wallet.bank_report add constraint bank_report_lines_check CHECK ((lines >= 0));
alter table wallet.bank_report add constraint bank_report_number_check CHECK ((number > 0));
alter table wallet.bank_report add constraint bank_report_outcome_check CHECK ((outcome = ANY (ARRAY['taken'::text, 'refused'::text, 'repeated'::text])));
alter table wallet.bank_report add constraint bank_report_pkey PRIMARY KEY (number);
alter table wallet.bank_report add constraint bank_report_reading_key UNIQUE (reading);
alter table wallet.bank_report add constraint bank_report_worked_lines_check CHECK ((worked_lines >= 0));
alter table wallet.bank_return add constraint bank_return_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.bank_return add constraint bank_return_asks_check CHECK ((asks >= 0));
alter table wallet.bank_return add constraint bank_return_bank_code_check CHECK ((length(bank_code) <= 60));
alter table wallet.bank_return add constraint bank_return_digest_check CHECK ((length(digest) = 32));
alter table wallet.bank_return add constraint bank_return_id_check CHECK ((id ~ '^rt_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.bank_return add constraint bank_return_pkey PRIMARY KEY (id);
alter table wallet.bank_return add constraint bank_return_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.bank_return add constraint bank_return_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'sent'::text, 'booked'::text, 'refused'::text, 'back'::text])));
alter table wallet.bank_return add constraint bank_return_top_up_id_fkey FOREIGN KEY (top_up_id) REFERENCES wallet.bank_top_up(id);
alter table wallet.bank_top_up add constraint bank_top_up_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.bank_top_up add constraint bank_top_up_booking_check CHECK (((length(booking) >= 1) AND (length(booking) <= 200)));
alter table wallet.bank_top_up add constraint bank_top_up_check CHECK (((fee_minor >= 0) AND (fee_minor < amount_minor)));
alter table wallet.bank_top_up add constraint bank_top_up_check1 CHECK (((sent_minor IS NULL) = (sent_currency IS NULL)));
alter table wallet.bank_top_up add constraint bank_top_up_check2 CHECK (((state = 'settled'::text) = (settled_at IS NOT NULL)));
alter table wallet.bank_top_up add constraint bank_top_up_check3 CHECK (((state <> 'settled'::text) OR (customer_id IS NOT NULL)));
alter table wallet.bank_top_up add constraint bank_top_up_check4 CHECK (((state = 'settled'::text) OR (why IS NOT NULL)));
alter table wallet.bank_top_up add constraint bank_top_up_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.bank_top_up add constraint bank_top_up_id_check CHECK ((id ~ '^bt_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.bank_top_up add constraint bank_top_up_message_number_fkey FOREIGN KEY (message_number) REFERENCES wallet.correspondent_message(number);
alter table wallet.bank_top_up add constraint bank_top_up_once UNIQUE (rail, currency, booking, part);
alter table wallet.bank_top_up add constraint bank_top_up_part_check CHECK ((part >= 0));
alter table wallet.bank_top_up add constraint bank_top_up_payer_last4_check CHECK ((payer_last4 ~ '^[0-9A-Z]{4}$'::text));
alter table wallet.bank_top_up add constraint bank_top_up_pkey PRIMARY KEY (id);
alter table wallet.bank_top_up add constraint bank_top_up_rail_check CHECK ((rail = ANY (ARRAY['rail:bank'::text, 'rail:correspondent'::text])));
alter table wallet.bank_top_up add constraint bank_top_up_reference_check CHECK ((length(reference) <= 40));
alter table wallet.bank_top_up add constraint bank_top_up_report_number_fkey FOREIGN KEY (report_number) REFERENCES wallet.bank_report(number);
alter table wallet.bank_top_up add constraint bank_top_up_sent_minor_check CHECK ((sent_minor > 0));
alter table wallet.bank_top_up add constraint bank_top_up_state_check CHECK ((state = ANY (ARRAY['settled'::text, 'put_aside'::text, 'sending_back'::text, 'sent_back'::text])));
alter table wallet.bank_top_up add constraint bank_top_up_why_check CHECK ((why = ANY (ARRAY['no_reference'::text, 'unknown_reference'::text, 'several_references'::text, 'currency_differs'::text, 'account_closed'::text, 'owner_blocked'::text, 'below_minimum'::text, 'over_limit'::text, 'by_rule'::text, 'came_back'::text, 'returned_abroad'::text])));
alter table wallet.bank_top_up add constraint told_by_its_rail CHECK ((((rail = 'rail:bank'::text) = (report_number IS NOT NULL)) AND ((rail = 'rail:correspondent'::text) = (message_number IS NOT NULL))));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_arrives_after_days_check CHECK (((arrives_after_days >= 0) AND (arrives_after_days <= 10)));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_calendar_check CHECK ((calendar = ANY (ARRAY['cn'::text, 'target'::text, 'gb'::text])));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_check CHECK ((amount_min_minor > fee_minor));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_cut_off_check CHECK ((cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'::text));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_fee_minor_check CHECK ((fee_minor >= 0));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_pkey PRIMARY KEY (currency, version);
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_send_back_after_days_check CHECK (((send_back_after_days >= 1) AND (send_back_after_days <= 365)));
alter table wallet.bank_top_up_tariff add constraint bank_top_up_tariff_version_check CHECK ((version > 0));
alter table wallet.bank_word add constraint bank_word_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.bank_word add constraint bank_word_bank_code_check CHECK ((length(bank_code) <= 60));
alter table wallet.bank_word add constraint bank_word_check CHECK (((amount_minor IS NULL) = (currency IS NULL)));
alter table wallet.bank_word add constraint bank_word_file_number_check CHECK ((file_number > 0));
alter table wallet.bank_word add constraint bank_word_kind_check CHECK ((kind = ANY (ARRAY['accepted'::text, 'pending'::text, 'rejected'::text, 'booked'::text, 'credited'::text, 'returned'::text, 'recall_accepted'::text, 'recall_refused'::text])));
alter table wallet.bank_word add constraint bank_word_line_check CHECK ((line >= 0));
alter table wallet.bank_word add constraint bank_word_operation_id_check CHECK ((operation_id ~ '^(wd|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.bank_word add constraint bank_word_pkey PRIMARY KEY (id);
alter table wallet.bank_word add constraint bank_word_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)));
alter table wallet.beneficiary add constraint beneficiary_check CHECK ((removed_at >= added_at));
alter table wallet.beneficiary add constraint beneficiary_check1 CHECK (((box IS NOT NULL) OR (removed_at IS NOT NULL)));
alter table wallet.beneficiary add constraint beneficiary_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));
alter table wallet.beneficiary add constraint beneficiary_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.beneficiary add constraint beneficiary_id_check CHECK ((id ~ '^bf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.beneficiary add constraint beneficiary_last4_check CHECK ((last4 ~ '^[0-9A-Z]{4}$'::text));
alter table wallet.beneficiary add constraint beneficiary_pkey PRIMARY KEY (id);
alter table wallet.blocked_asker add constraint blocked_asker_asker_id_check CHECK ((asker_id ~~ 'cus\_%'::text));
alter table wallet.blocked_asker add constraint blocked_asker_check CHECK ((customer_id <> asker_id));
alter table wallet.blocked_asker add constraint blocked_asker_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.blocked_asker add constraint blocked_asker_pkey PRIMARY KEY (customer_id, asker_id);
alter table wallet.blocked_asker add constraint blocked_asker_request_id_fkey FOREIGN KEY (request_id) REFERENCES wallet.money_request(id);
alter table wallet.claim_hold add constraint claim_hold_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.claim_hold add constraint claim_hold_check CHECK ((settled_at >= held_at));
alter table wallet.claim_hold add constraint claim_hold_pkey PRIMARY KEY (recall_id);
alter table wallet.claim_hold add constraint claim_hold_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.claim_hold add constraint claim_hold_proposal_id_key UNIQUE (proposal_id);
alter table wallet.claim_hold add constraint claim_hold_recall_id_check CHECK ((recall_id ~~ 'rc\_%'::text));
alter table wallet.claim_hold add constraint claim_hold_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES wallet.payment_claim(transfer_id);
alter table wallet.claim_rule add constraint claim_rule_bears_max_minor_check CHECK ((bears_max_minor >= 0));
alter table wallet.claim_rule add constraint claim_rule_hold_max_minor_check CHECK ((hold_max_minor >= 0));
alter table wallet.claim_rule add constraint claim_rule_hold_within_hours_check CHECK ((hold_within_hours >= 0));
alter table wallet.claim_rule add constraint claim_rule_pkey PRIMARY KEY (currency, version);
alter table wallet.claim_rule add constraint claim_rule_version_check CHECK ((version > 0));
alter table wallet.conflict_end add constraint conflict_end_money_after_check CHECK ((money_after = ANY (ARRAY['paid'::text, 'out'::text, 'back'::text])));
alter table wallet.conflict_end add constraint conflict_end_money_before_check CHECK ((money_before = ANY (ARRAY['held'::text, 'paid'::text, 'out'::text, 'back'::text])));
alter table wallet.conflict_end add constraint conflict_end_operation_id_check CHECK ((operation_id ~ '^(wd|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.conflict_end add constraint conflict_end_outcome_check CHECK ((outcome = ANY (ARRAY['paid'::text, 'not_paid'::text, 'came_back'::text, 'stays_back'::text])));
alter table wallet.conflict_end add constraint conflict_end_pkey PRIMARY KEY (proposal_id);
alter table wallet.conflict_end add constraint conflict_end_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.correspondent_message add constraint correspondent_message_check CHECK (((outcome = 'refused'::text) = (fault IS NOT NULL)));
alter table wallet.correspondent_message add constraint correspondent_message_digest_check CHECK ((length(digest) = 32));
alter table wallet.correspondent_message add constraint correspondent_message_number_check CHECK ((number > 0));
alter table wallet.correspondent_message add constraint correspondent_message_outcome_check CHECK ((outcome = ANY (ARRAY['taken'::text, 'repeated'::text, 'refused'::text])));
alter table wallet.correspondent_message add constraint correspondent_message_pkey PRIMARY KEY (number);
alter table wallet.correspondent_return add constraint correspondent_return_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.correspondent_return add constraint correspondent_return_cross_border_id_fkey FOREIGN KEY (cross_border_id) REFERENCES wallet.cross_border(id);
alter table wallet.correspondent_return add constraint correspondent_return_message_number_fkey FOREIGN KEY (message_number) REFERENCES wallet.correspondent_message(number);
alter table wallet.correspondent_return add constraint correspondent_return_pkey PRIMARY KEY (cross_border_id, reference);
alter table wallet.correspondent_return add constraint correspondent_return_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 200)));
alter table wallet.cross_border add constraint cross_border_asks_check CHECK ((asks >= 0));
alter table wallet.cross_border add constraint cross_border_beneficiary_id_fkey FOREIGN KEY (beneficiary_id) REFERENCES wallet.beneficiary(id);
alter table wallet.cross_border add constraint cross_border_check CHECK (((arrives_by >= arrives_from) AND (arrives_from > goes_at)));
alter table wallet.cross_border add constraint cross_border_converted_minor_check CHECK ((converted_minor > 0));
alter table wallet.cross_border add constraint cross_border_correspondent_fee_minor_check CHECK ((correspondent_fee_minor >= 0));
alter table wallet.cross_border add constraint cross_border_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.cross_border add constraint cross_border_digest_check CHECK ((length(digest) = 32));
alter table wallet.cross_border add constraint cross_border_fee_minor_check CHECK ((fee_minor >= 0));
alter table wallet.cross_border add constraint cross_border_get_minor_check CHECK ((get_minor > 0));
alter table wallet.cross_border add constraint cross_border_id_check CHECK ((id ~ '^xb_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.cross_border add constraint cross_border_money_check CHECK ((money = ANY (ARRAY['none'::text, 'held'::text, 'out'::text, 'back'::text])));
alter table wallet.cross_border add constraint cross_border_pkey PRIMARY KEY (id);
alter table wallet.cross_border add constraint cross_border_purpose_check CHECK ((purpose ~ '^[A-Z]{4}$'::text));
alter table wallet.cross_border add constraint cross_border_purpose_text_check CHECK (((length(purpose_text) >= 1) AND (length(purpose_text) <= 140)));
alter table wallet.cross_border add constraint cross_border_quote_id_check CHECK ((quote_id ~~ 'qt\_%'::text));
alter table wallet.cross_border add constraint cross_border_recall_asks_check CHECK ((recall_asks >= 0));
alter table wallet.cross_border add constraint cross_border_recall_check CHECK ((recall = ANY (ARRAY['made'::text, 'asked'::text, 'accepted'::text, 'refused'::text])));
alter table wallet.cross_border add constraint cross_border_recall_ground_check CHECK ((recall_ground ~ '^[A-Z0-9]{4}$'::text));
alter table wallet.cross_border add constraint cross_border_rounding_minor_check CHECK ((rounding_minor >= 0));
alter table wallet.cross_border add constraint cross_border_spread_minor_check CHECK ((spread_minor >= 0));
alter table wallet.cross_border add constraint cross_border_uetr_key UNIQUE (uetr);
alter table wallet.cross_border add constraint cross_border_usage_minor_check CHECK ((usage_minor >= 0));
alter table wallet.cross_border add constraint looked_at_before_it_goes_abroad CHECK (((NOT in_review) OR ((money = 'held'::text) AND (made_at IS NULL))));
alter table wallet.cross_border add constraint recalled_after_it_was_sent CHECK (((recall IS NULL) OR ((sent_at IS NOT NULL) AND (recall_ground IS NOT NULL) AND (recall_at IS NOT NULL))));
alter table wallet.cross_border add constraint what_is_out_was_sent CHECK (((money = 'out'::text) <= (sent_at IS NOT NULL)));
alter table wallet.cross_border add constraint what_was_made_has_a_digest CHECK (((made_at IS NULL) = (digest IS NULL)));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_arrives_after_days_min_check CHECK (((arrives_after_days_min >= 0) AND (arrives_after_days_min <= 10)));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_calendar_check CHECK ((calendar = ANY (ARRAY['cn'::text, 'target'::text, 'gb'::text, 'us'::text, 'hk'::text, 'jp'::text])));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_check CHECK (((arrives_after_days_max >= arrives_after_days_min) AND (arrives_after_days_max <= 10)));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_cut_off_check CHECK ((cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'::text));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_markup_basis_points_check CHECK (((markup_basis_points >= 0) AND (markup_basis_points <= 1000)));
alter table wallet.cross_border_corridor add constraint cross_border_corridor_pkey PRIMARY KEY (currency, version);
alter table wallet.cross_border_corridor add constraint cross_border_corridor_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.cross_border_corridor add constraint cross_border_corridor_proposal_id_key UNIQUE (proposal_id);
alter table wallet.cross_border_corridor add constraint cross_border_corridor_version_check CHECK ((version > 0));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_correspondent_fee_minor_check CHECK ((correspondent_fee_minor >= 0));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_factor_above_minor_check CHECK ((factor_above_minor >= 0));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_fee_basis_points_check CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 1000)));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_fee_min_minor_check CHECK ((fee_min_minor >= 0));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_pkey PRIMARY KEY (currency, version);
alter table wallet.cross_border_tariff add constraint cross_border_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.cross_border_tariff add constraint cross_border_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.cross_border_tariff add constraint cross_border_tariff_total_min_minor_check CHECK ((total_min_minor > 0));
alter table wallet.cross_border_tariff add constraint cross_border_tariff_version_check CHECK ((version > 0));
alter table wallet.debt add constraint debt_chargeback_id_check CHECK ((chargeback_id ~~ 'cb\_%'::text));
alter table wallet.debt add constraint debt_check CHECK (((collected_minor >= 0) AND (collected_minor <= incurred_minor)));
alter table wallet.debt add constraint debt_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.debt add constraint debt_incurred_minor_check CHECK ((incurred_minor > 0));
alter table wallet.debt add constraint debt_pkey PRIMARY KEY (chargeback_id);
alter table wallet.debt add constraint debt_top_up_id_fkey FOREIGN KEY (top_up_id) REFERENCES wallet.top_up(id);
alter table wallet.debt_rule add constraint debt_rule_owed_min_minor_check CHECK ((owed_min_minor > 0));
alter table wallet.debt_rule add constraint debt_rule_pkey PRIMARY KEY (currency, version);
alter table wallet.debt_rule add constraint debt_rule_restrict_after_days_check CHECK ((restrict_after_days >= 0));
alter table wallet.debt_rule add constraint debt_rule_version_check CHECK ((version > 0));
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_amount_min_minor_check CHECK ((amount_min_minor > 0));
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_fee_basis_points_check CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 10000)));
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_fee_min_minor_check CHECK ((fee_min_minor >= 0));
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_pkey PRIMARY KEY (currency, version);
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.ewallet_top_up_tariff add constraint ewallet_top_up_tariff_version_check CHECK ((version > 0));
alter table wallet.exchange add constraint exchange_check CHECK (((fee_minor >= 0) AND (fee_minor <= give_minor)));
alter table wallet.exchange add constraint exchange_check1 CHECK ((get_currency <> give_currency));
alter table wallet.exchange add constraint exchange_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.exchange add constraint exchange_get_minor_check CHECK ((get_minor > 0));
alter table wallet.exchange add constraint exchange_give_minor_check CHECK ((give_minor > 0));
alter table wallet.exchange add constraint exchange_id_check CHECK ((id ~~ 'fx\_%'::text));
alter table wallet.exchange add constraint exchange_pkey PRIMARY KEY (id);
alter table wallet.exchange add constraint exchange_quote_id_check CHECK ((quote_id ~~ 'qt\_%'::text));
alter table wallet.exchange add constraint exchange_rounding_minor_check CHECK ((rounding_minor >= 0));
alter table wallet.exchange add constraint exchange_spread_minor_check CHECK ((spread_minor >= 0));
alter table wallet.exchange_tariff add constraint exchange_tariff_check CHECK ((from_currency <> to_currency));
alter table wallet.exchange_tariff add constraint exchange_tariff_fee_basis_points_check CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 1000)));
alter table wallet.exchange_tariff add constraint exchange_tariff_fee_min_minor_check CHECK ((fee_min_minor >= 0));
alter table wallet.exchange_tariff add constraint exchange_tariff_give_min_minor_check CHECK ((give_min_minor > 0));
alter table wallet.exchange_tariff add constraint exchange_tariff_markup_basis_points_check CHECK (((markup_basis_points >= 0) AND (markup_basis_points <= 1000)));
alter table wallet.exchange_tariff add constraint exchange_tariff_pkey PRIMARY KEY (from_currency, to_currency, version);
alter table wallet.exchange_tariff add constraint exchange_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.exchange_tariff add constraint exchange_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.exchange_tariff add constraint exchange_tariff_version_check CHECK ((version > 0));
alter table wallet.kept_card add constraint kept_card_brand_check CHECK ((char_length(brand) <= 20));
alter table wallet.kept_card add constraint kept_card_challenge_url_check CHECK ((char_length(challenge_url) <= 2000));
alter table wallet.kept_card add constraint kept_card_check CHECK (((state = ANY (ARRAY['asked'::text, 'challenged'::text])) = (due_at IS NOT NULL)));
alter table wallet.kept_card add constraint kept_card_check1 CHECK (((state = 'challenged'::text) = (challenge_url IS NOT NULL)));
alter table wallet.kept_card add constraint kept_card_check2 CHECK (((state = 'failed'::text) = (failure IS NOT NULL)));
alter table wallet.kept_card add constraint kept_card_check3 CHECK (((state = 'removed'::text) = (removed_at IS NOT NULL)));
alter table wallet.kept_card add constraint kept_card_check4 CHECK (((state <> 'kept'::text) OR ((vault_id IS NOT NULL) AND (fingerprint IS NOT NULL) AND (brand IS NOT NULL) AND (last4 IS NOT NULL) AND (expiry IS NOT NULL) AND (kept_at IS NOT NULL))));
alter table wallet.kept_card add constraint kept_card_check5 CHECK (((state = ANY (ARRAY['kept'::text, 'removed'::text])) OR (vault_id IS NULL)));
alter table wallet.kept_card add constraint kept_card_check6 CHECK (((NOT is_default) OR (state = 'kept'::text)));
alter table wallet.kept_card add constraint kept_card_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.kept_card add constraint kept_card_expiry_check CHECK ((expiry ~ '^[0-9]{2}/[0-9]{2}$'::text));
alter table wallet.kept_card add constraint kept_card_failure_check CHECK ((failure ~ '^[a-z_]{1,60}$'::text));
alter table wallet.kept_card add constraint kept_card_fingerprint_check CHECK (((char_length(fingerprint) >= 8) AND (char_length(fingerprint) <= 100)));
alter table wallet.kept_card add constraint kept_card_id_check CHECK ((id ~ '^kc_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.kept_card add constraint kept_card_last4_check CHECK ((last4 ~ '^[0-9]{4}$'::text));
alter table wallet.kept_card add constraint kept_card_pkey PRIMARY KEY (id);
alter table wallet.kept_card add constraint kept_card_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES wallet.kept_card(id);
alter table wallet.kept_card add constraint kept_card_top_up_id_fkey FOREIGN KEY (top_up_id) REFERENCES wallet.top_up(id);
alter table wallet.kept_card add constraint kept_card_top_up_id_key UNIQUE (top_up_id);
alter table wallet.kept_card add constraint kept_card_vault_id_check CHECK (((char_length(vault_id) >= 1) AND (char_length(vault_id) <= 100)));
alter table wallet.kept_card_transition add constraint kept_card_transition_pkey PRIMARY KEY (from_state, event);
alter table wallet.money_request add constraint money_request_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.money_request add constraint money_request_asker_id_check CHECK ((asker_id ~~ 'cus\_%'::text));
alter table wallet.money_request add constraint money_request_check CHECK ((expires_at > created_at));
alter table wallet.money_request add constraint money_request_check1 CHECK ((payer_id <> asker_id));
alter table wallet.money_request add constraint money_request_check2 CHECK (((payer_id IS NOT NULL) OR (token IS NOT NULL)));
alter table wallet.money_request add constraint money_request_id_check CHECK ((id ~ '^rq_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.money_request add constraint money_request_note_check CHECK (((length(note) >= 1) AND (length(note) <= 600)));
alter table wallet.money_request add constraint money_request_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table wallet.money_request add constraint money_request_pkey PRIMARY KEY (id);
alter table wallet.money_request add constraint money_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paying'::text, 'paid'::text, 'declined'::text, 'cancelled'::text, 'expired'::text])));
alter table wallet.money_request add constraint money_request_token_check CHECK ((token ~ '^[A-Za-z0-9_-]{22}$'::text));
alter table wallet.money_request add constraint money_request_transfer_id_check CHECK ((transfer_id ~~ 'tr\_%'::text));
alter table wallet.money_request add constraint request_ended_has_an_end CHECK (((state = ANY (ARRAY['open'::text, 'paying'::text])) = (ended_at IS NULL)));
alter table wallet.money_request add constraint request_open_has_no_payment CHECK (((state <> 'open'::text) OR (transfer_id IS NULL)));
alter table wallet.money_request add constraint request_paid_by_a_payment CHECK (((state <> ALL (ARRAY['paid'::text, 'paying'::text])) OR ((transfer_id IS NOT NULL) AND (payer_id IS NOT NULL))));
alter table wallet.money_request_transition add constraint money_request_transition_pkey PRIMARY KEY (from_state, event);
alter table wallet.pay_code add constraint pay_code_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.pay_code add constraint pay_code_pkey PRIMARY KEY (customer_id);
alter table wallet.pay_code add constraint pay_code_token_check CHECK ((token ~ '^[A-Za-z0-9_-]{22}$'::text));
alter table wallet.pay_code add constraint pay_code_token_key UNIQUE (token);
alter table wallet.payee_reference add constraint payee_reference_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254)));
alter table wallet.payee_reference add constraint payee_reference_address_kind_check CHECK ((address_kind = ANY (ARRAY['email'::text, 'phone'::text])));
alter table wallet.payee_reference add constraint payee_reference_check CHECK ((expires_at > created_at));
alter table wallet.payee_reference add constraint payee_reference_check1 CHECK ((payer_id <> payee_id));
alter table wallet.payee_reference add constraint payee_reference_id_check CHECK ((id ~~ 'pay\_%'::text));
alter table wallet.payee_reference add constraint payee_reference_name_match_check CHECK ((name_match = ANY (ARRAY['match'::text, 'close'::text, 'no_match'::text])));
alter table wallet.payee_reference add constraint payee_reference_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table wallet.payee_reference add constraint payee_reference_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table wallet.payee_reference add constraint payee_reference_pkey PRIMARY KEY (id);
alter table wallet.payee_reference add constraint payee_reference_request_id_fkey FOREIGN KEY (request_id) REFERENCES wallet.money_request(id);
alter table wallet.payee_reference add constraint reference_address_is_whole CHECK (((address IS NULL) = (address_kind IS NULL)));
alter table wallet.payee_reference add constraint reference_names_one CHECK (((payee_id IS NULL) = (address IS NOT NULL)));
alter table wallet.payee_reference add constraint reference_of_a_request_names_somebody CHECK (((request_id IS NULL) OR (payee_id IS NOT NULL)));
alter table wallet.payment_claim add constraint payment_claim_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.payment_claim add constraint payment_claim_case_id_check CHECK ((case_id ~~ 'case\_%'::text));
alter table wallet.payment_claim add constraint payment_claim_case_id_key UNIQUE (case_id);
alter table wallet.payment_claim add constraint payment_claim_check CHECK ((((held_minor + returned_minor) <= amount_minor) AND (returned_minor >= 0)));
alter table wallet.payment_claim add constraint payment_claim_held_minor_check CHECK ((held_minor >= 0));
alter table wallet.payment_claim add constraint payment_claim_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table wallet.payment_claim add constraint payment_claim_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table wallet.payment_claim add constraint payment_claim_pkey PRIMARY KEY (transfer_id);
alter table wallet.payment_claim add constraint payment_claim_recall_id_check CHECK ((recall_id ~~ 'rc\_%'::text));
alter table wallet.payment_claim add constraint payment_claim_transfer_id_check CHECK ((transfer_id ~~ 'tr\_%'::text));
alter table wallet.payout_claim add constraint payout_claim_borne_minor_check CHECK ((borne_minor >= 0));
alter table wallet.payout_claim add constraint payout_claim_case_id_check CHECK ((case_id ~~ 'case\_%'::text));
alter table wallet.payout_claim add constraint payout_claim_case_id_key UNIQUE (case_id);
alter table wallet.payout_claim add constraint payout_claim_check CHECK (((NOT was_here) OR (borne_minor = 0)));
alter table wallet.payout_claim add constraint payout_claim_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.payout_claim add constraint payout_claim_pkey PRIMARY KEY (withdrawal_id);
alter table wallet.payout_claim add constraint payout_claim_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES wallet.withdrawal(id);
alter table wallet.payout_file add constraint payout_file_asks_check CHECK ((asks >= 0));
alter table wallet.payout_file add constraint payout_file_digest_check CHECK ((length(digest) = 32));
alter table wallet.payout_file add constraint payout_file_id_check CHECK ((id ~ '^pb_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.payout_file add constraint payout_file_payments_check CHECK ((payments > 0));
alter table wallet.payout_file add constraint payout_file_pkey PRIMARY KEY (id);
alter table wallet.payout_file add constraint payout_file_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'sent'::text, 'refused'::text])));
alter table wallet.payout_file add constraint payout_file_total_minor_check CHECK ((total_minor > 0));
alter table wallet.pickup add constraint pickup_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254)));
alter table wallet.pickup add constraint pickup_address_kind_check CHECK ((address_kind = ANY (ARRAY['email'::text, 'phone'::text])));
alter table wallet.pickup add constraint pickup_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.pickup add constraint pickup_check CHECK ((expires_at > created_at));
alter table wallet.pickup add constraint pickup_check1 CHECK ((payee_id <> payer_id));
alter table wallet.pickup add constraint pickup_goes_to_one CHECK (((state = 'picked_up'::text) = (payee_id IS NOT NULL)));
alter table wallet.pickup add constraint pickup_id_check CHECK ((id ~~ 'tr\_%'::text));
alter table wallet.pickup add constraint pickup_note_check CHECK (((length(note) >= 1) AND (length(note) <= 600)));
alter table wallet.pickup add constraint pickup_over_forgets_the_address CHECK (((state = 'waiting'::text) = (address IS NOT NULL)));
alter table wallet.pickup add constraint pickup_over_has_an_end CHECK (((state = 'waiting'::text) = (ended_at IS NULL)));
alter table wallet.pickup add constraint pickup_over_has_no_link CHECK (((state = ANY (ARRAY['waiting'::text, 'picked_up'::text])) OR (token_hash IS NULL)));
alter table wallet.pickup add constraint pickup_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table wallet.pickup add constraint pickup_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table wallet.pickup add constraint pickup_pkey PRIMARY KEY (id);
alter table wallet.pickup add constraint pickup_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'picked_up'::text, 'cancelled'::text, 'expired'::text])));
alter table wallet.pickup add constraint pickup_token_hash_check CHECK ((length(token_hash) = 32));
alter table wallet.pickup add constraint pickup_token_hash_key UNIQUE (token_hash);
alter table wallet.pickup add constraint pickup_usage_minor_check CHECK ((usage_minor >= 0));
alter table wallet.rail_booking add constraint rail_booking_account_check CHECK ((account = ANY (ARRAY['costs'::text, 'interest'::text, 'suspense'::text])));
alter table wallet.rail_booking add constraint rail_booking_id_check CHECK ((id ~ '^bk_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.rail_booking add constraint rail_booking_item_id_fkey FOREIGN KEY (item_id) REFERENCES wallet.rail_item(id);
alter table wallet.rail_booking add constraint rail_booking_item_id_key UNIQUE (item_id);
alter table wallet.rail_booking add constraint rail_booking_pkey PRIMARY KEY (id);
alter table wallet.rail_booking add constraint rail_booking_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.rail_booking add constraint suspense_takes_two CHECK (((account <> 'suspense'::text) OR (proposal_id IS NOT NULL)));
alter table wallet.rail_day add constraint closed_without_difference CHECK (((ours_closing_minor - theirs_closing_minor) = (timing_minor + explained_minor)));
alter table wallet.rail_day add constraint rail_day_closed_by_check CHECK ((closed_by ~~ 'stf\_%'::text));
alter table wallet.rail_day add constraint rail_day_digest_check CHECK ((length(digest) = 32));
alter table wallet.rail_day add constraint rail_day_ours_items_check CHECK ((ours_items >= 0));
alter table wallet.rail_day add constraint rail_day_pkey PRIMARY KEY (rail, currency, day);
alter table wallet.rail_day add constraint rail_day_previous_digest_check CHECK ((length(previous_digest) = 32));
alter table wallet.rail_day add constraint rail_day_rail_currency_day_fkey FOREIGN KEY (rail, currency, day) REFERENCES wallet.rail_statement(rail, currency, day);
alter table wallet.rail_day add constraint rail_day_theirs_items_check CHECK ((theirs_items >= 0));
alter table wallet.rail_explanation add constraint rail_explanation_item_id_fkey FOREIGN KEY (item_id) REFERENCES wallet.rail_item(id);
alter table wallet.rail_explanation add constraint rail_explanation_pkey PRIMARY KEY (item_id);
alter table wallet.rail_explanation add constraint rail_explanation_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.rail_explanation add constraint rail_explanation_why_check CHECK ((why = ANY (ARRAY['timing'::text, 'rail_corrects'::text, 'we_correct'::text, 'in_dispute'::text])));
alter table wallet.rail_item add constraint match_agrees TRIGGER DEFERRABLE INITIALLY DEFERRED;
alter table wallet.rail_item add constraint rail_item_amount_minor_check CHECK ((amount_minor <> 0));
alter table wallet.rail_item add constraint rail_item_check CHECK ((stated_on <= day));
alter table wallet.rail_item add constraint rail_item_check1 CHECK (((side = 'ours'::text) = (version IS NOT NULL)));
alter table wallet.rail_item add constraint rail_item_check2 CHECK (((side = 'theirs'::text) = (stated_on IS NOT NULL)));
alter table wallet.rail_item add constraint rail_item_code_check CHECK ((length(code) <= 60));
alter table wallet.rail_item add constraint rail_item_id_check CHECK ((id ~ '^ri_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.rail_item add constraint rail_item_key_check CHECK (((length(key) >= 1) AND (length(key) <= 120)));
alter table wallet.rail_item add constraint rail_item_match_id_fkey FOREIGN KEY (match_id) REFERENCES wallet.rail_match(id);
alter table wallet.rail_item add constraint rail_item_operation_id_check CHECK ((length(operation_id) <= 40));
alter table wallet.rail_item add constraint rail_item_pkey PRIMARY KEY (id);
alter table wallet.rail_item add constraint rail_item_rail_check CHECK ((rail = ANY (ARRAY['rail:bank'::text, 'rail:card'::text, 'rail:ewallet'::text])));
alter table wallet.rail_item add constraint rail_item_rail_currency_side_key_key UNIQUE (rail, currency, side, key);
alter table wallet.rail_item add constraint rail_item_report_number_fkey FOREIGN KEY (report_number) REFERENCES wallet.bank_report(number);
alter table wallet.rail_item add constraint rail_item_side_check CHECK ((side = ANY (ARRAY['theirs'::text, 'ours'::text])));
alter table wallet.rail_item add constraint rail_item_version_check CHECK ((version >= 0));
alter table wallet.rail_match add constraint match_by_hand_takes_two CHECK (((rule = 'by_hand'::text) = (proposal_id IS NOT NULL)));
alter table wallet.rail_match add constraint rail_match_pkey PRIMARY KEY (id);
alter table wallet.rail_match add constraint rail_match_proposal_id_check CHECK ((proposal_id ~~ 'prop\_%'::text));
alter table wallet.rail_match add constraint rail_match_rule_check CHECK ((rule = ANY (ARRAY['reference'::text, 'several'::text, 'same_sum'::text, 'opening'::text, 'by_hand'::text])));
alter table wallet.rail_report_refusal add constraint rail_report_refusal_check CHECK ((seen_at >= refused_at));
alter table wallet.rail_report_refusal add constraint rail_report_refusal_fault_check CHECK ((fault = ANY (ARRAY['unreadable'::text, 'cut_off'::text, 'told_twice'::text, 'told_before'::text, 'other_currency'::text, 'too_long'::text, 'does_not_add_up'::text])));
alter table wallet.rail_report_refusal add constraint rail_report_refusal_line_check CHECK ((line >= 0));
alter table wallet.rail_report_refusal add constraint rail_report_refusal_pkey PRIMARY KEY (rail, currency, day, line, fault);
alter table wallet.rail_report_refusal add constraint rail_report_refusal_rail_check CHECK ((rail = ANY (ARRAY['rail:card'::text, 'rail:ewallet'::text])));
alter table wallet.rail_statement add constraint rail_statement_pkey PRIMARY KEY (rail, currency, day);
alter table wallet.rail_statement add constraint rail_statement_rail_check CHECK ((rail = ANY (ARRAY['rail:bank'::text, 'rail:card'::text, 'rail:ewallet'::text])));
alter table wallet.rail_statement add constraint rail_statement_report_number_fkey FOREIGN KEY (report_number) REFERENCES wallet.bank_report(number);
alter table wallet.rate_source add constraint rate_source_is_whole CHECK ((((length(name) >= 1) AND (length(name) <= 253)) AND ((answered_at IS NULL) = (newest_day IS NULL)) AND ((failure IS NULL) = (failing_since IS NULL)) AND ((failure IS NULL) = (failed_times = 0)) AND (failed_times >= 0) AND ((failure IS NOT NULL) OR (answered_at = asked_at))));
alter table wallet.rate_source add constraint rate_source_pkey PRIMARY KEY (name);
alter table wallet.request_report add constraint request_report_asker_id_check CHECK ((asker_id ~~ 'cus\_%'::text));
alter table wallet.request_report add constraint request_report_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.request_report add constraint request_report_ground_check CHECK ((ground = ANY (ARRAY['not_known'::text, 'not_owed'::text, 'pretends'::text, 'threatens'::text])));
alter table wallet.request_report add constraint request_report_pkey PRIMARY KEY (request_id);
alter table wallet.request_report add constraint request_report_request_id_fkey FOREIGN KEY (request_id) REFERENCES wallet.money_request(id);
alter table wallet.statement add constraint statement_above_version_check CHECK ((above_version >= 0));
alter table wallet.statement add constraint statement_adds_up CHECK ((((opening_minor + in_minor) - out_minor) = closing_minor));
alter table wallet.statement add constraint statement_check CHECK ((to_day >= from_day));
alter table wallet.statement add constraint statement_check1 CHECK ((until_at > begins_at));
alter table wallet.statement add constraint statement_check2 CHECK ((to_version >= above_version));
alter table wallet.statement add constraint statement_check3 CHECK (((newest_seq IS NULL) = (to_version = above_version)));
alter table wallet.statement add constraint statement_code_check CHECK ((code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$'::text));
alter table wallet.statement add constraint statement_code_key UNIQUE (code);
alter table wallet.statement add constraint statement_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table wallet.statement add constraint statement_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.statement add constraint statement_fees_minor_check CHECK ((fees_minor >= 0));
alter table wallet.statement add constraint statement_id_check CHECK ((id ~ '^st_[0-7][0-9A-HJKMNP-TV-Z]{25}$'::text));
alter table wallet.statement add constraint statement_in_minor_check CHECK ((in_minor >= 0));
alter table wallet.statement add constraint statement_kinds_check CHECK ((jsonb_typeof(kinds) = 'array'::text));
alter table wallet.statement add constraint statement_line_count_check CHECK ((line_count >= 0));
alter table wallet.statement add constraint statement_lines_digest_check CHECK ((octet_length(lines_digest) = 32));
alter table wallet.statement add constraint statement_out_minor_check CHECK ((out_minor >= 0));
alter table wallet.statement add constraint statement_pkey PRIMARY KEY (id);
alter table wallet.statement add constraint statement_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)));
alter table wallet.statement_file add constraint statement_file_bytes_check CHECK ((bytes >= 0));
alter table wallet.statement_file add constraint statement_file_form_check CHECK ((form = ANY (ARRAY['pdf'::text, 'csv'::text, 'camt053'::text, 'journal'::text])));
alter table wallet.statement_file add constraint statement_file_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-CN'::text])));
alter table wallet.statement_file add constraint statement_file_pkey PRIMARY KEY (sha256);
alter table wallet.statement_file add constraint statement_file_sha256_check CHECK ((octet_length(sha256) = 32));
alter table wallet.statement_file add constraint statement_file_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES wallet.statement(id);
alter table wallet.top_up add constraint account_of_an_ewallet CHECK (((ewallet_account IS NULL) OR (ewallet_name IS NOT NULL)));
alter table wallet.top_up add constraint ewallet_is_no_card CHECK (((ewallet_name IS NULL) OR ((card_brand IS NULL) AND (card_last4 IS NULL) AND (kept_card_id IS NULL) AND (NOT keeps_card))));
alter table wallet.top_up add constraint ewallet_is_not_charged_back CHECK (((ewallet_name IS NULL) OR (charged_back_minor = 0)));
alter table wallet.top_up add constraint held_is_delayed_or_looked_at CHECK (((held_minor >= 0) AND (held_minor <=
CASE
    WHEN needs_review THEN amount_minor
    ELSE (amount_minor - at_once_minor)
END)));
alter table wallet.top_up add constraint top_up_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.top_up add constraint top_up_asks_check CHECK ((asks >= 0));
alter table wallet.top_up add constraint top_up_card_last4_check CHECK ((card_last4 ~ '^[0-9]{4}$'::text));
alter table wallet.top_up add constraint top_up_check CHECK (((at_once_minor >= 0) AND (at_once_minor <= amount_minor)));
alter table wallet.top_up add constraint top_up_check1 CHECK (((delayed_until IS NULL) = (at_once_minor = amount_minor)));
alter table wallet.top_up add constraint top_up_check2 CHECK (((charged_back_minor >= 0) AND (charged_back_minor <= (amount_minor + fee_minor))));
alter table wallet.top_up add constraint top_up_check3 CHECK (((charged_back_minor = 0) OR (settled_at IS NOT NULL)));
alter table wallet.top_up add constraint top_up_check5 CHECK (((held_minor = 0) OR ((settled_at IS NOT NULL) AND (hold_number > 0))));
alter table wallet.top_up add constraint top_up_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.top_up add constraint top_up_ewallet_account_check CHECK (((char_length(ewallet_account) >= 1) AND (char_length(ewallet_account) <= 60)));
alter table wallet.top_up add constraint top_up_ewallet_name_check CHECK (((char_length(ewallet_name) >= 1) AND (char_length(ewallet_name) <= 80)));
alter table wallet.top_up add constraint top_up_fee_minor_check CHECK ((fee_minor >= 0));
alter table wallet.top_up add constraint top_up_granted_minor_check CHECK ((granted_minor >= 0));
alter table wallet.top_up add constraint top_up_hold_number_check CHECK ((hold_number >= 0));
alter table wallet.top_up add constraint top_up_id_check CHECK ((id ~~ 'tu\_%'::text));
alter table wallet.top_up add constraint top_up_kept_card_id_fkey FOREIGN KEY (kept_card_id) REFERENCES wallet.kept_card(id);
alter table wallet.top_up add constraint top_up_pkey PRIMARY KEY (id);
alter table wallet.top_up add constraint top_up_quote_id_check CHECK ((quote_id ~~ 'qt\_%'::text));
alter table wallet.top_up add constraint top_up_token_digest_check CHECK ((length(token_digest) = 32));
alter table wallet.top_up add constraint top_up_usage_minor_check CHECK ((usage_minor >= 0));
alter table wallet.top_up_tariff add constraint top_up_tariff_amount_min_minor_check CHECK ((amount_min_minor > 0));
alter table wallet.top_up_tariff add constraint top_up_tariff_fee_basis_points_check CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 10000)));
alter table wallet.top_up_tariff add constraint top_up_tariff_fee_min_minor_check CHECK ((fee_min_minor >= 0));
alter table wallet.top_up_tariff add constraint top_up_tariff_pkey PRIMARY KEY (currency, version);
alter table wallet.top_up_tariff add constraint top_up_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.top_up_tariff add constraint top_up_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.top_up_tariff add constraint top_up_tariff_version_check CHECK ((version > 0));
alter table wallet.trace add constraint trace_answer_check CHECK ((answer = ANY (ARRAY['credited'::text, 'on_its_way'::text, 'coming_back'::text, 'recall_refused'::text, 'our_fault'::text])));
alter table wallet.trace add constraint trace_answered_by_check CHECK ((answered_by ~~ 'stf\_%'::text));
alter table wallet.trace add constraint trace_asked_by_check CHECK ((asked_by ~~ 'stf\_%'::text));
alter table wallet.trace add constraint trace_case_id_check CHECK ((case_id ~~ 'case\_%'::text));
alter table wallet.trace add constraint trace_check CHECK ((((state = 'answered'::text) = (answer IS NOT NULL)) AND ((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by IS NULL))));
alter table wallet.trace add constraint trace_check1 CHECK (((state <> 'asked'::text) OR (asked_at IS NOT NULL)));
alter table wallet.trace add constraint trace_check2 CHECK (((state <> 'recalling'::text) OR (recalled_at IS NOT NULL)));
alter table wallet.trace add constraint trace_check3 CHECK ((((reference IS NULL) = (COALESCE(asked_at, recalled_at) IS NULL)) AND ((reference IS NULL) = (asked_by IS NULL))));
alter table wallet.trace add constraint trace_check4 CHECK (((answer IS DISTINCT FROM 'recall_refused'::text) OR (recalled_at IS NOT NULL)));
alter table wallet.trace add constraint trace_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.trace add constraint trace_finding_check CHECK ((finding ~ '^[a-z_]{1,40}$'::text));
alter table wallet.trace add constraint trace_pkey PRIMARY KEY (case_id);
alter table wallet.trace add constraint trace_reference_check CHECK (((char_length(reference) >= 1) AND (char_length(reference) <= 80)));
alter table wallet.trace_transition add constraint trace_transition_pkey PRIMARY KEY (from_state, event);
alter table wallet.transfer add constraint transfer_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.transfer add constraint transfer_check CHECK ((payer_id <> payee_id));
alter table wallet.transfer add constraint transfer_id_check CHECK ((id ~~ 'tr\_%'::text));
alter table wallet.transfer add constraint transfer_note_check CHECK (((length(note) >= 1) AND (length(note) <= 140)));
alter table wallet.transfer add constraint transfer_payee_id_check CHECK ((payee_id ~~ 'cus\_%'::text));
alter table wallet.transfer add constraint transfer_payer_id_check CHECK ((payer_id ~~ 'cus\_%'::text));
alter table wallet.transfer add constraint transfer_pkey PRIMARY KEY (id);
alter table wallet.withdrawal add constraint looked_at_before_it_goes CHECK (((NOT in_review) OR ((file_id IS NULL) AND (money = 'held'::text))));
alter table wallet.withdrawal add constraint withdrawal_amount_minor_check CHECK ((amount_minor > 0));
alter table wallet.withdrawal add constraint withdrawal_asks_check CHECK ((asks >= 0));
alter table wallet.withdrawal add constraint withdrawal_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES wallet.bank_account(id);
alter table wallet.withdrawal add constraint withdrawal_check CHECK ((arrives_by > cut_off_at));
alter table wallet.withdrawal add constraint withdrawal_check1 CHECK (((file_id IS NULL) OR (money <> 'none'::text)));
alter table wallet.withdrawal add constraint withdrawal_customer_id_check CHECK ((customer_id ~~ 'cus\_%'::text));
alter table wallet.withdrawal add constraint withdrawal_fee_minor_check CHECK ((fee_minor >= 0));
alter table wallet.withdrawal add constraint withdrawal_file_id_fkey FOREIGN KEY (file_id) REFERENCES wallet.payout_file(id);
alter table wallet.withdrawal add constraint withdrawal_id_check CHECK ((id ~~ 'wd\_%'::text));
alter table wallet.withdrawal add constraint withdrawal_money_check CHECK ((money = ANY (ARRAY['none'::text, 'held'::text, 'paid'::text, 'back'::text])));
alter table wallet.withdrawal add constraint withdrawal_pkey PRIMARY KEY (id);
alter table wallet.withdrawal add constraint withdrawal_quote_id_check CHECK ((quote_id ~~ 'qt\_%'::text));
alter table wallet.withdrawal add constraint withdrawal_usage_minor_check CHECK ((usage_minor >= 0));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_amount_min_minor_check CHECK ((amount_min_minor > 0));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_arrives_after_days_check CHECK (((arrives_after_days >= 0) AND (arrives_after_days <= 10)));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_calendar_check CHECK ((calendar = ANY (ARRAY['cn'::text, 'target'::text, 'gb'::text])));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_cut_off_check CHECK ((cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'::text));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_factor_above_minor_check CHECK ((factor_above_minor >= 0));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_fee_minor_check CHECK ((fee_minor >= 0));
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_pkey PRIMARY KEY (currency, version);
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES risk.proposal(id);
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_proposal_id_key UNIQUE (proposal_id);
alter table wallet.withdrawal_tariff add constraint withdrawal_tariff_version_check CHECK ((version > 0));

-- Indexes
CREATE INDEX access_answer_of_case ON identity.access_answer USING btree (case_id, id);
CREATE INDEX access_check_of_case ON identity.access_check USING btree (case_id, id);
CREATE INDEX access_follow_by_age ON identity.access_follow USING btree (expires_at);
CREATE INDEX access_log_of_customer ON support.access_log USING btree (customer_id, at DESC);
CREATE INDEX access_log_of_staff ON support.access_log USING btree (staff_id, at DESC);
CREATE INDEX access_request_of_customer ON identity.access_request USING btree (customer_id, opened_at DESC);
CREATE INDEX account_flag_change_account ON ledger.account_flag_change USING btree (account_id, id);
CREATE INDEX account_restriction_due ON risk.account_restriction USING btree (due_at) WHERE (lifted_at IS NULL);
CREATE INDEX account_restriction_in_force ON risk.account_restriction USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX account_restriction_of_customer ON risk.account_restriction USING btree (customer_id, since);
CREATE INDEX archived_id_by_seq ON ledger.archived_id USING brin (seq) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX attempt_by_age ON identity.attempt USING btree (charged_at);
CREATE INDEX bank_account_by_signs ON wallet.bank_account USING btree (last4, country) WHERE (removed_at IS NULL);
CREATE INDEX bank_account_of_customer ON wallet.bank_account USING btree (customer_id, added_at);
CREATE INDEX bank_entry_of_withdrawal ON wallet.bank_entry USING btree (withdrawal_id);
CREATE INDEX bank_line_by_age ON wallet.bank_line USING btree (read_at);
CREATE INDEX bank_question_of_operation ON wallet.bank_question USING btree (operation_id, kind, made_at DESC);
CREATE INDEX bank_report_by_digest ON wallet.bank_report USING btree (digest);
CREATE INDEX bank_report_to_work ON wallet.bank_report USING btree (number) WHERE (worked_at IS NULL);
CREATE INDEX bank_top_up_by_payer ON wallet.bank_top_up USING btree (payer_last4, payer_country) WHERE (state = 'settled'::text);
CREATE INDEX bank_top_up_of_customer ON wallet.bank_top_up USING btree (customer_id, taken_at) WHERE (customer_id IS NOT NULL);
CREATE INDEX bank_top_up_of_message ON wallet.bank_top_up USING btree (message_number) WHERE (message_number IS NOT NULL);
CREATE INDEX bank_top_up_of_report ON wallet.bank_top_up USING btree (report_number);
CREATE INDEX bank_top_up_put_aside ON wallet.bank_top_up USING btree (taken_at) WHERE (state = 'put_aside'::text);
CREATE INDEX bank_top_up_to_send_back ON wallet.bank_top_up USING btree (goes_back_at) WHERE ((state = 'put_aside'::text) AND (goes_back_at IS NOT NULL));
CREATE INDEX bank_word_of_operation ON wallet.bank_word USING btree (operation_id, id);
CREATE INDEX beneficiary_of_customer ON wallet.beneficiary USING btree (customer_id, added_at);
CREATE INDEX block_by_last_seq ON ledger.block USING btree (last_seq);
CREATE INDEX case_of_assignee ON cases."case" USING btree (assignee_id, due_at, id) WHERE (state <> 'closed'::text);
CREATE INDEX case_of_customer ON cases."case" USING btree (customer_id, opened_at DESC, id DESC);
CREATE INDEX case_of_subject ON cases."case" USING btree (subject_id) WHERE (subject_id IS NOT NULL);
CREATE INDEX case_queue ON cases."case" USING btree (due_at, id) WHERE (state <> 'closed'::text);
CREATE INDEX case_unclaimed ON cases."case" USING btree (due_at, id) WHERE (next_actor = 'okpay'::text);
CREATE INDEX claim_hold_of_transfer ON wallet.claim_hold USING btree (transfer_id);
CREATE INDEX closing_closed ON identity.closing USING btree (ended_at) WHERE (state = 'closed'::text);
CREATE INDEX closing_of_customer ON identity.closing USING btree (customer_id, requested_at);
CREATE INDEX conflict_end_of_operation ON wallet.conflict_end USING btree (operation_id, ended_at);
CREATE INDEX cooling_of_customer ON risk.cooling USING btree (customer_id, until);
CREATE INDEX cross_border_delivered ON wallet.cross_border USING btree (country, get_currency, delivered_at DESC) WHERE (delivered_at IS NOT NULL);
CREATE INDEX cross_border_held ON wallet.cross_border USING btree (customer_id) WHERE (money = 'held'::text);
CREATE INDEX cross_border_of_customer ON wallet.cross_border USING btree (customer_id, created_at DESC);
CREATE INDEX cross_border_to_beneficiary ON wallet.cross_border USING btree (beneficiary_id);
CREATE INDEX debt_open ON wallet.debt USING btree (customer_id, currency, opened_at) WHERE (collected_minor < incurred_minor);
CREATE INDEX debt_unpaid ON wallet.debt USING btree (collects_from) WHERE ((collected_minor < incurred_minor) AND (restricted_at IS NULL));
CREATE INDEX decision_by_time ON risk.decision USING btree (at);
CREATE INDEX delivery_of_customer ON notifications.delivery USING btree (customer_id, created_at DESC);
CREATE INDEX delivery_parked ON platform.delivery USING btree (outbox_id) WHERE (state = 'parked'::text);
CREATE INDEX delivery_waiting ON notifications.delivery USING btree (customer_id, template, subject_id) WHERE (state = 'waiting'::text);
CREATE INDEX delivery_waiting ON platform.delivery USING btree (outbox_id) WHERE (state = 'waiting'::text);
CREATE INDEX device_by_token ON identity.device USING btree (token_hash);
CREATE INDEX ewallet_top_up_settled ON wallet.top_up USING btree (settled_at DESC) WHERE ((settled_at IS NOT NULL) AND (ewallet_name IS NOT NULL));
CREATE INDEX exchange_of_customer ON wallet.exchange USING btree (customer_id, created_at DESC);
CREATE INDEX failure_by_time ON risk.failure USING btree (at);
CREATE INDEX failure_of_customer ON risk.failure USING btree (customer_id, what, at);
CREATE INDEX former_contact_by_address ON identity.former_contact USING btree (kind, address, held_until);
CREATE INDEX former_contact_of_customer ON identity.former_contact USING btree (customer_id);
CREATE INDEX handle_claim_by_customer ON identity.handle_claim USING btree (customer_id);
CREATE INDEX hold_due ON ledger.hold USING btree (expires_at) WHERE ((state = 0) AND (expires_at IS NOT NULL));
CREATE INDEX idempotency_by_age ON platform.idempotency USING brin (created_at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX journal_0_credit_account_posted_at_idx ON ledger.journal_0 USING btree (credit_account, posted_at) WHERE ((credit_version % (64)::bigint) = 0);
CREATE INDEX journal_0_debit_account_posted_at_idx ON ledger.journal_0 USING btree (debit_account, posted_at) WHERE ((debit_version % (64)::bigint) = 0);
CREATE INDEX journal_1_credit_account_posted_at_idx ON ledger.journal_1 USING btree (credit_account, posted_at) WHERE ((credit_version % (64)::bigint) = 0);
CREATE INDEX journal_1_debit_account_posted_at_idx ON ledger.journal_1 USING btree (debit_account, posted_at) WHERE ((debit_version % (64)::bigint) = 0);
CREATE INDEX journal_credit_milestone ON ONLY ledger.journal USING btree (credit_account, posted_at) WHERE ((credit_version % (64)::bigint) = 0);
CREATE INDEX journal_debit_milestone ON ONLY ledger.journal USING btree (debit_account, posted_at) WHERE ((debit_version % (64)::bigint) = 0);
CREATE INDEX kept_card_of_customer ON wallet.kept_card USING btree (customer_id, created_at);
CREATE INDEX label_of_operation ON risk.label USING btree (operation_id, id DESC);
CREATE INDEX message_request_by_address ON identity.message_request USING btree (address_hash, requested_at);
CREATE INDEX message_request_by_age ON identity.message_request USING btree (requested_at);
CREATE INDEX message_request_by_customer ON identity.message_request USING btree (customer_id, purpose, requested_at);
CREATE INDEX message_request_by_source ON identity.message_request USING btree (source_hash, requested_at);
CREATE INDEX money_request_asked ON wallet.money_request USING btree (asker_id, id DESC);
CREATE INDEX money_request_open_to ON wallet.money_request USING btree (asker_id, payer_id) WHERE (state = 'open'::text);
CREATE INDEX money_request_owed ON wallet.money_request USING btree (payer_id, id DESC) WHERE ((payer_id IS NOT NULL) AND (NOT is_hidden));
CREATE INDEX notice_of_customer ON notifications.notice USING btree (customer_id, created_at DESC, id DESC);
CREATE INDEX notice_unread ON notifications.notice USING btree (customer_id) WHERE (read_at IS NULL);
CREATE INDEX operation_by_parent ON operations.operation USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX operation_by_time ON operations.operation USING brin (created_at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX outbox_kept ON platform.outbox USING btree (routed_at) WHERE (routed_at IS NOT NULL);
CREATE INDEX outbox_waiting ON platform.outbox USING btree (id) WHERE (routed_at IS NULL);
CREATE INDEX participant_activity ON operations.participant USING btree (customer_id, created_at DESC, operation_id DESC) INCLUDE (kind, state, direction, amount_minor, currency);
CREATE INDEX participant_open ON operations.participant USING btree (customer_id, created_at DESC, operation_id DESC) WHERE (family = 'waiting'::text);
CREATE INDEX passkey_by_customer ON identity.passkey USING btree (customer_id);
CREATE INDEX passkey_challenge_by_age ON identity.passkey_challenge USING btree (expires_at);
CREATE INDEX payee_reference_by_age ON wallet.payee_reference USING btree (expires_at);
CREATE INDEX payee_reference_of_request ON wallet.payee_reference USING btree (request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX payment_claim_held ON wallet.payment_claim USING btree (payee_id) WHERE (held_minor > 0);
CREATE INDEX pending_sign_in_by_age ON identity.pending_sign_in USING btree (expires_at);
CREATE INDEX pending_sign_in_by_customer ON identity.pending_sign_in USING btree (customer_id);
CREATE INDEX petition_file_kept ON risk.petition_file USING btree (id) WHERE (wrapped_key IS NOT NULL);
CREATE INDEX petition_file_of_case ON risk.petition_file USING btree (case_id, item, attempt);
CREATE INDEX petition_look_of_case ON risk.petition_look USING btree (case_id, staff_id);
CREATE INDEX petition_of_customer ON risk.petition USING btree (customer_id, opened_at);
CREATE INDEX petition_of_subject ON risk.petition USING btree (subject_id, opened_at);
CREATE INDEX petition_transition_by_states ON risk.petition_transition USING btree (from_state, to_state);
CREATE INDEX pickup_waiting_of ON wallet.pickup USING btree (payer_id) WHERE (state = 'waiting'::text);
CREATE INDEX profile_email_claims ON identity.profile USING btree (email_key, customer_id);
CREATE INDEX profile_phone_claims ON identity.profile USING btree (phone, customer_id);
CREATE INDEX profile_unproven ON identity.profile USING btree (customer_id) WHERE ((email_verified_at IS NULL) OR (phone_verified_at IS NULL));
CREATE INDEX proof_decision_of_proof ON identity.proof_decision USING btree (proof_id, id);
CREATE INDEX proof_ended ON identity.proof USING btree (valid_until) WHERE ((state = 'approved'::text) AND (past_at IS NOT NULL) AND (restricted_at IS NULL));
CREATE INDEX proof_file_of_proof ON identity.proof_file USING btree (proof_id);
CREATE INDEX proof_look_of_customer ON identity.proof_look USING btree (customer_id, at);
CREATE INDEX proof_of_customer ON identity.proof USING btree (customer_id, created_at);
CREATE INDEX proof_queue ON identity.proof USING btree (submitted_at) WHERE (state = ANY (ARRAY['in_review'::text, 'second_review'::text]));
CREATE INDEX proposal_of_subject ON risk.proposal USING btree (subject, proposed_at);
CREATE INDEX proposal_waiting ON risk.proposal USING btree (proposed_at) WHERE (decision IS NULL);
CREATE INDEX rail_item_by_day ON wallet.rail_item USING btree (rail, currency, day, side);
CREATE INDEX rail_item_by_ref ON wallet.rail_item USING gin (refs);
CREATE INDEX rail_item_of_match ON wallet.rail_item USING btree (match_id) WHERE (match_id IS NOT NULL);
CREATE INDEX rail_item_open ON wallet.rail_item USING btree (rail, currency, day) WHERE (match_id IS NULL);
CREATE INDEX rail_item_stated ON wallet.rail_item USING btree (rail, currency, stated_on) WHERE (side = 'theirs'::text);
CREATE INDEX rail_item_version ON wallet.rail_item USING btree (rail, currency, version) WHERE (side = 'ours'::text);
CREATE INDEX rate_window_by_end ON platform.rate_window USING btree (ends_at);
CREATE INDEX recovery_code_by_customer ON identity.recovery_code USING btree (customer_id);
CREATE INDEX reference_rate_newest ON risk.reference_rate USING btree (currency, day DESC);
CREATE INDEX request_report_of ON wallet.request_report USING btree (asker_id, created_at);
CREATE INDEX restriction_in_force ON risk.restriction USING btree (customer_id, capability) WHERE (lifted_at IS NULL);
CREATE INDEX review_of_payer ON risk.review USING btree (payer_id) WHERE (state = 'waiting'::text);
CREATE INDEX review_waiting ON risk.review USING btree (due_at) WHERE (state = 'waiting'::text);
CREATE INDEX screening_list_by_hash ON risk.screening_list USING btree (source, hash);
CREATE INDEX screening_match_decided ON risk.screening_match USING btree (decided_at DESC) WHERE (state <> 'open'::text);
CREATE INDEX screening_match_of_customer ON risk.screening_match USING btree (customer_id);
CREATE INDEX screening_match_of_restriction ON risk.screening_match USING btree (restriction_id);
CREATE INDEX screening_match_open ON risk.screening_match USING btree (score DESC, opened_at) WHERE (state = 'open'::text);
CREATE INDEX security_event_newest ON identity.security_event USING btree (customer_id, id DESC);
CREATE INDEX security_event_sign_ins_by_age ON identity.security_event USING btree (at) WHERE (kind = ANY (ARRAY['signed_in'::text, 'signed_in_new_device'::text, 'password_wrong'::text, 'second_factor_asked'::text, 'second_factor_wrong'::text, 'sign_in_refused'::text]));
CREATE INDEX security_event_tries ON identity.security_event USING btree (customer_id, at) WHERE (kind = ANY (ARRAY['password_wrong'::text, 'second_factor_asked'::text, 'second_factor_wrong'::text, 'sign_in_refused'::text]));
CREATE INDEX session_by_end ON identity.session USING btree (expires_at);
CREATE INDEX session_open ON identity.session USING btree (customer_id, created_at) WHERE (ended_at IS NULL);
CREATE INDEX staff_audit_by_subject ON identity.staff_audit USING btree (subject, id);
CREATE INDEX staff_look_of_customer ON risk.staff_look USING btree (customer_id, at);
CREATE INDEX staff_look_of_staff ON risk.staff_look USING btree (staff_id, customer_id, at);
CREATE INDEX staff_session_open ON identity.staff_session USING btree (staff_id) WHERE (ended_at IS NULL);
CREATE INDEX statement_file_of ON wallet.statement_file USING btree (statement_id);
CREATE INDEX statement_of_customer ON wallet.statement USING btree (customer_id, issued_at DESC);
CREATE INDEX step_up_by_age ON identity.step_up USING btree (expires_at);
CREATE INDEX stream_event_by_age ON platform.stream_event USING btree (sent_at);
CREATE INDEX timer_due ON platform.timer USING btree (at, key);
CREATE INDEX top_up_first_settled ON wallet.top_up USING btree (customer_id, settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX top_up_held ON wallet.top_up USING btree (customer_id, delayed_until) WHERE (held_minor > 0);
CREATE INDEX top_up_recent ON wallet.top_up USING btree (customer_id, created_at DESC);
CREATE INDEX top_up_settled ON wallet.top_up USING btree (settled_at DESC) WHERE (settled_at IS NOT NULL);
CREATE INDEX trace_of_operation ON wallet.trace USING btree (operation_id);
CREATE INDEX transfer_pair ON wallet.transfer USING btree (payer_id, payee_id, created_at DESC) WHERE is_completed;
CREATE INDEX transition_by_states ON cases.transition USING btree (from_state, to_state);
CREATE INDEX transition_by_states ON operations.transition USING btree (kind, from_state, to_state);
CREATE INDEX withdrawal_arrived ON wallet.withdrawal USING btree (currency, paid_at DESC) WHERE (money = 'paid'::text);
CREATE INDEX withdrawal_held ON wallet.withdrawal USING btree (customer_id) WHERE (money = 'held'::text);
CREATE INDEX withdrawal_of_account ON wallet.withdrawal USING btree (bank_account_id);
CREATE INDEX withdrawal_of_customer ON wallet.withdrawal USING btree (customer_id, created_at DESC);
CREATE INDEX withdrawal_of_file ON wallet.withdrawal USING btree (file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX withdrawal_to_send ON wallet.withdrawal USING btree (currency, cut_off_at) WHERE ((file_id IS NULL) AND (money = 'held'::text) AND (NOT in_review));
CREATE INDEX word_freeze_of_case ON support.word_freeze USING btree (case_id);
CREATE UNIQUE INDEX account_restriction_once ON risk.account_restriction USING btree (customer_id, kind, reason) WHERE ((lifted_at IS NULL) AND (link_hash IS NULL));
CREATE UNIQUE INDEX bank_account_default ON wallet.bank_account USING btree (customer_id, currency) WHERE is_default;
CREATE UNIQUE INDEX bank_question_once ON wallet.bank_question USING btree (case_id, kind);
CREATE UNIQUE INDEX bank_return_open ON wallet.bank_return USING btree (top_up_id) WHERE (state = ANY (ARRAY['ready'::text, 'sent'::text]));
CREATE UNIQUE INDEX closing_open ON identity.closing USING btree (customer_id) WHERE (state = ANY (ARRAY['closing'::text, 'closed'::text]));
CREATE UNIQUE INDEX contact_proof_by_secret ON identity.contact_proof USING btree (secret_hash);
CREATE UNIQUE INDEX correspondent_message_once ON wallet.correspondent_message USING btree (digest) WHERE (outcome = 'taken'::text);
CREATE UNIQUE INDEX cross_border_by_quote ON wallet.cross_border USING btree (quote_id) WHERE (money <> 'none'::text);
CREATE UNIQUE INDEX exchange_by_quote ON wallet.exchange USING btree (quote_id) WHERE is_completed;
CREATE UNIQUE INDEX journal_0_id ON ledger.journal_0 USING btree (id);
CREATE UNIQUE INDEX journal_1_id ON ledger.journal_1 USING btree (id);
CREATE UNIQUE INDEX kept_card_default ON wallet.kept_card USING btree (customer_id) WHERE is_default;
CREATE UNIQUE INDEX kept_card_number ON wallet.kept_card USING btree (customer_id, fingerprint) WHERE (state = 'kept'::text);
CREATE UNIQUE INDEX money_request_by_token ON wallet.money_request USING btree (token) WHERE (token IS NOT NULL);
CREATE UNIQUE INDEX money_request_by_transfer ON wallet.money_request USING btree (transfer_id) WHERE (transfer_id IS NOT NULL);
CREATE UNIQUE INDEX petition_once ON risk.petition USING btree (subject_id) WHERE (state = ANY (ARRAY['asking'::text, 'reviewing'::text]));
CREATE UNIQUE INDEX profile_email_proven ON identity.profile USING btree (email_key) WHERE (email_verified_at IS NOT NULL);
CREATE UNIQUE INDEX profile_handle ON identity.profile USING btree (handle) WHERE (handle IS NOT NULL);
CREATE UNIQUE INDEX profile_phone_proven ON identity.profile USING btree (phone) WHERE (phone_verified_at IS NOT NULL);
CREATE UNIQUE INDEX proof_open ON identity.proof USING btree (customer_id) WHERE (state = ANY (ARRAY['collecting'::text, 'in_review'::text, 'second_review'::text, 'needs_input'::text]));
CREATE UNIQUE INDEX proposal_open ON risk.proposal USING btree (action, subject) WHERE (decision IS NULL);
CREATE UNIQUE INDEX quote_consumed_by ON operations.quote USING btree (consumed_by) WHERE (consumed_by IS NOT NULL);
CREATE UNIQUE INDEX screening_list_current ON risk.screening_list USING btree (source) WHERE (state = 'current'::text);
CREATE UNIQUE INDEX screening_match_once ON risk.screening_match USING btree (customer_id, source, ref) WHERE (state = ANY (ARRAY['open'::text, 'confirmed'::text]));
CREATE UNIQUE INDEX staff_invitation_open ON identity.staff_invitation USING btree (email_key) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE UNIQUE INDEX trace_open ON wallet.trace USING btree (customer_id, operation_id) WHERE (state <> 'answered'::text);
CREATE UNIQUE INDEX usage_home ON risk.usage USING btree (home_account) WHERE (home_account IS NOT NULL);
CREATE UNIQUE INDEX withdrawal_by_quote ON wallet.withdrawal USING btree (quote_id) WHERE (money <> 'none'::text);

-- Sequences
create sequence identity.access_answer_id_seq as bigint;
create sequence identity.access_check_id_seq as bigint;
create sequence identity.former_contact_id_seq as bigint;
create sequence identity.message_request_id_seq as bigint;
create sequence identity.proof_decision_id_seq as bigint;
create sequence identity.proof_look_id_seq as bigint;
create sequence identity.recovery_code_id_seq as bigint;
create sequence identity.security_event_id_seq as bigint;
create sequence identity.staff_audit_id_seq as bigint;
create sequence ledger.account_flag_change_id_seq as bigint;
create sequence ledger.account_id_seq as bigint;
create sequence ledger.journal_seq as bigint;
create sequence platform.outbox_id_seq as bigint;
create sequence risk.cooling_id_seq as bigint;
create sequence risk.decision_id_seq as bigint;
create sequence risk.failure_id_seq as bigint;
create sequence risk.label_id_seq as bigint;
create sequence risk.petition_look_id_seq as bigint;
create sequence risk.restriction_id_seq as bigint;
create sequence risk.screening_list_id_seq as bigint;
create sequence risk.screening_run_id_seq as bigint;
create sequence risk.staff_look_id_seq as bigint;
create sequence support.access_log_id_seq as bigint;
create sequence wallet.bank_word_id_seq as bigint;

-- Views
create view ledger.answered_leg as
 SELECT journal.seq,
    journal.id,
    journal.kind,
    journal.currency,
    journal.debit_account,
    journal.credit_account,
    journal.amount_minor
   FROM ledger.journal
UNION ALL
 SELECT archived_id.seq,
    archived_id.id,
    archived_id.kind,
    archived_id.currency,
    archived_id.debit_account,
    archived_id.credit_account,
    archived_id.amount_minor
   FROM ledger.archived_id;
create view ledger.carried_newest as
 SELECT DISTINCT ON (account_id) account_id,
    part,
    version,
    last_seq,
    last_at,
    debits_posted_minor,
    credits_posted_minor,
    debits_pending_minor,
    credits_pending_minor
   FROM ledger.carried
  ORDER BY account_id, part DESC;
create view ledger.entry as
 SELECT transfer.debit_account AS account_id,
    transfer.debit_version AS version,
    'debit'::text AS side,
    transfer.seq,
    transfer.id,
    transfer.kind,
    transfer.code,
    transfer.currency,
    transfer.amount_minor,
    transfer.debit_after_minor AS after_minor,
    transfer.credit_account AS counter_account,
    transfer.debit_prev AS prev,
    transfer.ref_seq,
    transfer.operation_kind,
    transfer.operation_tail,
    transfer.posted_at
   FROM ledger.transfer
UNION ALL
 SELECT transfer.credit_account AS account_id,
    transfer.credit_version AS version,
    'credit'::text AS side,
    transfer.seq,
    transfer.id,
    transfer.kind,
    transfer.code,
    transfer.currency,
    transfer.amount_minor,
    transfer.credit_after_minor AS after_minor,
    transfer.debit_account AS counter_account,
    transfer.credit_prev AS prev,
    transfer.ref_seq,
    transfer.operation_kind,
    transfer.operation_tail,
    transfer.posted_at
   FROM ledger.transfer;
create view ledger.transfer as
 SELECT seq,
    id,
    seq - leg + 1 AS command_seq,
    leg,
    leg_count,
    kind,
    code,
    currency,
    debit_account,
    credit_account,
    amount_minor,
    debit_after_minor,
    credit_after_minor,
    debit_version,
    credit_version,
    debit_prev,
    credit_prev,
    ref_seq,
    operation_kind,
    operation_tail,
    posted_at
   FROM ledger.journal
  WHERE kind < 8;

-- Functions
CREATE OR REPLACE FUNCTION cases.check_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from cases.transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'case % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION cases.erase_conversations(customer text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update cases.message m set body = '', facts = '{}'::jsonb
    from cases."case" c where c.id = m.case_id and c.customer_id = customer;
  update cases.evidence e set entry = null
    from cases."case" c where c.id = e.case_id and c.customer_id = customer;
end $function$;
CREATE OR REPLACE FUNCTION identity.broken_staff_audit()
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select a.id from (
    select s.*, lag(s.hash, 1, '\x00') over (order by s.id) as before from identity.staff_audit s) a
    join identity.staff_audit entry on entry.id = a.id
   where a.previous_hash <> a.before or a.hash <> identity.staff_audit_hash(a.previous_hash, entry)
   order by a.id
$function$;
CREATE OR REPLACE FUNCTION identity.chain_staff_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  last identity.staff_audit;
begin
  perform pg_advisory_xact_lock(hashtextextended('identity.staff_audit', 0));
  select * into last from identity.staff_audit order by id desc limit 1;
  new.id := coalesce(last.id, 0) + 1;
  new.previous_hash := coalesce(last.hash, '\x00');
  new.hash := identity.staff_audit_hash(new.previous_hash, new);
  return new;
end $function$;
CREATE OR REPLACE FUNCTION identity.check_approval()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.state = 'approved' and old.state <> 'approved' and new.first_by is null
     and (select r.is_four_eyes from identity.tier_rule r where r.tier = new.tier) then
    raise exception 'proof % needs two people', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION identity.known_people(p_at timestamp with time zone, p_people text[], p_step_ups text[], p_device_customer text[], p_device_hash bytea[], p_hours integer, p_most integer)
 RETURNS TABLE(kind text, id text, at timestamp with time zone, name text, zone text, factor text)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query
    select 'person', p.customer_id, c.created_at, p.name, c.time_zone, null
      from unnest(p_people) a (customer)
      join identity.profile p on p.customer_id = a.customer
      join identity.customer c on c.id = p.customer_id
    union all
    select 'proof', s.id, s.expires_at, null, null, s.factor
      from unnest(p_step_ups) a (id) join identity.step_up s on s.id = a.id
     where s.used_at is null and s.expires_at > p_at
    union all
    select 'device', d.customer_id, d.first_seen_at, null, null, null
      from unnest(p_device_customer, p_device_hash) a (customer, token_hash)
      join identity.device d on d.customer_id = a.customer and d.token_hash = a.token_hash
    union all
    select 'lately', l.customer_id, l.last_seen_at, encode(a.token_hash, 'hex'), null, null
      from unnest(p_device_hash) a (token_hash)
     cross join lateral (
       select d.customer_id, d.last_seen_at from identity.device d
        where d.token_hash = a.token_hash and d.last_seen_at >= p_at - make_interval(hours => p_hours) limit p_most
     ) l;
end $function$;
CREATE OR REPLACE FUNCTION identity.may_use_step_up(p_at timestamp with time zone, p_action text, p_id text, p_customer text, p_amount bigint, p_currency text, p_payee text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform from identity.step_up s
  where s.id = p_id and s.customer_id = p_customer and s.action = p_action and s.amount_minor = p_amount and s.currency = p_currency
    and s.payee = p_payee and s.used_at is null and s.expires_at > p_at
  for update;
  return found;
end $function$;
CREATE OR REPLACE FUNCTION identity.refuse_second_use()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.used_at is not null then
    raise exception 'step-up % was used before', old.id using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION identity.renew_staff_secret(p_staff text, p_from text, p_to text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update identity.staff set totp_box = p_to where id = p_staff and totp_box = p_from
$function$;
CREATE OR REPLACE FUNCTION identity.staff_audit_hash(previous bytea, entry identity.staff_audit)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select sha256(previous || convert_to(concat_ws(E'\x1f', entry.id::text, (extract(epoch from entry.at) * 1000000)::bigint::text,
    entry.actor, entry.action, entry.subject, entry.facts::text), 'UTF8'))
$function$;
CREATE OR REPLACE FUNCTION identity.use_step_ups(p_at timestamp with time zone, p_action text, p_id text[], p_customer text[], p_amount bigint[], p_currency text[], p_payee text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare used integer;
begin
  update identity.step_up s set used_at = p_at
  from unnest(p_id, p_customer, p_amount, p_currency, p_payee) u (id, customer, amount, currency, payee)
  where s.id = u.id and s.customer_id = u.customer and s.action = p_action and s.amount_minor = u.amount and s.currency = u.currency
    and s.payee = u.payee and s.used_at is null
    -- Written so that it cannot be looked up by: each proof is found by its id, never all that are still good.
    and s.expires_at + interval '0' > p_at;
  get diagnostics used = row_count;
  return used = cardinality(p_id);
end $function$;
CREATE OR REPLACE FUNCTION ledger.accept_database(p_id uuid, p_at timestamp with time zone, p_reason text, p_remembered_seq bigint, p_found_seq bigint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into ledger.acceptance (id, reason, remembered_seq, found_seq, accepted_at)
    values (p_id, p_reason, p_remembered_seq, p_found_seq, p_at)
$function$;
CREATE OR REPLACE FUNCTION ledger.amount_refusal(p_amount bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case when p_amount <= 0 then 'amount_not_positive' when p_amount > 1000000000000000 then 'amount_too_large' end
$function$;
CREATE OR REPLACE FUNCTION ledger.append_block(p_block ledger.block)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  newest ledger.block;
  mark record;
  counts integer[];
begin
  lock table ledger.block in share row exclusive mode;
  select * into newest from ledger.block b order by b.number desc limit 1;
  if p_block.number is distinct from coalesce(newest.number, 0) + 1
    or p_block.previous_hash is distinct from coalesce(newest.hash, decode(repeat('00', 32), 'hex'))
    or p_block.first_seq is distinct from coalesce(newest.last_seq, 0) + 1
    or p_block.first_account is distinct from coalesce(newest.last_account, 0) + 1
    or p_block.first_flag_change is distinct from coalesce(newest.last_flag_change, 0) + 1 then
    raise exception 'block % does not follow from block %', p_block.number, coalesce(newest.number, 0) using errcode = 'serialization_failure';
  end if;
  mark := ledger.sealing_mark();
  if p_block.last_seq > mark.last_seq or p_block.last_account > mark.last_account or p_block.last_flag_change > mark.last_flag_change then
    raise exception 'block % covers numbers that nobody was given', p_block.number using errcode = 'check_violation';
  end if;
  counts := array[
    (select count(*) from ledger.journal j where j.seq between p_block.first_seq and p_block.last_seq),
    (select count(*) from ledger.account a where a.id between p_block.first_account and p_block.last_account),
    (select count(*) from ledger.account_flag_change c where c.id between p_block.first_flag_change and p_block.last_flag_change)];
  if counts is distinct from array[p_block.journal_count, p_block.account_count, p_block.flag_change_count] then
    raise exception 'block % counts %, there are %', p_block.number,
      array[p_block.journal_count, p_block.account_count, p_block.flag_change_count], counts using errcode = 'check_violation';
  end if;
  if p_block.hash is distinct from sha256(ledger.block_head(p_block)) then
    raise exception 'block % has another hash', p_block.number using errcode = 'check_violation';
  end if;
  insert into ledger.block select p_block.*;
end $function$;
CREATE OR REPLACE FUNCTION ledger.archive_part(p_number integer, p_at timestamp with time zone, p_closed_before timestamp with time zone, p_row_count bigint, p_rows_hash bytea, p_ids_hash bytea, p_carried_hash bytea, p_manifest text, p_tries integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  part constant text := format('journal_%s', p_number);
  first_seq constant bigint := p_number::bigint << 44;
  end_seq constant bigint := (p_number::bigint + 1) << 44;
  newest bigint; sealed bigint; open_hold bigint; rows_hash bytea := ''; row_count bigint := 0; kept record; astray bigint;
begin
  lock table ledger.archived_part in share row exclusive mode;
  if p_number is distinct from (select coalesce(max(a.number) + 1, 0) from ledger.archived_part a) then
    raise exception 'part % is not the oldest that is here', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  if not exists (select from ledger.journal_part p where p.number = p_number and p.closed_at < p_closed_before) then
    raise exception 'part % is not closed, or not for long enough', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('select max(seq) from ledger.%I', part) into newest;
  select max(b.last_seq) into sealed from ledger.block b;
  if newest > coalesce(sealed, 0) then
    raise exception 'part % is not sealed beyond %', p_number, coalesce(sealed, 0) using errcode = 'object_not_in_prerequisite_state';
  end if;
  select min(h.seq) into open_hold from ledger.hold h where h.state = 0 and h.seq >= first_seq and h.seq < end_seq;
  if open_hold is not null then
    raise exception 'hold % of part % is open', open_hold, p_number using errcode = 'object_not_in_prerequisite_state';
  end if;

  -- The rows are those that the file holds: the bytes that a block seals, as server/ledger/sealing/store.ts has them.
  for kept in execute format($q$
    select int8send(j.seq) || uuid_send(j.id) || int2send(j.operation_kind) || int4send(j.operation_tail) || int2send(j.leg)
      || int2send(j.leg_count) || int2send(j.kind) || int2send(j.code) || convert_to(coalesce(j.currency::text, '---'), 'UTF8')
      || int8send(coalesce(j.debit_account, 0)) || int8send(coalesce(j.credit_account, 0)) || int8send(coalesce(j.amount_minor, 0))
      || int8send(coalesce(j.ref_seq, 0)) || timestamptz_send(j.posted_at)
      || int8send(coalesce(j.debit_after_minor, 0)) || int8send(coalesce(j.debit_version, 0)) || int8send(coalesce(j.debit_prev, 0))
      || int8send(coalesce(j.credit_after_minor, 0)) || int8send(coalesce(j.credit_version, 0)) || int8send(coalesce(j.credit_prev, 0))
      || int8send(j.fingerprint) as bytes
    from ledger.%I j order by j.seq $q$, part)
  loop
    row_count := row_count + 1;
    rows_hash := sha256(rows_hash || kept.bytes);
  end loop;
  if row_count <> p_row_count or rows_hash is distinct from p_rows_hash then
    raise exception 'the file of part % does not hold its % rows', p_number, row_count using errcode = 'data_corrupted';
  end if;

  execute format($q$
    insert into ledger.archived_id (id, seq, fingerprint, debit_account, credit_account, amount_minor, kind, currency)
    select id, seq, fingerprint, debit_account, credit_account, amount_minor, kind, currency from ledger.%I order by seq $q$, part);
  perform brin_summarize_new_values('ledger.archived_id_by_seq'); -- What is not summarized is read whole by every look-up.
  insert into ledger.archived_part (number, row_count, refused_count, rows_hash, ids_hash, carried_hash, manifest, archived_at)
    select p_number, row_count, count(*), p_rows_hash, p_ids_hash, p_carried_hash, p_manifest, p_at
    from ledger.archived_id x where x.seq >= first_seq and x.seq < end_seq and x.kind >= 8;
  -- What a capture, a void or an expiry releases is what was held, and a hold may be older than the part.
  execute format($q$
    insert into ledger.carried (account_id, part, version, last_seq, last_at, debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor)
    select s.account_id, $1, s.version, s.last_seq, l.posted_at,
           coalesce(c.debits_posted_minor, 0) + s.dr, coalesce(c.credits_posted_minor, 0) + s.cr,
           coalesce(c.debits_pending_minor, 0) + s.drp, coalesce(c.credits_pending_minor, 0) + s.crp
    from (
      select e.account_id, max(e.version) as version, max(e.seq) as last_seq,
             coalesce(sum(e.posted) filter (where e.is_debit), 0) as dr, coalesce(sum(e.posted) filter (where not e.is_debit), 0) as cr,
             coalesce(sum(e.pending) filter (where e.is_debit), 0) as drp, coalesce(sum(e.pending) filter (where not e.is_debit), 0) as crp
      from (
        select t.is_debit, t.account_id, t.version, j.seq, case when j.kind in (0, 2, 5) then j.amount_minor else 0 end as posted,
               case when j.kind = 1 then j.amount_minor when j.kind in (2, 3, 4) then -h.amount_minor else 0 end as pending
        from ledger.%1$I j
        cross join lateral (values (true, j.debit_account, j.debit_version), (false, j.credit_account, j.credit_version)) t(is_debit, account_id, version)
        left join ledger.hold h on h.seq = j.ref_seq
        where j.kind < 8
      ) e group by e.account_id
    ) s
    join ledger.%1$I l on l.seq = s.last_seq
    left join ledger.carried_newest c on c.account_id = s.account_id $q$, part) using p_number;
  -- Sums and rows tell the same of each account.
  execute format($q$
    select c.account_id from ledger.carried c join ledger.%I l on l.seq = c.last_seq
    where c.part = $1 and (c.credits_posted_minor - c.debits_posted_minor, c.version)
      <> (case c.account_id when l.debit_account then l.debit_after_minor else l.credit_after_minor end,
          case c.account_id when l.debit_account then l.debit_version else l.credit_version end) limit 1 $q$, part)
    into astray using p_number;
  if astray is not null then
    raise exception 'the rows of account % in part % do not add up', astray, p_number using errcode = 'data_corrupted';
  end if;
  if (select (h.ids_hash, h.carried_hash) is distinct from (p_ids_hash, p_carried_hash) from ledger.archived_hashes(p_number) h) then
    raise exception 'what stays of part % is not what its file makes', p_number using errcode = 'data_corrupted';
  end if;

  -- Nobody who reads or posts waits longer than this: who cannot have the lock at once stands back and comes again.
  perform set_config('lock_timeout', '50ms', true);
  for try in 1..p_tries loop
    begin
      lock table ledger.journal in access exclusive mode;
      exit;
    exception when lock_not_available then
      if try = p_tries then raise; end if;
      perform pg_sleep(1);
    end;
  end loop;
  -- The newest row stays, whatever its part: the fence compares it with what was confirmed.
  if not exists (select from ledger.journal j where j.seq >= end_seq) then
    raise exception 'part % holds the newest row of the journal', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (
    select from ledger.block b where b.first_seq <= newest and b.last_seq >= end_seq and exists (
      select from ledger.journal j where j.seq between end_seq and b.last_seq)
  ) then
    raise exception 'a block holds rows of part % and of the next one', p_number using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('alter table ledger.journal detach partition ledger.%I', part);
  execute format('drop table ledger.%I', part);
end $function$;
CREATE OR REPLACE FUNCTION ledger.archived_below()
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select (coalesce(max(number) + 1, 0))::bigint << 44 from ledger.archived_part
$function$;
CREATE OR REPLACE FUNCTION ledger.archived_hashes(p_number integer, OUT row_count bigint, OUT refused_count bigint, OUT ids_hash bytea, OUT carried_hash bytea)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  first_seq constant bigint := p_number::bigint << 44;
  kept record;
begin
  row_count := 0; refused_count := 0; ids_hash := ''; carried_hash := '';
  for kept in
    select x.kind, int8send(x.seq) || uuid_send(x.id) || int8send(x.fingerprint) || int2send(x.kind) || int8send(coalesce(x.debit_account, 0))
      || int8send(coalesce(x.credit_account, 0)) || int8send(coalesce(x.amount_minor, 0)) || convert_to(coalesce(x.currency::text, '---'), 'UTF8') as bytes
    from ledger.archived_id x where x.seq >= first_seq and x.seq < first_seq + (1::bigint << 44) order by x.seq
  loop
    row_count := row_count + 1;
    if kept.kind >= 8 then refused_count := refused_count + 1; end if;
    ids_hash := sha256(ids_hash || kept.bytes);
  end loop;
  for kept in
    select int8send(c.account_id) || int8send(c.version) || int8send(c.last_seq) || timestamptz_send(c.last_at) || int8send(c.debits_posted_minor)
      || int8send(c.credits_posted_minor) || int8send(c.debits_pending_minor) || int8send(c.credits_pending_minor) as bytes
    from ledger.carried c where c.part = p_number order by c.account_id
  loop
    carried_hash := sha256(carried_hash || kept.bytes);
  end loop;
end $function$;
CREATE OR REPLACE FUNCTION ledger.balances_named(p_kind text, p_owner text[], p_currency text[])
 RETURNS TABLE(id bigint, owner text, kind text, currency character, flags integer, debits_posted bigint, credits_posted bigint, debits_pending bigint, credits_pending bigint, version bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query
    select a.id, a.owner, a.kind, b.currency, b.flags, b.debits_posted_minor, b.credits_posted_minor, b.debits_pending_minor,
           b.credits_pending_minor, b.version
      from unnest(p_owner, p_currency) asked (owner, currency)
     cross join lateral (
       select k.id, k.owner, k.kind from ledger.account k
        where k.owner = asked.owner and k.kind = p_kind and k.currency = asked.currency::char(3) limit 1
     ) a
     cross join lateral (select * from ledger.balance l where l.account_id = a.id limit 1) b;
end $function$;
CREATE OR REPLACE FUNCTION ledger.begin_window(p_account bigint, p_owner text, p_day date, p_day_minor bigint, p_month_minor bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update ledger.balance b set window_day = p_day, window_day_minor = p_day_minor, window_month_minor = p_month_minor
  where b.account_id = p_account and b.window_day is null and exists (select from ledger.account a where a.id = p_account and a.owner = p_owner);
  return found;
end $function$;
CREATE OR REPLACE FUNCTION ledger.block_head(b ledger.block)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select convert_to('okpay', 'UTF8') || '\x4201'::bytea || int8send(b.number)
    || int8send(b.first_seq) || int8send(b.last_seq) || int8send(b.first_account) || int8send(b.last_account)
    || int8send(b.first_flag_change) || int8send(b.last_flag_change)
    || int4send(b.journal_count) || int4send(b.account_count) || int4send(b.flag_change_count)
    || b.previous_hash || b.merkle_root || sha256('\x04'::bytea || b.salt || b.leaves) || timestamptz_send(b.sealed_at)
$function$;
CREATE OR REPLACE FUNCTION ledger.check_hold_transition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if old.state <> 0 or new.state = 0
    or (new.seq, new.amount_minor, new.expires_at) is distinct from (old.seq, old.amount_minor, old.expires_at) then
    raise exception 'hold % cannot go from state % to %', old.seq, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION ledger.check_window(p_at timestamp with time zone, p_fields text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare own record;
begin
  select b.window_day as day, case when b.window_day < p_fields[2]::date then 0 else b.window_day_minor end + p_fields[4]::bigint as in_day,
         case when b.window_day < p_fields[3]::date then 0 else b.window_month_minor end + p_fields[4]::bigint as in_month
    into own from ledger.balance b where b.account_id = p_fields[1]::bigint for update;
  return case
    when own.day is null then '{"code": "window_elsewhere"}'::jsonb
    when own.in_day > p_fields[5]::bigint or own.in_month > p_fields[6]::bigint then '{"code": "window_passed"}'::jsonb
  end;
end $function$;
CREATE OR REPLACE FUNCTION ledger.end_window(p_account bigint, OUT day date, OUT day_minor bigint, OUT month_minor bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select b.window_day, b.window_day_minor, b.window_month_minor into day, day_minor, month_minor
  from ledger.balance b where b.account_id = p_account for update;
  if day is null then raise exception 'account % has no window', p_account using errcode = 'data_corrupted'; end if;
  update ledger.balance b set window_day = null, window_day_minor = null, window_month_minor = null where b.account_id = p_account;
end $function$;
CREATE OR REPLACE FUNCTION ledger.flag_refusal(p_debit_flags integer, p_credit_flags integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when (p_debit_flags | p_credit_flags) & 16 <> 0 then 'account_closed'
    when p_debit_flags & 4 <> 0 then 'account_frozen_out'
    when p_credit_flags & 8 <> 0 then 'account_frozen_in'
  end
$function$;
CREATE OR REPLACE FUNCTION ledger.lock_accounts(p_accounts bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform from ledger.balance b where b.account_id = any (p_accounts) order by b.account_id for update;
end $function$;
CREATE OR REPLACE FUNCTION ledger.make_journal_part(p_number integer)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  part text := format('journal_%s', p_number);
begin
  if to_regclass('ledger.' || part) is not null then return; end if;
  execute format('create table ledger.%I partition of ledger.journal for values from (%s) to (%s)', part, p_number::bigint << 44, (p_number::bigint + 1) << 44);
  execute format('create unique index %I on ledger.%I (id)', part || '_id', part);
  execute format('create trigger never_truncated before truncate on ledger.%I for each statement execute function ledger.refuse_change()', part);
  execute format('grant select on ledger.%I to okpay_app', part);
  insert into ledger.journal_part (number) values (p_number);
end $function$;
CREATE OR REPLACE FUNCTION ledger.open_account(p_at timestamp with time zone, p_kind text, p_owner text, p_currency text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  opened bigint;
  kind_row ledger.account_kind;
begin
  select a.id into opened from ledger.account a where a.owner = p_owner and a.kind = p_kind and a.currency = p_currency;
  if found then return opened; end if;
  select * into kind_row from ledger.account_kind k where k.name = p_kind;
  if not found or p_owner !~ kind_row.owner_pattern then
    raise exception 'no account of kind % for owner %', p_kind, p_owner using errcode = 'invalid_parameter_value';
  end if;
  insert into ledger.account (kind, owner, currency, opened_at) values (p_kind, p_owner, p_currency, p_at)
    on conflict (owner, kind, currency) do nothing returning id into opened;
  if opened is null then -- Somebody else opened it between our two statements.
    select a.id into strict opened from ledger.account a where a.owner = p_owner and a.kind = p_kind and a.currency = p_currency;
    return opened;
  end if;
  insert into ledger.balance (account_id, currency, flags)
    values (opened, p_currency, case when not kind_row.never_below_zero then 0 when kind_row.normal_side = 'credit' then 1 else 2 end);
  return opened;
end $function$;
CREATE OR REPLACE FUNCTION ledger.post_batch(p_at timestamp with time zone, p_command integer[], p_id uuid[], p_kind smallint[], p_debit bigint[], p_credit bigint[], p_amount bigint[], p_currency text[], p_code text[], p_operation_kind smallint[], p_operation_tail integer[], p_ref uuid[], p_expires timestamp with time zone[], p_fingerprint bigint[], p_attached_to integer[], p_attachment_kind text[], p_attachment jsonb[])
 RETURNS SETOF ledger.leg_answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  single constant smallint := 0;
  hold constant smallint := 1;
  capture constant smallint := 2;
  reversal constant smallint := 5;
  -- These would be refused at any time, so they use up no id: whoever sent them may correct and send again.
  unrecorded constant text[] := array['amount_not_positive', 'amount_too_large', 'same_account', 'currency_mismatch', 'id_reused'];
  max_bigint constant bigint := 9223372036854775807;

  leg_count constant integer := cardinality(p_id);
  codes smallint[]; first_use integer[]; is_twin boolean[];
  -- Transfers that others refer to, in order of their id.
  ref_ids uuid[]; ref_seqs bigint[]; ref_kinds smallint[]; ref_debit_ids bigint[]; ref_credit_ids bigint[]; ref_amounts bigint[];
  ref_expires timestamptz[]; ref_states smallint[]; ref_reversed bigint[]; ref_debits integer[]; ref_credits integer[];
  -- Locked accounts, in order of their id.
  wanted_accounts bigint[]; account_ids bigint[]; account_currencies text[]; account_flags integer[]; versions bigint[]; first_versions bigint[];
  debits_posted bigint[]; credits_posted bigint[]; debits_pending bigint[]; credits_pending bigint[]; last_seqs bigint[];
  -- Where a leg finds its accounts and its reference; where an earlier answer to its id stands.
  debit_at integer[]; credit_at integer[]; ref_at integer[]; own_ref_at integer[];
  known_at integer[]; known_fingerprint bigint[]; known_outcome text[];
  -- Answers, per leg.
  outcome text[]; first_outcome text[]; replayed boolean[]; seqs bigint[]; posted_at timestamptz[]; amounts bigint[]; currencies text[]; debit_ids bigint[]; credit_ids bigint[];
  debit_after bigint[]; credit_after bigint[]; debit_version bigint[]; credit_version bigint[]; debit_prev bigint[]; credit_prev bigint[];
  culprits bigint[]; available bigint[]; facts jsonb[];
  -- What a leg did, so that it can be undone: moved in posted and in pending sums.
  moved_posted bigint[]; moved_pending bigint[]; recorded boolean[]; leg_no integer[]; legs_in_command integer[];

  first_leg integer := 1; last_leg integer; refused_leg integer; command integer; commands integer := 0;
  k integer; d integer; c integer; r integer; own integer; known integer;
  kind smallint; amount bigint; pending bigint; room bigint; refusal text; refused_facts jsonb; culprit bigint; failed_before text; undo_from integer;
  clash boolean; has_checks boolean; attachment record; sums_before numeric[]; sums_after numeric[]; expected integer; written integer; base bigint;
begin
  if leg_count is null or leg_count = 0 then return; end if;
  if leg_count > 4000 then -- The sequence gives 4096 numbers a call.
    raise exception 'a batch holds at most 4000 legs, not %', leg_count using errcode = 'program_limit_exceeded';
  end if;

  if exists (select from unnest(p_kind) u(kind) where u.kind is null or u.kind not between 0 and 5) then
    raise exception 'a leg is of no known kind' using errcode = 'invalid_parameter_value';
  end if;
  lock table ledger.balance in row share mode; -- Before the journal is read: rotate_journal takes the two in this order.
  -- 1. What can be known without a lock: payloads, names, and the immutable half of what is referred to.
  select array_agg(m.code order by l.n), array_agg(l.first_n::integer order by l.n), array_agg(l.is_twin order by l.n)
    into codes, first_use, is_twin
  from (
    select u.name, u.n, min(u.n) over (partition by u.id) as first_n, count(*) over (partition by u.command, u.id) > 1 as is_twin
    from unnest(p_command, p_id, p_code) with ordinality u(command, id, name, n)
  ) l
  left join ledger.movement m on m.name = l.name;
  if array_position(codes, null) is not null then
    raise exception 'movement % has no code', p_code[array_position(codes, null)] using errcode = 'invalid_parameter_value';
  end if;
  if exists (select from unnest(p_attachment_kind) u(kind) where not exists (select from ledger.attachment_kind a where a.name = u.kind)) then
    raise exception 'unregistered kind among the attachments %', p_attachment_kind using errcode = 'invalid_parameter_value';
  end if;
  has_checks := exists (
    select from unnest(p_attachment_kind) u(kind) join ledger.attachment_kind a on a.name = u.kind where a.check_function is not null);

  select array_agg(r.id order by r.id), array_agg(t.seq order by r.id), array_agg(t.kind order by r.id),
         array_agg(t.debit_account order by r.id), array_agg(t.credit_account order by r.id),
         array_agg(t.amount_minor order by r.id), array_agg(h.expires_at order by r.id)
    into ref_ids, ref_seqs, ref_kinds, ref_debit_ids, ref_credit_ids, ref_amounts, ref_expires
  from (select distinct u.id from unnest(p_ref) u(id) where u.id is not null) r
  left join ledger.answered_leg t on t.id = r.id and t.kind < 8
  left join ledger.hold h on h.seq = t.seq;

  -- 2. Locks, in the one order that everybody uses. Whatever can change is read in later statements, so it is read fresh.
  select array_agg(u.id) into wanted_accounts
  from (select unnest(p_debit) union select unnest(p_credit) union select unnest(ref_debit_ids) union select unnest(ref_credit_ids)) u(id)
  where u.id is not null;
  select array_agg(b.account_id), array_agg(b.currency::text), array_agg(b.flags), array_agg(b.version),
         array_agg(b.debits_posted_minor), array_agg(b.credits_posted_minor), array_agg(b.debits_pending_minor), array_agg(b.credits_pending_minor),
         array_agg(b.last_seq)
    into account_ids, account_currencies, account_flags, versions, debits_posted, credits_posted, debits_pending, credits_pending, last_seqs
  from (select * from ledger.balance where account_id = any (wanted_accounts) order by account_id for update) b;
  first_versions := versions;
  base := nextval('ledger.journal_seq'); -- Under the locks: for one account numbers grow with versions.
  select array[sum(x.dr), sum(x.cr), sum(x.drp), sum(x.crp)] into sums_before
  from unnest(debits_posted, credits_posted, debits_pending, credits_pending) x(dr, cr, drp, crp);

  select array_agg(coalesce(h.state, 0::smallint) order by u.n), array_agg(coalesce(v.reversed_minor, 0) order by u.n),
         array_agg(array_position(account_ids, u.debit) order by u.n), array_agg(array_position(account_ids, u.credit) order by u.n)
    into ref_states, ref_reversed, ref_debits, ref_credits
  from unnest(ref_seqs, ref_debit_ids, ref_credit_ids) with ordinality u(seq, debit, credit, n)
  left join ledger.hold h on h.seq = u.seq
  left join ledger.reversal_total v on v.seq = u.seq;

  select array_agg(d.n::integer order by l.n), array_agg(c.n::integer order by l.n),
         array_agg(r.n::integer order by l.n), array_agg(o.n::integer order by l.n)
    into debit_at, credit_at, ref_at, own_ref_at
  from unnest(p_debit, p_credit, p_ref, p_id, p_kind) with ordinality l(debit, credit, ref, id, kind, n)
  left join unnest(account_ids) with ordinality d(id, n) on d.id = l.debit
  left join unnest(account_ids) with ordinality c(id, n) on c.id = l.credit
  left join unnest(ref_ids) with ordinality r(id, n) on r.id = l.ref and l.kind not in (single, hold)
  left join unnest(ref_ids) with ordinality o(id, n) on o.id = l.id;

  select array_agg(case when coalesce(i.id, x.id) is not null then l.n::integer end order by l.n), array_agg(coalesce(i.fingerprint, x.fingerprint) order by l.n),
         array_agg(case when i.kind < 8 then 'created' when x.kind < 8 then 'archived' else f.code end order by l.n),
         array_agg(coalesce(i.seq, x.seq) order by l.n), array_agg(i.posted_at order by l.n), array_agg(coalesce(i.amount_minor, x.amount_minor) order by l.n),
         array_agg(coalesce(a.currency, i.currency, x.currency)::text order by l.n),
         array_agg(coalesce(i.debit_account, x.debit_account) order by l.n), array_agg(coalesce(i.credit_account, x.credit_account) order by l.n),
         array_agg(i.debit_after_minor order by l.n), array_agg(i.credit_after_minor order by l.n),
         array_agg(i.debit_version order by l.n), array_agg(i.credit_version order by l.n),
         array_agg(f.account_id order by l.n), array_agg(f.available_minor order by l.n), array_agg(f.facts order by l.n)
    into known_at, known_fingerprint, known_outcome, seqs, posted_at, amounts, currencies, debit_ids, credit_ids,
         debit_after, credit_after, debit_version, credit_version, culprits, available, facts
  from unnest(p_id) with ordinality l(id, n)
  left join ledger.journal i on i.id = l.id
  left join ledger.archived_id x on x.id = l.id
  left join ledger.refusal f on f.seq = coalesce(i.seq, x.seq)
  left join ledger.account a on a.id = f.account_id;

  -- 3. Decide, one command after the other. An array filled from its middle would lose its place, so each begins at full length.
  outcome := array_fill(null::text, array[leg_count]);
  first_outcome := outcome;
  replayed := array_fill(false, array[leg_count]);
  recorded := replayed;
  leg_no := array_fill(null::integer, array[leg_count]);
  legs_in_command := leg_no;
  debit_prev := array_fill(null::bigint, array[leg_count]);
  credit_prev := debit_prev; moved_posted := debit_prev; moved_pending := debit_prev;
  while first_leg <= leg_count loop
    command := p_command[first_leg];
    commands := commands + 1;
    if command is distinct from commands then
      raise exception 'commands count from 1 without a gap, found % as number %', command, commands using errcode = 'invalid_parameter_value';
    end if;
    last_leg := first_leg;
    while p_command[last_leg + 1] = command loop last_leg := last_leg + 1; end loop;

    -- 3a. An id that was answered before keeps its answer; with another payload it is refused.
    known := null; clash := false; refusal := null; failed_before := null;
    for k in first_leg..last_leg loop
      leg_no[k] := k - first_leg + 1;
      legs_in_command[k] := last_leg - first_leg + 1;
      if is_twin[k] then refusal := 'id_reused'; end if; -- One id for two legs of this chain.
      if known_at[first_use[k]] is not null then
        known := known_at[first_use[k]];
        clash := clash or known_fingerprint[known] is distinct from p_fingerprint[command];
        if known_outcome[known] not in ('created', 'archived') then failed_before := known_outcome[known]; end if;
      end if;
    end loop;
    if refusal is not null or known is not null then
      for k in first_leg..last_leg loop
        if refusal is null and not clash then
          r := known_at[first_use[k]];
          outcome[k] := known_outcome[r]; replayed[k] := true;
          seqs[k] := seqs[r]; posted_at[k] := posted_at[r]; amounts[k] := amounts[r]; currencies[k] := currencies[r];
          debit_ids[k] := debit_ids[r]; credit_ids[k] := credit_ids[r]; debit_after[k] := debit_after[r]; credit_after[k] := credit_after[r];
          debit_version[k] := debit_version[r]; credit_version[k] := credit_version[r];
          culprits[k] := culprits[r]; available[k] := available[r]; facts[k] := facts[r];
        else
          outcome[k] := case when refusal is null and failed_before is not null then 'id_already_failed' else 'id_reused' end;
          first_outcome[k] := failed_before;
        end if;
      end loop;
      first_leg := last_leg + 1;
      continue;
    end if;

    -- 3b. Each leg against the balances as the legs before it left them.
    refused_leg := null; room := null; culprit := null;
    for k in first_leg..last_leg loop
      kind := p_kind[k]; amount := p_amount[k]; r := ref_at[k]; d := debit_at[k]; c := credit_at[k];
      refused_leg := k;
      refusal := ledger.amount_refusal(amount);
      exit when refusal is not null;
      if kind in (single, hold) then
        if amount is null then refusal := 'amount_not_positive'; exit; end if;
        if p_debit[k] = p_credit[k] then refusal := 'same_account'; exit; end if;
        if kind = hold and p_expires[k] <= p_at then refusal := 'hold_expired'; exit; end if;
      else
        if kind not in (capture, reversal) then amount := null; end if; -- A void or an expiry releases all of it.
        refusal := ledger.reference_refusal(kind, amount, p_at, ref_kinds[r], ref_amounts[r], ref_states[r], ref_reversed[r], ref_expires[r]);
        exit when refusal is not null;
        d := case kind when reversal then ref_credits[r] else ref_debits[r] end;
        c := case kind when reversal then ref_debits[r] else ref_credits[r] end;
        amount := coalesce(amount, ref_amounts[r] - case kind when reversal then ref_reversed[r] else 0 end);
      end if;
      if d is null or c is null then
        refusal := 'account_not_found'; culprit := case when d is null then p_debit[k] else p_credit[k] end;
        exit;
      end if;
      if account_currencies[d] <> account_currencies[c] or p_currency[k] <> account_currencies[d] then refusal := 'currency_mismatch'; exit; end if;
      currencies[k] := account_currencies[d];
      if amount > max_bigint - greatest(debits_posted[d], credits_posted[d], debits_posted[c], credits_posted[c], debits_pending[d], credits_pending[c]) then
        refusal := 'amount_too_large'; exit; -- The columns are full: 92 quadrillion dollars have passed through one account.
      end if;
      if kind in (single, hold, reversal) then
        refusal := ledger.flag_refusal(account_flags[d], account_flags[c]);
        if refusal is not null then
          culprit := account_ids[case when refusal = 'account_frozen_in' or (refusal = 'account_closed' and account_flags[d] & 16 = 0) then c else d end];
          exit;
        end if;
        if account_flags[d] & 1 <> 0 then
          room := credits_posted[d] - debits_posted[d] - debits_pending[d];
          if amount > room then refusal := 'insufficient_funds'; culprit := account_ids[d]; exit; end if;
        end if;
        if account_flags[c] & 2 <> 0 then
          room := debits_posted[c] - credits_posted[c] - credits_pending[c];
          if amount > room then refusal := 'insufficient_funds'; culprit := account_ids[c]; exit; end if;
        end if;
      end if;

      refused_leg := null;
      pending := case when kind = hold then amount when kind in (single, reversal) then 0 else -ref_amounts[r] end;
      moved_pending[k] := pending;
      moved_posted[k] := case when kind in (single, capture, reversal) then amount else 0 end;
      debits_posted[d] := debits_posted[d] + moved_posted[k];
      credits_posted[c] := credits_posted[c] + moved_posted[k];
      debits_pending[d] := debits_pending[d] + pending;
      credits_pending[c] := credits_pending[c] + pending;
      versions[d] := versions[d] + 1;
      versions[c] := versions[c] + 1;
      debit_at[k] := d; credit_at[k] := c; amounts[k] := amount; debit_ids[k] := account_ids[d]; credit_ids[k] := account_ids[c];
      debit_after[k] := credits_posted[d] - debits_posted[d]; credit_after[k] := credits_posted[c] - debits_posted[c];
      debit_version[k] := versions[d]; credit_version[k] := versions[c];
      seqs[k] := base + k;
      debit_prev[k] := last_seqs[d]; credit_prev[k] := last_seqs[c];
      last_seqs[d] := seqs[k]; last_seqs[c] := seqs[k];
      if kind = reversal then ref_reversed[r] := ref_reversed[r] + amount;
      elsif r is not null then ref_states[r] := kind - 1; -- capture 2, void 3, expire 4 → captured 1, voided 2, expired 3
      end if;
      own := own_ref_at[k];
      if own is not null then -- A later leg of this call refers to this one.
        ref_kinds[own] := kind; ref_amounts[own] := amount; ref_debits[own] := d; ref_credits[own] := c; ref_expires[own] := p_expires[k];
      end if;
    end loop;

    -- 3c. What the attachments' own rules say; they see what earlier commands of this call wrote.
    refused_facts := null;
    if refusal is null and has_checks then
      for attachment in
        select a.check_function, u.payload from unnest(p_attached_to, p_attachment_kind, p_attachment) with ordinality u(command, kind, payload, n)
        join ledger.attachment_kind a on a.name = u.kind where u.command = commands and a.check_function is not null order by u.n
      loop
        execute format('select %s($1, $2)', attachment.check_function) into refused_facts
          using p_at, array(select jsonb_array_elements_text(attachment.payload));
        if refused_facts is not null then
          refusal := 'attachment_refused'; refused_leg := first_leg;
          exit;
        end if;
      end loop;
    end if;

    -- 3d. All or none. A chain that was refused has to take back the legs before the one that said no.
    if refusal is not null then
      undo_from := case when refusal = 'attachment_refused' then last_leg else refused_leg - 1 end;
      for k in reverse undo_from..first_leg loop
        d := debit_at[k]; c := credit_at[k]; r := ref_at[k];
        debits_posted[d] := debits_posted[d] - moved_posted[k];
        credits_posted[c] := credits_posted[c] - moved_posted[k];
        debits_pending[d] := debits_pending[d] - moved_pending[k];
        credits_pending[c] := credits_pending[c] - moved_pending[k];
        versions[d] := versions[d] - 1;
        versions[c] := versions[c] - 1;
        last_seqs[d] := debit_prev[k]; last_seqs[c] := credit_prev[k];
        if p_kind[k] = reversal then ref_reversed[r] := ref_reversed[r] - amounts[k];
        elsif r is not null then ref_states[r] := 0;
        end if;
        if own_ref_at[k] is not null then ref_kinds[own_ref_at[k]] := null; end if;
      end loop;
      for k in first_leg..last_leg loop
        outcome[k] := case when k = refused_leg then refusal else 'chain_failed' end;
        seqs[k] := base + k;
        amounts[k] := p_amount[k]; debit_ids[k] := p_debit[k]; credit_ids[k] := p_credit[k]; currencies[k] := coalesce(currencies[k], p_currency[k]);
        debit_after[k] := null; credit_after[k] := null; debit_version[k] := null; credit_version[k] := null;
        debit_prev[k] := null; credit_prev[k] := null;
        recorded[k] := refusal <> all (unrecorded);
        posted_at[k] := p_at;
      end loop;
      culprits[refused_leg] := culprit;
      available[refused_leg] := case when refusal = 'insufficient_funds' then room end;
      facts[refused_leg] := refused_facts;
    else
      for k in first_leg..last_leg loop
        outcome[k] := 'created'; recorded[k] := true; posted_at[k] := p_at;
        if own_ref_at[k] is not null then ref_seqs[own_ref_at[k]] := seqs[k]; end if;
      end loop;
      if has_checks then perform ledger.write_attachments(p_at, p_attached_to, p_attachment_kind, p_attachment, array[commands], true); end if;
    end if;
    for k in first_leg..last_leg loop
      if recorded[k] then
        known_at[first_use[k]] := k; known_fingerprint[k] := p_fingerprint[command]; known_outcome[k] := outcome[k];
      end if;
    end loop;
    first_leg := last_leg + 1;
  end loop;

  -- 4. Write, each table once. Before anything: debits and credits grew by the same.
  select array[sum(x.dr), sum(x.cr), sum(x.drp), sum(x.crp)] into sums_after
  from unnest(debits_posted, credits_posted, debits_pending, credits_pending) x(dr, cr, drp, crp);
  if sums_after[1] - sums_before[1] <> sums_after[2] - sums_before[2] or sums_after[3] - sums_before[3] <> sums_after[4] - sums_before[4] then
    raise exception 'a batch would not balance: % to %', sums_before, sums_after using errcode = 'data_corrupted';
  end if;

  insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
    debit_prev, credit_prev, ref_seq, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
  select l.seq, l.debit, l.credit, l.amount, l.debit_after, l.credit_after, l.debit_version, l.credit_version, l.debit_prev, l.credit_prev,
         ref_seqs[l.ref], p_at, p_fingerprint[l.command], l.id, l.operation_tail, l.operation_kind,
         case when l.outcome = 'created' then l.kind else l.kind + 8 end, l.code, l.leg, l.legs, l.currency
  from unnest(seqs, debit_ids, credit_ids, amounts, debit_after, credit_after, debit_version, credit_version, debit_prev, credit_prev, ref_at,
      p_command, p_id, p_operation_tail, p_operation_kind, p_kind, codes, leg_no, legs_in_command, currencies, outcome, recorded)
    l(seq, debit, credit, amount, debit_after, credit_after, debit_version, credit_version, debit_prev, credit_prev, ref,
      command, id, operation_tail, operation_kind, kind, code, leg, legs, currency, outcome, is_new)
  where l.is_new order by l.seq
  on conflict do nothing;
  get diagnostics written = row_count;
  select count(*) into expected from unnest(recorded) u(is_new) where u.is_new;
  if written <> expected then -- The same id at the same moment for other accounts: whoever runs again finds the answer.
    raise exception 'an id of this batch was answered elsewhere at the same time' using errcode = 'serialization_failure';
  end if;

  update ledger.balance b set debits_posted_minor = u.dr, credits_posted_minor = u.cr, debits_pending_minor = u.drp,
    credits_pending_minor = u.crp, version = u.version, last_seq = u.last_seq
  from unnest(account_ids, debits_posted, credits_posted, debits_pending, credits_pending, versions, first_versions, last_seqs)
    u(id, dr, cr, drp, crp, version, first_version, last_seq)
  where b.account_id = u.id and u.version <> u.first_version;

  if array_position(p_kind, hold) is not null then
    insert into ledger.hold (seq, amount_minor, expires_at)
    select l.seq, l.amount, l.expires from unnest(seqs, amounts, p_expires, p_kind, outcome, recorded) l(seq, amount, expires, kind, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind = hold order by l.seq;
  end if;
  if ref_ids is not null then
    update ledger.hold h set state = l.kind - 1, resolved_by = l.seq, captured_minor = case when l.kind = capture then l.amount else 0 end
    from unnest(seqs, amounts, p_kind, ref_at, outcome, recorded) l(seq, amount, kind, ref, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind between 2 and 4 and h.seq = ref_seqs[l.ref];
    insert into ledger.reversal_total (seq, amount_minor, reversed_minor)
    select distinct ref_seqs[l.ref], ref_amounts[l.ref], ref_reversed[l.ref]
    from unnest(p_kind, ref_at, outcome, recorded) l(kind, ref, outcome, is_new)
    where l.is_new and l.outcome = 'created' and l.kind = reversal
    on conflict (seq) do update set reversed_minor = excluded.reversed_minor;
  end if;

  insert into ledger.refusal (seq, code, account_id, available_minor, facts)
  select l.seq, l.outcome, l.account, l.available, l.facts
  from unnest(seqs, outcome, culprits, available, facts, recorded) l(seq, outcome, account, available, facts, is_new)
  where l.is_new and l.outcome <> 'created';

  if cardinality(p_attached_to) > 0 then
    perform ledger.write_attachments(p_at, p_attached_to, p_attachment_kind, p_attachment,
      (select array_agg(distinct l.command) from unnest(p_command, outcome, recorded) l(command, outcome, is_new)
       where l.is_new and l.outcome = 'created'), false);
  end if;

  return query
  select l.command, l.leg, l.outcome, l.replayed, l.seq, l.kind, l.posted_at, l.currency, l.debit, l.credit, l.amount, l.debit_after, l.credit_after,
         l.debit_version, l.credit_version, l.account, l.available, case when l.first_outcome is null then l.facts else jsonb_build_object('first', l.first_outcome) end
  from unnest(p_command, leg_no, outcome, replayed, seqs, p_kind, posted_at, currencies, debit_ids, credit_ids, amounts, debit_after, credit_after,
      debit_version, credit_version, culprits, available, facts, first_outcome) with ordinality
    l(command, leg, outcome, replayed, seq, kind, posted_at, currency, debit, credit, amount, debit_after, credit_after,
      debit_version, credit_version, account, available, facts, first_outcome, n)
  order by l.n;
end $function$;
CREATE OR REPLACE FUNCTION ledger.post_singles(p_at timestamp with time zone, p_currencies character[], p_follows boolean, p_account bigint[], p_currency smallint[], p_flags integer[], p_held bigint[], p_net bigint[], p_version bigint[], p_last bigint[], p_debits bigint[], p_credits bigint[], p_touches integer[], p_last_leg integer[], p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[], p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[], p_debit_touch integer[], p_credit_touch integer[], p_debit_prev integer[], p_credit_prev integer[], p_attachment_kind text[], p_attachment_count integer[], p_last_cell integer[], p_cell text[])
 RETURNS bigint
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select ledger.post_singles(
    p_at, p_currencies, p_follows, p_account, p_currency, p_flags, p_held, p_net, p_version, p_last, p_debits, p_credits, p_touches, p_last_leg, p_id, p_fingerprint, p_operation_kind,
    p_operation_tail, p_code, p_leg, p_legs, p_debit, p_credit, p_amount, p_debit_after, p_credit_after, p_debit_touch, p_credit_touch, p_debit_prev, p_credit_prev, p_attachment_kind, p_attachment_count, p_last_cell, p_cell,
    null::date, null::date, null::bigint[], null::bigint[], null::bigint[])
$function$;
CREATE OR REPLACE FUNCTION ledger.post_singles(p_at timestamp with time zone, p_currencies character[], p_follows boolean, p_account bigint[], p_currency smallint[], p_flags integer[], p_held bigint[], p_net bigint[], p_version bigint[], p_last bigint[], p_debits bigint[], p_credits bigint[], p_touches integer[], p_last_leg integer[], p_id uuid[], p_fingerprint bigint[], p_operation_kind smallint[], p_operation_tail integer[], p_code smallint[], p_leg smallint[], p_legs smallint[], p_debit integer[], p_credit integer[], p_amount bigint[], p_debit_after bigint[], p_credit_after bigint[], p_debit_touch integer[], p_credit_touch integer[], p_debit_prev integer[], p_credit_prev integer[], p_attachment_kind text[], p_attachment_count integer[], p_last_cell integer[], p_cell text[], p_window_day date, p_window_month date, p_window_minor bigint[], p_window_day_limit bigint[], p_window_month_limit bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  base bigint; base_before bigint := 0; first_of_part bigint; touched integer; written integer; passed boolean; attachment record;
begin
  if coalesce(cardinality(p_id), 0) not between 1 and 4000 then
    raise exception 'a call holds 1 to 4000 legs, not %', cardinality(p_id) using errcode = 'program_limit_exceeded';
  end if;
  if p_window_minor is not null and (p_window_day is null or p_window_month is null
    or array[cardinality(p_window_minor), cardinality(p_window_day_limit), cardinality(p_window_month_limit)]
       is distinct from array_fill(cardinality(p_account), array[3])) then
    raise exception 'windows come with a day, and one by one with their accounts' using errcode = 'invalid_parameter_value';
  end if;
  if p_follows then base_before := currval('ledger.journal_seq'); end if;
  -- Before the number is taken: rotate_journal waits for whoever has one. The number may come before the row locks, since the
  -- versions below say that nobody was there in between.
  lock table ledger.balance in row exclusive mode;
  base := nextval('ledger.journal_seq');
  first_of_part := base >> 44 << 44;
  if first_of_part > 0 then
    if exists (
      select from unnest(p_id) u(id)
      where exists (select from ledger.journal j where j.id = u.id and j.seq < first_of_part) or exists (select from ledger.archived_id x where x.id = u.id)
    ) then
      raise exception 'an id has its answer in an older part' using errcode = 'unique_violation';
    end if;
  end if;

  -- Written before any account is locked: what others hold of counters and proofs while they want accounts is waited for in their order.
  for attachment in
    select a.write_function, u.count, p_cell[coalesce(p_last_cell[u.n - 1], 0) + 1 : u.last_cell] as cells
    from unnest(p_attachment_kind, p_attachment_count, p_last_cell) with ordinality u(kind, count, last_cell, n)
    left join ledger.attachment_kind a on a.name = u.kind
    order by u.kind
  loop
    if attachment.write_function is null then
      raise exception 'unregistered kind among the attachments' using errcode = 'invalid_parameter_value';
    end if;
    execute format('select %s($1, $2, $3)', attachment.write_function) using p_at, attachment.count, attachment.cells;
  end loop;

  update ledger.balance b
  set debits_posted_minor = b.debits_posted_minor + p_debits[a.n], credits_posted_minor = b.credits_posted_minor + p_credits[a.n],
      version = b.version + p_touches[a.n], last_seq = base + p_last_leg[a.n],
      window_day = case when p_window_minor[a.n] > 0 then greatest(b.window_day, p_window_day) else b.window_day end,
      window_day_minor = case when p_window_minor[a.n] > 0
        then case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] else b.window_day_minor end,
      window_month_minor = case when p_window_minor[a.n] > 0
        then case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] else b.window_month_minor end
  from generate_series(1, cardinality(p_account)) a(n)
  where b.account_id = p_account[a.n] and b.version = p_version[a.n] and b.flags = p_flags[a.n] and b.currency = p_currencies[p_currency[a.n]]
    and b.credits_posted_minor - b.debits_posted_minor = p_net[a.n]
    and case when b.flags & 2 <> 0 then b.credits_pending_minor else b.debits_pending_minor end = p_held[a.n]
    and coalesce(b.last_seq, 0) = case when p_last[a.n] < 0 then base_before - p_last[a.n] else p_last[a.n] end
    -- What its last leg leaves behind is what is written here.
    and case a.n when p_debit[p_last_leg[a.n]]
             then p_touches[a.n] = p_debit_touch[p_last_leg[a.n]] and p_net[a.n] - p_debits[a.n] + p_credits[a.n] = p_debit_after[p_last_leg[a.n]]
             when p_credit[p_last_leg[a.n]]
             then p_touches[a.n] = p_credit_touch[p_last_leg[a.n]] and p_net[a.n] - p_debits[a.n] + p_credits[a.n] = p_credit_after[p_last_leg[a.n]]
        end
    -- A window that is not there is passed by everything.
    and case when p_window_minor[a.n] > 0
             then case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] <= p_window_day_limit[a.n]
              and case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] <= p_window_month_limit[a.n]
             else true end;
  get diagnostics touched = row_count;

  insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
    debit_prev, credit_prev, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
  select base + l.n, p_account[l.debit], p_account[l.credit], l.amount, l.debit_after, l.credit_after,
         p_version[l.debit] + l.debit_touch, p_version[l.credit] + l.credit_touch,
         case when l.debit_prev > 0 then base + l.debit_prev when p_last[l.debit] < 0 then base_before - p_last[l.debit] else nullif(p_last[l.debit], 0) end,
         case when l.credit_prev > 0 then base + l.credit_prev when p_last[l.credit] < 0 then base_before - p_last[l.credit] else nullif(p_last[l.credit], 0) end,
         p_at, l.fingerprint, l.id, l.operation_tail, l.operation_kind, 0, l.code, l.leg, l.legs, p_currencies[p_currency[l.debit]]
  from unnest(p_id, p_fingerprint, p_operation_kind, p_operation_tail, p_code, p_leg, p_legs, p_debit, p_credit, p_amount, p_debit_after, p_credit_after,
      p_debit_touch, p_credit_touch, p_debit_prev, p_credit_prev) with ordinality
    l(id, fingerprint, operation_kind, operation_tail, code, leg, legs, debit, credit, amount, debit_after, credit_after,
      debit_touch, credit_touch, debit_prev, credit_prev, n)
  -- Each leg goes on from the one before it on either account, and each touch of an account is on the way to its last: all are counted.
  where (select sum(t) from unnest(p_touches) t) = 2 * cardinality(p_id)
    and (select sum(d) from unnest(p_debits) d) = (select sum(a) from unnest(p_amount) a)
    and case when l.debit_prev = 0 then l.debit_touch = 1 and l.debit_after = p_net[l.debit] - l.amount
             when p_debit[l.debit_prev] = l.debit then l.debit_touch = p_debit_touch[l.debit_prev] + 1 and l.debit_after = p_debit_after[l.debit_prev] - l.amount
             when p_credit[l.debit_prev] = l.debit then l.debit_touch = p_credit_touch[l.debit_prev] + 1 and l.debit_after = p_credit_after[l.debit_prev] - l.amount
        end
    and case when l.credit_prev = 0 then l.credit_touch = 1 and l.credit_after = p_net[l.credit] + l.amount
             when p_debit[l.credit_prev] = l.credit then l.credit_touch = p_debit_touch[l.credit_prev] + 1 and l.credit_after = p_debit_after[l.credit_prev] + l.amount
             when p_credit[l.credit_prev] = l.credit then l.credit_touch = p_credit_touch[l.credit_prev] + 1 and l.credit_after = p_credit_after[l.credit_prev] + l.amount
        end
    -- What a freeze or a closing forbids, and where a balance would have been below zero between two legs of this call.
    and p_currency[l.debit] = p_currency[l.credit] and p_flags[l.debit] & 20 = 0 and p_flags[l.credit] & 24 = 0
    and (p_flags[l.debit] & 1 = 0 or l.debit_after >= p_held[l.debit]) and (p_flags[l.credit] & 2 = 0 or -l.credit_after >= p_held[l.credit]);
  get diagnostics written = row_count;
  if touched <> cardinality(p_account) or written <> cardinality(p_id) then
    if written <> cardinality(p_id) and exists (
      select from unnest(p_debit, p_credit, p_debit_after, p_credit_after) l(debit, credit, debit_after, credit_after)
      where p_currency[l.debit] is distinct from p_currency[l.credit] or p_flags[l.debit] & 20 <> 0 or p_flags[l.credit] & 24 <> 0
         or (p_flags[l.debit] & 1 <> 0 and l.debit_after < p_held[l.debit]) or (p_flags[l.credit] & 2 <> 0 and -l.credit_after < p_held[l.credit])
    ) then
      raise exception 'a leg of this call is not allowed' using errcode = 'check_violation';
    end if;
    if written = cardinality(p_id) and p_window_minor is not null and exists (
      select from generate_series(1, cardinality(p_account)) a(n)
      join ledger.balance b on b.account_id = p_account[a.n] and b.last_seq is distinct from base + p_last_leg[a.n]
      where p_window_minor[a.n] > 0 and (b.window_day is null
        or case when b.window_day < p_window_day then 0 else b.window_day_minor end + p_window_minor[a.n] > p_window_day_limit[a.n]
        or case when b.window_day < p_window_month then 0 else b.window_month_minor end + p_window_minor[a.n] > p_window_month_limit[a.n])
    ) then
      raise exception 'a spending window is elsewhere, or would be passed' using errcode = 'triggered_action_exception';
    end if;
    if written = cardinality(p_id) then
      raise exception 'an account has changed since it was read' using errcode = 'serialization_failure';
    end if;
    raise exception 'the poster and the count of its legs do not agree' using errcode = 'data_corrupted';
  end if;

  -- Asked under the locks of the accounts: who freezes one takes them too, so what is asked now stands until this is committed.
  for attachment in
    select a.name, a.check_all_function, u.count, p_cell[coalesce(p_last_cell[u.n - 1], 0) + 1 : u.last_cell] as cells
    from unnest(p_attachment_kind, p_attachment_count, p_last_cell) with ordinality u(kind, count, last_cell, n)
    join ledger.attachment_kind a on a.name = u.kind
    where a.check_function is not null
    order by u.kind
  loop
    execute format('select %s($1, $2, $3)', attachment.check_all_function) into passed using p_at, attachment.count, attachment.cells;
    if passed is distinct from true then
      raise exception 'attachments % do not all pass', attachment.name using errcode = 'triggered_action_exception';
    end if;
  end loop;
  return base;
end $function$;
CREATE OR REPLACE FUNCTION ledger.reference_refusal(p_kind smallint, p_wanted bigint, p_at timestamp with time zone, p_ref_kind smallint, p_ref_amount bigint, p_ref_state smallint, p_ref_reversed bigint, p_ref_expires timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case
    when p_kind = 5 then case
      when p_ref_kind is null then 'original_not_found'
      when p_ref_kind not in (0, 2) then 'original_not_reversible'
      when coalesce(p_wanted, 1) > p_ref_amount - p_ref_reversed then 'exceeds_original'
    end
    when p_ref_kind is distinct from 1 then 'hold_not_found'
    when p_ref_state <> 0 then 'hold_already_resolved'
    when p_kind = 2 and p_ref_expires <= p_at then 'hold_expired'
    when p_kind = 4 and (p_ref_expires is null or p_ref_expires > p_at) then 'hold_not_expired'
    when p_kind = 2 and p_wanted > p_ref_amount then 'exceeds_hold'
  end
$function$;
CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation', hint = 'Correct a transfer by a reversal or an adjustment.';
end $function$;
CREATE OR REPLACE FUNCTION ledger.rotate_journal(p_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  current_part integer;
begin
  lock table ledger.balance in exclusive mode;
  select (case when is_called then last_value else 0 end >> 44)::integer into current_part from ledger.journal_seq;
  perform ledger.make_journal_part(current_part + 1);
  perform ledger.make_journal_part(current_part + 2);
  perform setval('ledger.journal_seq', (current_part::bigint + 1) << 44, false);
  update ledger.journal_part set closed_at = p_at where number = current_part;
  update ledger.journal_part set opened_at = p_at where number = current_part + 1;
  return current_part + 1;
end $function$;
CREATE OR REPLACE FUNCTION ledger.sealing_mark(OUT last_seq bigint, OUT last_account bigint, OUT last_flag_change bigint, OUT writers text[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if exists (
    select from pg_sequence s
    where s.seqrelid in ('ledger.journal_seq'::regclass, 'ledger.account_id_seq'::regclass, 'ledger.account_flag_change_id_seq'::regclass)
      and s.seqcache <> 1
  ) then -- A session would keep numbers in hand between transactions.
    raise exception 'a sequence of the ledger hands out numbers ahead' using errcode = 'object_not_in_prerequisite_state';
  end if;
  -- A number of the journal stands for itself and the 4095 after it.
  select case when s.is_called then s.last_value + 4095 else s.last_value - 1 end into last_seq from ledger.journal_seq s;
  select case when s.is_called then s.last_value else s.last_value - 1 end into last_account from ledger.account_id_seq s;
  select case when s.is_called then s.last_value else s.last_value - 1 end into last_flag_change from ledger.account_flag_change_id_seq s;
  select ledger.sequence_writers() into writers;
end $function$;
CREATE OR REPLACE FUNCTION ledger.sequence_writers()
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select coalesce(array_agg(distinct case when l.pid is null then 'prepared' else l.virtualtransaction end), '{}')
  from pg_locks l
  where l.locktype = 'relation' and l.granted and l.mode <> 'AccessShareLock' -- Looking at a sequence takes no number.
    and l.database = (select d.oid from pg_database d where d.datname = current_database())
    and l.relation in ('ledger.journal_seq'::regclass, 'ledger.account_id_seq'::regclass, 'ledger.account_flag_change_id_seq'::regclass)
$function$;
CREATE OR REPLACE FUNCTION ledger.set_flags(p_at timestamp with time zone, p_account bigint, p_set integer, p_clear integer, p_reason text, p_actor text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  old ledger.balance;
  wanted integer;
begin
  if (p_set | p_clear) & ~28 <> 0 or p_set & p_clear <> 0 then
    raise exception 'flags % and % cannot be set and cleared', p_set, p_clear using errcode = 'invalid_parameter_value';
  end if;
  select * into strict old from ledger.balance b where b.account_id = p_account for update;
  wanted := (old.flags | p_set) & ~p_clear;
  if wanted = old.flags then return wanted; end if;
  if wanted & 16 <> 0 and (old.debits_posted_minor <> old.credits_posted_minor
      or old.debits_pending_minor > 0 or old.credits_pending_minor > 0) then
    return null;
  end if;
  update ledger.balance b set flags = wanted where b.account_id = p_account;
  insert into ledger.account_flag_change (account_id, flags_before, flags_after, reason, actor, changed_at)
    values (p_account, old.flags, wanted, p_reason, p_actor, p_at);
  return wanted;
end $function$;
CREATE OR REPLACE FUNCTION ledger.windows()
 RETURNS TABLE(account_id bigint, day date, day_minor bigint, month_minor bigint)
 LANGUAGE sql
 STABLE
AS $function$
  select b.account_id, b.window_day, b.window_day_minor, b.window_month_minor from ledger.balance b where b.window_day is not null
$function$;
CREATE OR REPLACE FUNCTION ledger.write_attachments(p_at timestamp with time zone, p_attached_to integer[], p_kinds text[], p_payloads jsonb[], p_accepted integer[], p_checked boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  attachment record;
begin
  for attachment in
    select a.write_function, array_agg(u.payload order by u.n) as fields
    from unnest(p_attached_to, p_kinds, p_payloads) with ordinality u(command, kind, payload, n)
    join ledger.attachment_kind a on a.name = u.kind
    where u.command = any (p_accepted) and (a.check_function is not null) = p_checked
    group by a.name, a.write_function order by a.name
  loop
    execute format('select %s($1, $2, $3)', attachment.write_function) using p_at, cardinality(attachment.fields), array(
      select cell.value from unnest(attachment.fields) with ordinality one (fields, n)
      cross join jsonb_array_elements_text(one.fields) with ordinality cell (value, place) order by cell.place, one.n);
  end loop;
end $function$;
CREATE OR REPLACE FUNCTION ledger.write_events(p_at timestamp with time zone, p_count integer, p_cells text[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into platform.outbox (kind, name, key, payload, occurred_at)
  select 'event', e.type, e.id, e.event::jsonb, p_at
  from unnest(p_cells[1 : p_count], p_cells[p_count + 1 : 2 * p_count], p_cells[2 * p_count + 1 :]) with ordinality e(id, type, event, n) order by e.n
$function$;
CREATE OR REPLACE FUNCTION ledger.write_windows(p_at timestamp with time zone, n integer, p_cells text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare cell integer;
begin
  for cell in 1..n loop
    update ledger.balance b
    set window_day = greatest(b.window_day, p_cells[n + cell]::date),
        window_day_minor = case when b.window_day < p_cells[n + cell]::date then 0 else b.window_day_minor end + p_cells[3 * n + cell]::bigint,
        window_month_minor = case when b.window_day < p_cells[2 * n + cell]::date then 0 else b.window_month_minor end + p_cells[3 * n + cell]::bigint
    where b.account_id = p_cells[cell]::bigint and b.window_day is not null;
    if not found then raise exception 'a window that was looked at is gone' using errcode = 'data_corrupted'; end if;
  end loop;
end $function$;
CREATE OR REPLACE FUNCTION operations.activity_before(p_days integer, p_rows integer, p_customer text[], p_before timestamp with time zone[], p_amount bigint[], p_currency text[], p_others boolean[], p_deep boolean[], p_device_customer text[], p_device_mark text[], p_device_before timestamp with time zone[], p_device_n integer[])
 RETURNS TABLE(n integer, currency text, is_total boolean, sent_hour integer, sent_day integer, sent_day_minor bigint, largest_minor bigint, received_hour_minor bigint, received_day_minor bigint, top_ups_day integer, topped_up_day_minor bigint, top_ups_failed_day integer, payees_day integer, payers_day integer, payouts_day integer, paid_out_day_minor bigint, card_in_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query
    select a.n::integer, p.currency::text, grouping(p.currency) = 1,
           (count(*) filter (where p.is_out and p.in_hour))::integer,
           (count(*) filter (where p.is_out and p.in_day))::integer,
           coalesce(sum(p.amount_minor) filter (where p.is_out and p.in_day), 0)::bigint,
           coalesce(max(p.amount_minor) filter (where p.is_out), 0)::bigint,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_hour), 0)::bigint,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day), 0)::bigint,
           (count(*) filter (where p.is_in and p.in_day and p.kind = 'top_up'))::integer,
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day and p.kind = 'top_up'), 0)::bigint,
           (count(*) filter (where p.state = 'failed' and p.in_day))::integer,
           (count(distinct other.customer_id) filter (where p.is_out))::integer,
           (count(distinct other.customer_id) filter (where p.is_in))::integer,
           (count(*) filter (where p.kind in ('withdrawal', 'cross_border') and p.in_day))::integer,
           coalesce(sum(p.amount_minor) filter (where p.kind in ('withdrawal', 'cross_border') and p.in_day), 0)::bigint,
           max(p.created_at) filter (where p.is_in and p.kind = 'top_up' and p.currency = a.currency
             and p.amount_minor >= a.amount and p.amount_minor * 9 <= a.amount * 10)
      from unnest(p_customer, p_before, p_amount, p_currency, p_others, p_deep)
           with ordinality a (customer, before, amount, currency, others, deep, n)
     cross join lateral (
       select k.operation_id, k.kind, k.state, k.amount_minor, k.currency, k.created_at,
              k.state in ('completed', 'settled') and k.direction = 'out' as is_out, k.state in ('completed', 'settled') and k.direction = 'in' as is_in,
              k.created_at >= a.before - interval '24 hours' as in_day, k.created_at >= a.before - interval '1 hour' as in_hour
         from operations.participant k
        where k.customer_id = a.customer and k.created_at < a.before
          and k.created_at >= a.before - case when a.deep then make_interval(days => p_days) else interval '24 hours' end
          and k.kind <> 'exchange' and (k.state in ('completed', 'settled') or (k.state = 'failed' and k.kind = 'top_up')
            or (k.kind in ('withdrawal', 'cross_border') and k.state not in ('failed', 'cancelled', 'expired', 'rejected', 'returned')))
        order by k.created_at desc, k.operation_id desc limit p_rows
     ) p
      left join lateral (
       select o.customer_id from operations.participant o
        where a.others and p.in_day and o.operation_id = p.operation_id and o.customer_id <> a.customer limit 1
     ) other on true
     group by grouping sets ((a.n, p.currency), (a.n));
  if cardinality(p_device_customer) > 0 then
    return query
      select a.n, p.currency::text, false, 0, count(*)::integer, sum(p.amount_minor)::bigint, 0::bigint, 0::bigint, 0::bigint, 0, 0::bigint, 0, 0, 0, 0,
             0::bigint, null::timestamptz
        from unnest(p_device_customer, p_device_mark, p_device_before, p_device_n) a (customer, mark, before, n)
       cross join lateral (
         select k.operation_id, k.amount_minor, k.currency from operations.participant k
          where k.customer_id = a.customer and k.created_at < a.before and k.created_at >= a.before - interval '24 hours'
            and ((k.kind = 'transfer' and k.direction = 'out' and k.state = 'completed') or (k.kind = 'top_up' and k.state = 'settled'))
          order by k.created_at desc, k.operation_id desc limit p_rows
       ) p
       cross join lateral (
         select from operations.operation o where o.id = p.operation_id and o.decision ->> 'device' = a.mark limit 1
       ) o
       group by a.n, p.currency;
  end if;
end $function$;
CREATE OR REPLACE FUNCTION operations.check_operation_exists()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare missing text;
begin
  select n.operation_id into missing
  from new_rows n where not exists (select from operations.operation o where o.id = n.operation_id) limit 1;
  if found then
    raise exception 'there is no operation %', missing using errcode = 'foreign_key_violation';
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION operations.check_operation_starts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare wrong text;
begin
  select format('%s cannot go from start to %s', n.id, n.state) into wrong
  from new_rows n
  where not exists (
    select from operations.transition t where t.kind = n.kind and t.from_state = 'start' and t.to_state = n.state)
  limit 1;
  if found then
    raise exception 'operation %', wrong using errcode = 'check_violation';
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION operations.check_operation_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (
    select from operations.transition t
    where t.kind = new.kind and t.from_state = came_from and t.to_state = new.state
  ) then
    raise exception 'operation % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION operations.check_quote_is_consumed_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.consumed_by is not null then
    raise exception 'quote % has been used', old.id using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION operations.keep_operations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'operations are kept for ever' using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION operations.note_participants(p_at timestamp with time zone, p_kind text, p_state text, p_family text, p_id text[], p_amount bigint[], p_fee bigint[], p_currency text[], p_note text[], p_customer text[], p_direction text[], p_name text[], p_search text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  insert into operations.participant
    (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
     counterparty_kind, counterparty_name, note, search_text)
  select p.customer, p.id, p_at, p_at, p_kind, p_state, p_family, false, p.direction, p.amount, p.fee, p.currency, 'person', p.name, p.note, p.search
  from unnest(p_id, p_amount, p_fee, p_currency, p_note, p_customer, p_direction, p_name, p_search)
    p (id, amount, fee, currency, note, customer, direction, name, search);
end $function$;
CREATE OR REPLACE FUNCTION operations.open_all(p_at timestamp with time zone, p_kind text, p_state text, p_step text, p_tone text, p_id text[], p_owner text[], p_amount bigint[], p_fee bigint[], p_currency text[], p_lines jsonb[], p_decision jsonb[], p_note text[], p_facts jsonb[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare written integer;
begin
  insert into operations.operation
    (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, note, created_at, updated_at)
  select o.id, p_kind, p_state, o.owner, o.amount, o.fee, o.currency, o.lines, o.decision, p_at, o.note, p_at, p_at
  from unnest(p_id, p_owner, p_amount, p_fee, p_currency, p_lines, p_decision, p_note)
    o (id, owner, amount, fee, currency, lines, decision, note)
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> cardinality(p_id) then return false; end if;
  insert into operations.timeline (operation_id, seq, at, kind, tone, actor, actor_customer_id, facts)
  select o.id, 1, p_at, p_step, p_tone, 'customer', o.owner, o.facts from unnest(p_id, p_owner, p_facts) o (id, owner, facts);
  return true;
end $function$;
CREATE OR REPLACE FUNCTION platform.keep_answers(p_at timestamp with time zone, p_actor text[], p_route text[], p_key text[], p_fingerprint bytea[], p_status integer[], p_answer_of text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare written integer;
begin
  insert into platform.idempotency (actor, route, key, fingerprint, status, answer_of, created_at)
  select a.actor, a.route, a.key, a.fingerprint, a.status, a.answer_of, p_at
  from unnest(p_actor, p_route, p_key, p_fingerprint, p_status, p_answer_of) a (actor, route, key, fingerprint, status, answer_of)
  on conflict do nothing;
  get diagnostics written = row_count;
  return written = cardinality(p_key);
end $function$;
CREATE OR REPLACE FUNCTION platform.may_keep_answer(p_actor text, p_route text, p_key text)
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select not exists (select from platform.idempotency i where i.actor = p_actor and i.route = p_route and i.key = p_key)
$function$;
CREATE OR REPLACE FUNCTION platform.tell(p_at timestamp with time zone, p_event_type text, p_reading jsonb, p_count integer, p_cells text[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into platform.outbox (kind, name, payload, cells, size, occurred_at)
  values ('bundle', p_event_type, p_reading, p_cells, p_count, p_at)
$function$;
CREATE OR REPLACE FUNCTION risk.bring_usage_home(p_customer text, p_capability text, p_currency text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare home bigint; used record;
begin
  select u.home_account into home from risk.usage u
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency for update;
  if home is null then return false; end if;
  used := ledger.end_window(home);
  update risk.usage u set home_account = null, day = used.day, used_day_minor = used.day_minor, used_month_minor = used.month_minor
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency;
  return true;
end $function$;
CREATE OR REPLACE FUNCTION risk.bring_usage_home_first()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform risk.bring_usage_home(new.customer_id, new.capability, new.currency);
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.broken_homes()
 RETURNS TABLE(subject text, found text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select format('account %s', coalesce(u.home_account, w.account_id)),
         case when w.account_id is null then format('the counter of %s is said to live there, and does not', u.customer_id)
              else 'a counter lives there that nobody knows of' end
  from (select k.customer_id, k.home_account from risk.usage k where k.home_account is not null) u
  full join ledger.windows() w on w.account_id = u.home_account
  where u.home_account is null or w.account_id is null
  limit 100
$function$;
CREATE OR REPLACE FUNCTION risk.check_lifting()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if old.lifted_at is not null then
    raise exception 'restriction % was lifted already', old.id using errcode = 'restrict_violation';
  end if;
  if new.lift_proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.lift_proposal_id and p.decision = 'approved' and p.decided_by = new.lifted_by
      and ((p.action = 'lift_restriction' and p.subject = new.id)
        or (p.action = 'decide_petition' and p.parameters ->> 'outcome' in ('granted', 'partly')
            and exists (select from risk.petition r where r.case_id = p.subject and r.subject_id = new.id)))
  ) then
    raise exception 'nobody approved to lift %', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.check_petition()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from risk.petition_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'petition % cannot go from % to %', new.case_id, came_from, new.state using errcode = 'check_violation';
  end if;
  if new.proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_petition' and p.subject = new.case_id and p.decision = 'approved'
      and p.proposed_by = new.proposed_by and p.decided_by = new.decided_by
      and p.parameters ->> 'outcome' = new.outcome and p.parameters ->> 'ground' = new.ground
  ) then
    raise exception 'nobody approved to decide %', new.case_id using errcode = 'restrict_violation';
  end if;
  -- Other people than those whose decision it contests.
  if new.decided_by is not null and new.contests_case_id is not null and exists (
    select from risk.petition r
    where r.case_id = new.contests_case_id
      and (r.proposed_by in (new.proposed_by, new.decided_by) or r.decided_by in (new.proposed_by, new.decided_by))
  ) then
    raise exception 'petition % is decided by whom it contests', new.case_id using errcode = 'restrict_violation';
  end if;
  -- What is contested was decided, against the customer, and is no appeal itself.
  if tg_op = 'INSERT' and new.contests_case_id is not null and not exists (
    select from risk.petition r
    where r.case_id = new.contests_case_id and r.state = 'decided' and r.outcome <> 'granted' and r.kind <> 'appeal'
      and r.customer_id = new.customer_id and r.subject_id = new.subject_id
  ) then
    raise exception 'there is nothing that % could contest', new.case_id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.check_review()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if old.state <> 'waiting' then
    raise exception 'the review of % is over', old.operation_id using errcode = 'restrict_violation';
  end if;
  if new.proposal_id is not null and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_review' and p.subject = new.operation_id
      and p.decision = 'approved' and p.decided_by = new.decided_by
      and p.parameters ->> 'decision' = case new.state when 'released' then 'release' else 'refuse' end
  ) then
    raise exception 'nobody approved this about %', old.operation_id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.check_rule_set()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (
    select from risk.proposal p where p.id = new.proposal_id and p.action = 'change_rules' and p.decision = 'approved'
  ) then
    raise exception 'nobody approved rule set %', new.version using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.check_screening_decision()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.state in ('cleared', 'confirmed') and not exists (
    select from risk.proposal p
    where p.id = new.proposal_id and p.action = 'decide_screening' and p.subject = new.id and p.decision = 'approved'
      and (p.parameters ->> 'verdict' = 'not_same') = (new.state = 'cleared')
  ) then
    raise exception 'nobody approved to decide %', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION risk.count_usages(p_capability text, p_customer text[], p_day date[], p_currency text[], p_counted bigint[], p_day_limit bigint[], p_month_limit bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '100ms'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  customers text[]; capabilities text[]; currencies char(3)[]; days date[]; months date[]; counts bigint[]; day_limits bigint[]; month_limits bigint[];
  filled integer; begun integer;
begin
  if cardinality(array_remove(p_counted, null)) = 0 then return true; end if;
  -- Several payments of one customer pass together if their sum does. What comes late counts on the later day.
  select array_agg(g.customer), array_agg(p_capability), array_agg(g.currency), array_agg(g.day), array_agg(date_trunc('month', g.day::timestamp)::date),
         array_agg(g.counted), array_agg(g.day_limit), array_agg(g.month_limit)
    into customers, capabilities, currencies, days, months, counts, day_limits, month_limits
  from (
    select c.customer, c.currency::char(3), max(c.day) as day, sum(c.counted)::bigint as counted, min(c.day_limit) as day_limit,
           min(c.month_limit) as month_limit
    from unnest(p_customer, p_day, p_currency, p_counted, p_day_limit, p_month_limit) c (customer, day, currency, counted, day_limit, month_limit)
    where c.counted is not null
    group by 1, 2 order by 1, 2
  ) g;

  -- `between` where `=` is meant: with two equalities the plan may walk through all counters and look for their payments, as long as the
  -- statistics say that there are few. Like this there is one way: from the payments, one by one and in order, along the index.
  update risk.usage u
  set used_day_minor = case when u.day < a.day then 0 else u.used_day_minor end + a.counted,
      used_month_minor = case when u.day < a.month then 0 else u.used_month_minor end + a.counted, day = greatest(u.day, a.day)
  from unnest(customers, capabilities, currencies, days, months, counts, day_limits, month_limits)
    a (customer, capability, currency, day, month, counted, day_limit, month_limit)
  where u.customer_id between a.customer and a.customer and u.capability = a.capability and u.currency = a.currency and u.home_account is null
    and coalesce(case when u.day < a.day then 0 else u.used_day_minor end + a.counted <= a.day_limit, true)
    and coalesce(case when u.day < a.month then 0 else u.used_month_minor end + a.counted <= a.month_limit, true);
  get diagnostics filled = row_count;
  if filled = cardinality(customers) then return true; end if;

  -- The first payment of all begins its counter. One that is there was full or lives elsewhere, or began meanwhile: the call is made again.
  insert into risk.usage (customer_id, capability, currency, day, used_day_minor, used_month_minor)
  select a.customer, p_capability, a.currency, a.day, a.counted, a.counted
  from unnest(customers, currencies, days, counts, day_limits, month_limits) a (customer, currency, day, counted, day_limit, month_limit)
  where coalesce(a.counted <= least(a.day_limit, a.month_limit), true)
    and not exists (
      select from risk.usage k where k.customer_id = a.customer and k.capability = p_capability and k.currency = a.currency)
  on conflict do nothing;
  get diagnostics begun = row_count;
  return filled + begun = cardinality(customers);
end $function$;
CREATE OR REPLACE FUNCTION risk.erase_answers_of(of_case text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update risk.petition_answer set answer = null, sealed = null
   where case_id = of_case and (answer is not null or sealed is not null)
$function$;
CREATE OR REPLACE FUNCTION risk.erase_petition_answers(customer text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update risk.petition_answer a set answer = null, sealed = null
    from risk.petition p where p.case_id = a.case_id and p.customer_id = customer
$function$;
CREATE OR REPLACE FUNCTION risk.erase_screening(customer text, is_confirmed boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  update risk.proposal p set reason = '-', decision_reason = null
    from risk.screening_match m
   where m.customer_id = customer and (m.state = 'confirmed') = is_confirmed and p.action = 'decide_screening' and p.subject = m.id;
  delete from risk.screening_match m where m.customer_id = customer and (m.state = 'confirmed') = is_confirmed;
  -- The note of the restriction says who was found; as long as something is confirmed it is a part of that.
  if not exists (select from risk.screening_match m where m.customer_id = customer) then
    update risk.account_restriction set note = '' where customer_id = customer and reason = 'sanctions_review' and note <> '';
  end if;
end $function$;
CREATE OR REPLACE FUNCTION risk.keep_decisions_of_payments()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'decision % belongs to a payment', old.id using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION risk.may_all(p_customers text[], p_capabilities text[])
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select not exists (
    select from unnest(p_customers, p_capabilities) a (customer, capability)
    join risk.restriction r on r.customer_id = a.customer and r.capability = a.capability and r.lifted_at is null)
$function$;
CREATE OR REPLACE FUNCTION risk.may_count_usage(p_capability text, p_customer text, p_day date, p_currency text, p_counted bigint, p_day_limit bigint, p_month_limit bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare first_of_month date := p_day - extract(day from p_day)::integer + 1; used_day bigint; used_month bigint; home bigint;
begin
  if p_counted is null then return true; end if; -- The ledger counts it.
  select case when k.day < p_day then 0 else k.used_day_minor end, case when k.day < first_of_month then 0 else k.used_month_minor end, k.home_account
    into used_day, used_month, home
  from risk.usage k
  where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  for update skip locked;
  if not found and exists (
    select from risk.usage k where k.customer_id = p_customer and k.capability = p_capability and k.currency = p_currency
  ) then
    return false; -- Somebody holds it.
  end if;
  return home is null and coalesce(coalesce(used_day, 0) + p_counted <= p_day_limit, true)
    and coalesce(coalesce(used_month, 0) + p_counted <= p_month_limit, true);
end $function$;
CREATE OR REPLACE FUNCTION risk.refuse_second_decision()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.reason = '-' and new.decision_reason is null
     and to_jsonb(new) - 'reason' - 'decision_reason' = to_jsonb(old) - 'reason' - 'decision_reason' then
    return new;
  end if;
  raise exception 'proposal % was decided already', old.id using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION risk.refuse_use_elsewhere()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'the counter of % lives in the balance of account %', old.customer_id, old.home_account using errcode = 'object_not_in_prerequisite_state';
end $function$;
CREATE OR REPLACE FUNCTION risk.reseal_petition_answer(of_case text, of_item text, try integer, box text, newer text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update risk.petition_answer set sealed = newer
   where case_id = of_case and item = of_item and attempt = try and sealed = box
$function$;
CREATE OR REPLACE FUNCTION risk.seal_petition_answer(of_case text, of_item text, try integer, clear text, box text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update risk.petition_answer set answer = null, sealed = box
   where case_id = of_case and item = of_item and attempt = try and answer = clear
$function$;
CREATE OR REPLACE FUNCTION risk.send_usages_home(p_currency text, p_customers text[], p_accounts bigint[])
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET lock_timeout TO '100ms'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare asked record; counter risk.usage; sent integer := 0;
begin
  for asked in select a.customer, a.account from unnest(p_customers, p_accounts) a (customer, account) order by a.account loop
    select * into counter from risk.usage u
    where u.customer_id = asked.customer and u.capability = 'transfer' and u.currency = p_currency and u.home_account is null
    for update skip locked;
    continue when not found;
    continue when not ledger.begin_window(asked.account, asked.customer, counter.day, counter.used_day_minor, counter.used_month_minor);
    update risk.usage u set home_account = asked.account, used_day_minor = 0, used_month_minor = 0
    where u.customer_id = asked.customer and u.capability = 'transfer' and u.currency = p_currency;
    sent := sent + 1;
  end loop;
  return sent;
end $function$;
CREATE OR REPLACE FUNCTION risk.standing(p_at timestamp with time zone, p_day date, p_capability text, p_currency text, p_customers text[], p_others text[], p_base_tier text, p_currencies text[])
 RETURNS TABLE(used json, tiers json, rules text, rates text, restrictions json, rule_set integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query select
    (select json_agg(json_build_array(u.customer_id,
              (case when coalesce(w.day, u.day) < p_day then 0 else coalesce(w.day_minor, u.used_day_minor) end)::text,
              (case when coalesce(w.day, u.day) < date_trunc('month', p_day::timestamp)::date then 0
                    else coalesce(w.month_minor, u.used_month_minor) end)::text,
              u.home_account::text))
       from unnest(p_customers) a (customer)
       join risk.usage u on u.customer_id between a.customer and a.customer and u.capability = p_capability and u.currency = p_currency::char(3)
       left join ledger.windows() w on w.account_id = u.home_account),
    (select json_agg(json_build_array(t.customer_id, t.tier))
       from unnest(p_customers) a (customer) join risk.customer_tier t on t.customer_id = a.customer),
    (select json_agg(json_build_object('capability', r.capability, 'time_window', r.time_window, 'tier', r.tier, 'version', r.version,
              'limit_minor', r.limit_minor::text, 'currency', r.currency))::text
       from (select distinct on (k.tier, k.capability, k.time_window) k.capability, k.time_window, k.tier, k.version, k.limit_minor, k.currency
               from risk.limit_rule k
              where k.capability = p_capability and k.valid_from <= p_at
                and k.tier in (select p_base_tier union select t.tier from risk.customer_tier t where t.customer_id = any(p_customers))
              order by k.tier, k.capability, k.time_window, k.version desc) r),
    (select json_agg(json_build_object('day', n.day, 'currency', n.currency, 'mantissa', n.mantissa::text, 'scale', n.scale, 'source', n.source,
              'fetched_at', n.fetched_at))::text
       from unnest(p_currencies) c (currency)
      cross join lateral (
        select r.day::text, r.currency, r.mantissa, r.scale, r.source, r.fetched_at from risk.reference_rate r
         where r.currency = c.currency::char(3)
           and r.day <= greatest((p_at at time zone 'UTC')::date, (select min(day) from risk.reference_rate))
         order by r.day desc limit 1) n),
    (select json_agg(json_build_object('customer', r.customer_id, 'capability', r.capability))
       from unnest(p_customers || p_others) a (customer) join risk.restriction r on r.customer_id = a.customer and r.lifted_at is null),
    (select max(version) from risk.rule_set);
end $function$;
CREATE OR REPLACE FUNCTION risk.usage_told(p_customer text, p_capability text, p_currency text)
 RETURNS TABLE(day date, used_day_minor bigint, used_month_minor bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select coalesce(w.day, u.day), coalesce(w.day_minor, u.used_day_minor), coalesce(w.month_minor, u.used_month_minor)
  from risk.usage u left join ledger.windows() w on w.account_id = u.home_account
  where u.customer_id = p_customer and u.capability = p_capability and u.currency = p_currency
$function$;
CREATE OR REPLACE FUNCTION wallet.check_bank_question()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.bank_question_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'question % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_conflict_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (
    select from risk.proposal p
     where p.id = new.proposal_id and p.action = 'end_conflict' and p.subject = new.operation_id and p.decision = 'approved'
       and p.parameters ->> 'outcome' = new.outcome) then
    raise exception 'the end of % is not what % approves', new.operation_id, new.proposal_id using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_kept_card()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.kept_card_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'kept card % cannot go from % to %', new.id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_payment(p_at timestamp with time zone, p_fields text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  payer text := p_fields[2]; payee text := p_fields[3]; why text;
begin
  why := case
    when exists (select from wallet.transfer k where k.id = p_fields[1]) then 'id_is_known'
    when not platform.may_keep_answer(p_fields[9], p_fields[10], p_fields[11]) then 'key_is_known'
    when not risk.may_all(array[payer, payee], array['transfer', 'receive']) then 'restricted'
    when not wallet.owe_nothing(p_at, array[payer]) then 'debt_due'
    when not wallet.repeat_nothing(p_at, p_fields[1:1], p_fields[2:2], p_fields[3:3], p_fields[7:7], p_fields[6:6]) then 'made_before'
    when not identity.may_use_step_up(p_at, 'transfer', p_fields[5], payer, p_fields[6]::bigint, p_fields[7], p_fields[4]) then 'proof_not_good'
    when not risk.may_count_usage('transfer', payer, p_fields[14]::date, p_fields[16], p_fields[15]::bigint, p_fields[17]::bigint, p_fields[18]::bigint)
      then 'limit'
  end;
  return case when why is not null then jsonb_build_object('code', 'not_ordinary', 'why', why) end;
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_payments(p_at timestamp with time zone, n integer, p_cells text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return risk.may_all(p_cells[n + 1 : 3 * n], array_fill('transfer'::text, array[n]) || array_fill('receive'::text, array[n]))
    and wallet.owe_nothing(p_at, p_cells[n + 1 : 2 * n])
    and wallet.repeat_nothing(p_at, p_cells[1 : n], p_cells[n + 1 : 2 * n], p_cells[2 * n + 1 : 3 * n], p_cells[6 * n + 1 : 7 * n],
      p_cells[5 * n + 1 : 6 * n]);
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_tariff()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  written jsonb := to_jsonb(new);
  subject_of text := tg_argv[0] || '/' || coalesce(written ->> 'currency', (written ->> 'from_currency') || '-' || (written ->> 'to_currency'));
  approved risk.proposal;
  prices jsonb;
begin
  if new.proposal_id is null then
    if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
      return new;
    end if;
    raise exception 'a tariff is changed by a proposal' using errcode = 'check_violation';
  end if;
  select p.* into approved from risk.proposal p where p.id = new.proposal_id;
  if approved.action is distinct from 'change_tariff' or approved.decision is distinct from 'approved'
     or approved.subject is distinct from subject_of then
    raise exception 'tariff % is not what % approves', subject_of, new.proposal_id using errcode = 'check_violation';
  end if;
  prices := approved.parameters -> 'prices';
  if (prices ->> 'feeMinor')::bigint is distinct from coalesce(written ->> 'fee_min_minor', written ->> 'fee_minor')::bigint
     or (prices ->> 'feeBasisPoints')::integer is distinct from (written ->> 'fee_basis_points')::integer
     or (prices ->> 'markupBasisPoints')::integer is distinct from (written ->> 'markup_basis_points')::integer
     or (prices ->> 'correspondentFeeMinor')::bigint is distinct from (written ->> 'correspondent_fee_minor')::bigint
     or (prices ->> 'minimumMinor')::bigint is distinct from
        coalesce(written ->> 'amount_min_minor', written ->> 'give_min_minor', written ->> 'total_min_minor')::bigint
     or (approved.parameters ->> 'validFrom')::timestamptz is distinct from new.valid_from then
    raise exception 'tariff % says something else than %', subject_of, new.proposal_id using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.check_trace()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare came_from text := case when tg_op = 'INSERT' then 'start' else old.state end;
begin
  if not exists (select from wallet.trace_transition t where t.from_state = came_from and t.to_state = new.state) then
    raise exception 'trace % cannot go from % to %', new.case_id, came_from, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.closed_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'what finance has decided stays as it is' using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION wallet.cross_border_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.money <> old.money and (old.money, new.money) not in (('held', 'out'), ('held', 'back'), ('out', 'back')) then
    raise exception 'money of % goes from % to nowhere but on', old.id, old.money;
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.day_is_proven()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
CREATE OR REPLACE FUNCTION wallet.keep_closed_days()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.day <= wallet.last_closed(new.rail, new.currency) then
    raise exception '% of % in % is closed', new.day, new.rail, new.currency using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.keep_taken_reports()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'report % was taken: it stays what it is', old.number using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION wallet.last_closed(p_rail text, p_currency text)
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select max(day) from wallet.rail_day where rail = p_rail and currency = p_currency::char(3)
$function$;
CREATE OR REPLACE FUNCTION wallet.match_agrees()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;
CREATE OR REPLACE FUNCTION wallet.money_request_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from wallet.money_request_transition t where t.from_state = old.state and t.to_state = new.state
  ) then
    raise exception 'a request cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  -- What ended is paid after all only by the payment that was under way when it ended.
  if old.state in ('cancelled', 'expired') and new.state = 'paid' and old.transfer_id is distinct from new.transfer_id then
    raise exception 'a request that ended is not paid anew' using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.owe_nothing(p_at timestamp with time zone, p_payers text[])
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select not exists (
    select from unnest(p_payers) a (payer)
    join wallet.debt d on d.customer_id = a.payer and d.collected_minor < d.incurred_minor and d.collects_from <= p_at)
$function$;
CREATE OR REPLACE FUNCTION wallet.payment_to_assess(p_at timestamp with time zone, p_day date, p_base_currency text, p_base_tier text, p_currencies text[], p_hours integer, p_most integer, p_payer text, p_reference text, p_currency text, p_device_hash bytea)
 RETURNS TABLE(payee text, is_addressed boolean, name_match text, is_first boolean, used json, tiers json, rules text, rates text, restrictions json, rule_set integer, wallet json, people json)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  asked record;
  device constant bytea[] := case when p_device_hash is null then '{}'::bytea[] else array[p_device_hash] end;
  owner constant text[] := case when p_device_hash is null then '{}'::text[] else array[p_payer] end;
begin
  -- Whether it repeats another is asked when it is made.
  select * into asked
    from wallet.payments_asked(p_at, p_at, '{}'::text[] || null::text, array[p_payer], array[p_reference], array[p_currency], '{null}'::bigint[]);
  return query
    select asked.payee, asked.is_addressed, asked.name_match, asked.is_first, s.used, s.tiers, s.rules, s.rates, s.restrictions, s.rule_set,
           (select json_build_array(b.id::text, b.kind, b.currency, b.flags, b.debits_posted::text, b.credits_posted::text, b.debits_pending::text,
                     b.credits_pending::text, b.version::text)
              from ledger.balances_named('wallet', array[p_payer], array[p_currency]) b),
           (select json_agg(json_build_array(k.kind, k.id, k.at::text, k.name, k.zone, k.factor))
              from identity.known_people(p_at, array[p_payer] || asked.payee, '{}', owner, device, p_hours, p_most) k)
      from risk.standing(p_at, p_day, 'transfer', p_base_currency, array[p_payer], '{}', p_base_tier, p_currencies) s;
end $function$;
CREATE OR REPLACE FUNCTION wallet.payments_asked(p_at timestamp with time zone, p_repeats_since timestamp with time zone, p_id text[], p_payer text[], p_reference text[], p_currency text[], p_amount bigint[])
 RETURNS TABLE(payee text, expires_at timestamp with time zone, is_asked boolean, is_addressed boolean, name_match text, is_repeated boolean, is_known boolean, is_first boolean, owes boolean)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query
    select r.payee_id, r.expires_at, r.request_id is not null, r.address is not null, r.name_match,
           exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed
                      and t.created_at > p_repeats_since and t.currency = a.currency::char(3) and t.amount_minor = a.amount),
           exists (select from wallet.transfer t where t.id = a.id),
           not exists (select from wallet.transfer t where t.payer_id = a.payer and t.payee_id = r.payee_id and t.is_completed),
           exists (select from wallet.debt d where d.customer_id = a.payer and d.collected_minor < d.incurred_minor and d.collects_from <= p_at)
      from unnest(p_id, p_payer, p_reference, p_currency, p_amount) with ordinality a (id, payer, reference, currency, amount, n)
      left join lateral (
        select k.payee_id, k.expires_at, k.request_id, k.address, k.name_match from wallet.payee_reference k
         where k.id = a.reference and k.payer_id = a.payer limit 1
      ) r on true
     order by a.n;
end $function$;
CREATE OR REPLACE FUNCTION wallet.pickup_ends_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'waiting' then
    raise exception 'a payment that was picked up or went back is over' using errcode = 'check_violation';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION wallet.repeat_nothing(p_at timestamp with time zone, p_ids text[], p_payers text[], p_payees text[], p_currencies text[], p_amounts text[])
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select not exists (
    select from unnest(p_ids, p_payers, p_payees, p_currencies, p_amounts) a (id, payer, payee, currency, amount)
    join wallet.transfer t on t.payer_id = a.payer and t.payee_id = a.payee and t.is_completed
     and t.created_at > p_at - interval '10 minutes' and t.currency = a.currency and t.amount_minor = a.amount::bigint and t.id <> a.id)
$function$;
CREATE OR REPLACE FUNCTION wallet.write_payments(p_at timestamp with time zone, n integer, p_cells text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  ids constant text[] := p_cells[1 : n];
  payers constant text[] := p_cells[n + 1 : 2 * n];
  payees constant text[] := p_cells[2 * n + 1 : 3 * n];
  amounts constant bigint[] := p_cells[5 * n + 1 : 6 * n]::bigint[];
  currencies constant text[] := p_cells[6 * n + 1 : 7 * n];
  notes constant text[] := p_cells[7 * n + 1 : 8 * n];
  fees constant bigint[] := array_fill(0::bigint, array[n]);
  monies constant jsonb[] := array(
    select jsonb_build_object('amount', m.amount, 'currency', m.currency)
    from unnest(p_cells[5 * n + 1 : 6 * n], currencies) m (amount, currency));
  written integer;
begin
  insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, note, is_completed, created_at)
  select t.id, t.payer, t.payee, t.currency, t.amount, t.note, true, p_at
  from unnest(ids, payers, payees, currencies, amounts, notes) t (id, payer, payee, currency, amount, note)
  on conflict (id) do nothing;
  get diagnostics written = row_count;
  if written <> n
    or not platform.keep_answers(p_at, p_cells[8 * n + 1 : 9 * n], p_cells[9 * n + 1 : 10 * n], p_cells[10 * n + 1 : 11 * n],
      array(select decode(f, 'base64') from unnest(p_cells[11 * n + 1 : 12 * n]) f), p_cells[12 * n + 1 : 13 * n]::integer[], ids)
    or not identity.use_step_ups(p_at, 'transfer', p_cells[4 * n + 1 : 5 * n], payers, amounts, currencies, p_cells[3 * n + 1 : 4 * n])
    or not risk.count_usages('transfer', payers, p_cells[13 * n + 1 : 14 * n]::date[], p_cells[15 * n + 1 : 16 * n],
      p_cells[14 * n + 1 : 15 * n]::bigint[], p_cells[16 * n + 1 : 17 * n]::bigint[], p_cells[17 * n + 1 : 18 * n]::bigint[])
    or not operations.open_all(p_at, 'transfer', 'completed', 'transfer_completed', 'good', ids, payers, amounts, fees, currencies,
      array(select jsonb_build_array(jsonb_build_object('kind', 'amount', 'amount', m)) from unnest(monies) m),
      p_cells[22 * n + 1 : 23 * n]::jsonb[], notes, array(select jsonb_build_object('amount', m) from unnest(monies) m))
  then
    raise exception 'one of these payments is not ordinary' using errcode = 'triggered_action_exception';
  end if;
  perform operations.note_participants(p_at, 'transfer', 'completed', 'done',
    ids || ids, amounts || amounts, fees || fees, currencies || currencies, notes || notes, payers || payees,
    array_fill('out'::text, array[n]) || array_fill('in'::text, array[n]),
    p_cells[19 * n + 1 : 20 * n] || p_cells[18 * n + 1 : 19 * n], p_cells[20 * n + 1 : 22 * n]);
  perform platform.tell(p_at, 'transfer.completed',
    '{"fields": ["transferId", "payerId", "payeeId"], "audiences": [["customer", "payerId"], ["customer", "payeeId"]],
      "hint": {"type": "entry.changed", "id": "transferId"}}',
    n, p_cells[23 * n + 1 : 24 * n] || p_cells[1 : 3 * n]);
end $function$;

-- Triggers
CREATE CONSTRAINT TRIGGER match_agrees AFTER UPDATE ON wallet.rail_item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.match_id IS DISTINCT FROM old.match_id)) EXECUTE FUNCTION wallet.match_agrees();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.acceptance FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.account_flag_change FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.archived_id FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.archived_part FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.block FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.carried FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.journal FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.journal_0 FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.journal_1 FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON ledger.refusal FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER approval BEFORE UPDATE OF state ON identity.proof FOR EACH ROW EXECUTE FUNCTION identity.check_approval();
CREATE TRIGGER approved BEFORE INSERT ON risk.rule_set FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION risk.check_rule_set();
CREATE TRIGGER bank_question_made BEFORE INSERT ON wallet.bank_question FOR EACH ROW EXECUTE FUNCTION wallet.check_bank_question();
CREATE TRIGGER bank_question_moved BEFORE UPDATE OF state ON wallet.bank_question FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION wallet.check_bank_question();
CREATE TRIGGER case_inserted BEFORE INSERT ON cases."case" FOR EACH ROW EXECUTE FUNCTION cases.check_transition();
CREATE TRIGGER case_moved BEFORE UPDATE OF state ON cases."case" FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION cases.check_transition();
CREATE TRIGGER chained BEFORE INSERT ON identity.staff_audit FOR EACH ROW EXECUTE FUNCTION identity.chain_staff_audit();
CREATE TRIGGER closed_for_ever BEFORE DELETE OR UPDATE ON wallet.rail_day FOR EACH ROW EXECUTE FUNCTION wallet.closed_stays();
CREATE TRIGGER closed_when_proven BEFORE INSERT ON wallet.rail_day FOR EACH ROW EXECUTE FUNCTION wallet.day_is_proven();
CREATE TRIGGER conflict_end_approved BEFORE INSERT ON wallet.conflict_end FOR EACH ROW EXECUTE FUNCTION wallet.check_conflict_end();
CREATE TRIGGER cross_border_moves_forward BEFORE UPDATE OF money ON wallet.cross_border FOR EACH ROW EXECUTE FUNCTION wallet.cross_border_moves_forward();
CREATE TRIGGER decided_once BEFORE UPDATE ON risk.proposal FOR EACH ROW WHEN ((old.decision IS NOT NULL)) EXECUTE FUNCTION risk.refuse_second_decision();
CREATE TRIGGER decided_once BEFORE UPDATE ON risk.review FOR EACH ROW EXECUTE FUNCTION risk.check_review();
CREATE TRIGGER deciding BEFORE INSERT OR UPDATE OF state ON risk.screening_match FOR EACH ROW EXECUTE FUNCTION risk.check_screening_decision();
CREATE TRIGGER explained_for_ever BEFORE DELETE OR UPDATE ON wallet.rail_explanation FOR EACH ROW EXECUTE FUNCTION wallet.closed_stays();
CREATE TRIGGER hold_transition BEFORE UPDATE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.check_hold_transition();
CREATE TRIGGER id_kept BEFORE UPDATE OF id ON operations.operation FOR EACH ROW WHEN ((old.id IS DISTINCT FROM new.id)) EXECUTE FUNCTION operations.keep_operations();
CREATE TRIGGER item_of_an_open_day BEFORE INSERT ON wallet.rail_item FOR EACH ROW EXECUTE FUNCTION wallet.keep_closed_days();
CREATE TRIGGER kept_card_moved BEFORE UPDATE OF state ON wallet.kept_card FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION wallet.check_kept_card();
CREATE TRIGGER kept_card_opened BEFORE INSERT ON wallet.kept_card FOR EACH ROW EXECUTE FUNCTION wallet.check_kept_card();
CREATE TRIGGER kept_for_ever BEFORE DELETE ON operations.operation FOR EACH ROW EXECUTE FUNCTION operations.keep_operations();
CREATE TRIGGER lifting BEFORE UPDATE OF lifted_at ON risk.account_restriction FOR EACH ROW EXECUTE FUNCTION risk.check_lifting();
CREATE TRIGGER money_request_moves BEFORE UPDATE ON wallet.money_request FOR EACH ROW EXECUTE FUNCTION wallet.money_request_moves();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger.balance FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger.hold FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger.reversal_total FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.acceptance FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.account_flag_change FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.archived_id FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.archived_part FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.balance FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.block FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.carried FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.hold FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.journal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.journal_0 FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.journal_1 FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.refusal FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger.reversal_total FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON operations.operation FOR EACH STATEMENT EXECUTE FUNCTION operations.keep_operations();
CREATE TRIGGER of_an_operation AFTER INSERT ON operations.participant REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION operations.check_operation_exists();
CREATE TRIGGER of_an_operation AFTER INSERT ON operations.timeline REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION operations.check_operation_exists();
CREATE TRIGGER of_its_operation BEFORE UPDATE OF operation_id ON operations.participant FOR EACH ROW WHEN ((old.operation_id IS DISTINCT FROM new.operation_id)) EXECUTE FUNCTION operations.keep_operations();
CREATE TRIGGER of_its_operation BEFORE UPDATE OF operation_id ON operations.timeline FOR EACH ROW WHEN ((old.operation_id IS DISTINCT FROM new.operation_id)) EXECUTE FUNCTION operations.keep_operations();
CREATE TRIGGER operation_start AFTER INSERT ON operations.operation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION operations.check_operation_starts();
CREATE TRIGGER operation_transition BEFORE UPDATE OF state ON operations.operation FOR EACH ROW EXECUTE FUNCTION operations.check_operation_transition();
CREATE TRIGGER payments_are_kept BEFORE DELETE ON risk.decision FOR EACH ROW WHEN ((old.stage = 'payment'::text)) EXECUTE FUNCTION risk.keep_decisions_of_payments();
CREATE TRIGGER petition_moved BEFORE UPDATE OF state ON risk.petition FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION risk.check_petition();
CREATE TRIGGER petition_opened BEFORE INSERT ON risk.petition FOR EACH ROW EXECUTE FUNCTION risk.check_petition();
CREATE TRIGGER pickup_ends_once BEFORE UPDATE ON wallet.pickup FOR EACH ROW EXECUTE FUNCTION wallet.pickup_ends_once();
CREATE TRIGGER quote_consumed_once BEFORE UPDATE ON operations.quote FOR EACH ROW EXECUTE FUNCTION operations.check_quote_is_consumed_once();
CREATE TRIGGER statement_of_an_open_day BEFORE INSERT OR UPDATE ON wallet.rail_statement FOR EACH ROW EXECUTE FUNCTION wallet.keep_closed_days();
CREATE TRIGGER step_up_once BEFORE UPDATE ON identity.step_up FOR EACH ROW WHEN ((old.used_at IS NOT NULL)) EXECUTE FUNCTION identity.refuse_second_use();
CREATE TRIGGER taken_once BEFORE UPDATE ON wallet.bank_report FOR EACH ROW WHEN (((old.outcome <> 'refused'::text) AND (((((new.digest IS DISTINCT FROM old.digest) OR (new.message IS DISTINCT FROM old.message)) OR (new.outcome IS DISTINCT FROM old.outcome)) OR (new.lines IS DISTINCT FROM old.lines)) OR (new.bytes IS DISTINCT FROM old.bytes)))) EXECUTE FUNCTION wallet.keep_taken_reports();
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.bank_top_up_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('bank_top_up');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.cross_border_corridor FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('cross_border_corridor');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.cross_border_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('cross_border');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.ewallet_top_up_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('ewallet_top_up');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.exchange_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('exchange');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.top_up_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('card_top_up');
CREATE TRIGGER tariff_approved BEFORE INSERT ON wallet.withdrawal_tariff FOR EACH ROW EXECUTE FUNCTION wallet.check_tariff('withdrawal');
CREATE TRIGGER trace_moved BEFORE UPDATE OF state ON wallet.trace FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION wallet.check_trace();
CREATE TRIGGER trace_opened BEFORE INSERT ON wallet.trace FOR EACH ROW EXECUTE FUNCTION wallet.check_trace();
CREATE TRIGGER usage_comes_home BEFORE INSERT ON risk.usage FOR EACH ROW WHEN ((new.capability = 'transfer'::text)) EXECUTE FUNCTION risk.bring_usage_home_first();
CREATE TRIGGER usage_is_elsewhere BEFORE UPDATE ON risk.usage FOR EACH ROW WHEN (((old.home_account IS NOT NULL) AND (new.home_account IS NOT NULL))) EXECUTE FUNCTION risk.refuse_use_elsewhere();

-- Rights
grant delete, insert, select on identity.access_follow to okpay_app;
grant delete, insert, select on identity.authenticator to okpay_app;
grant delete, insert, select on identity.closure_record to okpay_app;
grant delete, insert, select on identity.former_contact to okpay_app;
grant delete, insert, select on identity.message_request to okpay_app;
grant delete, insert, select on identity.passkey to okpay_app;
grant delete, insert, select on identity.passkey_challenge to okpay_app;
grant delete, insert, select on identity.pending_sign_in to okpay_app;
grant delete, insert, select on identity.recovery_code to okpay_app;
grant delete, insert, select on identity.security_event to okpay_app;
grant delete, insert, select on identity.session to okpay_app;
grant delete, insert, select on identity.sms_factor to okpay_app;
grant delete, insert, select on identity.step_up to okpay_app;
grant delete, insert, select on identity.stopped_channel to okpay_app;
grant delete, insert, select on notifications.delivery to okpay_app;
grant delete, insert, select on notifications.notice to okpay_app;
grant delete, insert, select on platform.stream_event to okpay_app;
grant delete, insert, select on risk.decision to okpay_app;
grant delete, insert, select on risk.failure to okpay_app;
grant delete, insert, select on wallet.bank_line to okpay_app;
grant delete, insert, select on wallet.blocked_asker to okpay_app;
grant delete, insert, select on wallet.payee_reference to okpay_app;
grant delete, insert, select, update on identity.attempt to okpay_app;
grant delete, insert, select, update on identity.authenticator_offer to okpay_app;
grant delete, insert, select, update on identity.avatar to okpay_app;
grant delete, insert, select, update on identity.contact_change to okpay_app;
grant delete, insert, select, update on identity.contact_proof to okpay_app;
grant delete, insert, select, update on identity.device to okpay_app;
grant delete, insert, select, update on identity.handle_claim to okpay_app;
grant delete, insert, select, update on identity.password to okpay_app;
grant delete, insert, select, update on identity.payment_password to okpay_app;
grant delete, insert, select, update on identity.phrase to okpay_app;
grant delete, insert, select, update on identity.proof_answer to okpay_app;
grant delete, insert, select, update on identity.security_answer to okpay_app;
grant delete, insert, select, update on notifications.choice to okpay_app;
grant delete, insert, select, update on notifications.quiet_hours to okpay_app;
grant delete, insert, select, update on platform.delivery to okpay_app;
grant delete, insert, select, update on platform.idempotency to okpay_app;
grant delete, insert, select, update on platform.outbox to okpay_app;
grant delete, insert, select, update on platform.rate_window to okpay_app;
grant delete, insert, select, update on platform.timer to okpay_app;
grant delete, insert, select, update on platform.worker to okpay_app;
grant delete, insert, select, update on risk.screening_entry to okpay_app;
grant execute on function cases.check_transition() to public;
grant execute on function cases.erase_conversations(text) to okpay_app;
grant execute on function identity.broken_staff_audit() to public;
grant execute on function identity.chain_staff_audit() to public;
grant execute on function identity.check_approval() to public;
grant execute on function identity.known_people(timestamp with time zone,text[],text[],text[],bytea[],integer,integer) to okpay_app;
grant execute on function identity.refuse_second_use() to public;
grant execute on function identity.renew_staff_secret(text,text,text) to okpay_app;
grant execute on function identity.staff_audit_hash(bytea,identity.staff_audit) to public;
grant execute on function ledger.accept_database(uuid,timestamp with time zone,text,bigint,bigint) to okpay_app;
grant execute on function ledger.append_block(ledger.block) to okpay_app;
grant execute on function ledger.archived_below() to okpay_app;
grant execute on function ledger.archived_hashes(integer) to okpay_app;
grant execute on function ledger.balances_named(text,text[],text[]) to okpay_app;
grant execute on function ledger.begin_window(bigint,text,date,bigint,bigint) to okpay_app;
grant execute on function ledger.end_window(bigint) to okpay_app;
grant execute on function ledger.lock_accounts(bigint[]) to okpay_app;
grant execute on function ledger.open_account(timestamp with time zone,text,text,text) to okpay_app;
grant execute on function ledger.post_batch(timestamp with time zone,integer[],uuid[],smallint[],bigint[],bigint[],bigint[],text[],text[],smallint[],integer[],uuid[],timestamp with time zone[],bigint[],integer[],text[],jsonb[]) to okpay_app;
grant execute on function ledger.post_singles(timestamp with time zone,character[],boolean,bigint[],smallint[],integer[],bigint[],bigint[],bigint[],bigint[],bigint[],bigint[],integer[],integer[],uuid[],bigint[],smallint[],integer[],smallint[],smallint[],smallint[],integer[],integer[],bigint[],bigint[],bigint[],integer[],integer[],integer[],integer[],text[],integer[],integer[],text[]) to okpay_app;
grant execute on function ledger.post_singles(timestamp with time zone,character[],boolean,bigint[],smallint[],integer[],bigint[],bigint[],bigint[],bigint[],bigint[],bigint[],integer[],integer[],uuid[],bigint[],smallint[],integer[],smallint[],smallint[],smallint[],integer[],integer[],bigint[],bigint[],bigint[],integer[],integer[],integer[],integer[],text[],integer[],integer[],text[],date,date,bigint[],bigint[],bigint[]) to okpay_app;
grant execute on function ledger.rotate_journal(timestamp with time zone) to okpay_app;
grant execute on function ledger.sealing_mark() to okpay_app;
grant execute on function ledger.sequence_writers() to okpay_app;
grant execute on function ledger.set_flags(timestamp with time zone,bigint,integer,integer,text,text) to okpay_app;
grant execute on function ledger.windows() to okpay_app;
grant execute on function operations.activity_before(integer,integer,text[],timestamp with time zone[],bigint[],text[],boolean[],boolean[],text[],text[],timestamp with time zone[],integer[]) to okpay_app;
grant execute on function operations.check_operation_exists() to public;
grant execute on function operations.check_operation_starts() to public;
grant execute on function operations.check_operation_transition() to public;
grant execute on function operations.check_quote_is_consumed_once() to public;
grant execute on function operations.keep_operations() to public;
grant execute on function risk.bring_usage_home(text,text,text) to okpay_app;
grant execute on function risk.broken_homes() to okpay_app;
grant execute on function risk.check_lifting() to public;
grant execute on function risk.check_petition() to public;
grant execute on function risk.check_review() to public;
grant execute on function risk.check_rule_set() to public;
grant execute on function risk.check_screening_decision() to public;
grant execute on function risk.erase_answers_of(text) to okpay_app;
grant execute on function risk.erase_petition_answers(text) to okpay_app;
grant execute on function risk.erase_screening(text,boolean) to okpay_app;
grant execute on function risk.keep_decisions_of_payments() to public;
grant execute on function risk.refuse_second_decision() to public;
grant execute on function risk.reseal_petition_answer(text,text,integer,text,text) to okpay_app;
grant execute on function risk.seal_petition_answer(text,text,integer,text,text) to okpay_app;
grant execute on function risk.send_usages_home(text,text[],bigint[]) to okpay_app;
grant execute on function risk.standing(timestamp with time zone,date,text,text,text[],text[],text,text[]) to okpay_app;
grant execute on function risk.usage_told(text,text,text) to okpay_app;
grant execute on function wallet.check_bank_question() to public;
grant execute on function wallet.check_conflict_end() to public;
grant execute on function wallet.check_kept_card() to public;
grant execute on function wallet.check_tariff() to public;
grant execute on function wallet.check_trace() to public;
grant execute on function wallet.closed_stays() to public;
grant execute on function wallet.cross_border_moves_forward() to public;
grant execute on function wallet.day_is_proven() to public;
grant execute on function wallet.keep_closed_days() to public;
grant execute on function wallet.keep_taken_reports() to public;
grant execute on function wallet.last_closed(text,text) to public;
grant execute on function wallet.match_agrees() to public;
grant execute on function wallet.money_request_moves() to public;
grant execute on function wallet.payment_to_assess(timestamp with time zone,date,text,text,text[],integer,integer,text,text,text,bytea) to okpay_app;
grant execute on function wallet.payments_asked(timestamp with time zone,timestamp with time zone,text[],text[],text[],text[],bigint[]) to okpay_app;
grant execute on function wallet.pickup_ends_once() to public;
grant insert, select on cases."case" to okpay_app;
grant insert, select on cases.evidence to okpay_app;
grant insert, select on cases.message to okpay_app;
grant insert, select on identity.access_answer to okpay_app;
grant insert, select on identity.access_check to okpay_app;
grant insert, select on identity.access_request to okpay_app;
grant insert, select on identity.closing to okpay_app;
grant insert, select on identity.customer to okpay_app;
grant insert, select on identity.erasure to okpay_app;
grant insert, select on identity.proof to okpay_app;
grant insert, select on identity.proof_decision to okpay_app;
grant insert, select on identity.proof_file to okpay_app;
grant insert, select on identity.proof_look to okpay_app;
grant insert, select on identity.proof_refusal to okpay_app;
grant insert, select on identity.staff to okpay_app;
grant insert, select on identity.staff_audit to okpay_app;
grant insert, select on identity.staff_invitation to okpay_app;
grant insert, select on identity.staff_session to okpay_app;
grant insert, select on identity.terms_acceptance to okpay_app;
grant insert, select on operations.operation to okpay_app;
grant insert, select on operations.participant to okpay_app;
grant insert, select on operations.quote to okpay_app;
grant insert, select on operations.timeline to okpay_app;
grant insert, select on risk.account_restriction to okpay_app;
grant insert, select on risk.cooling to okpay_app;
grant insert, select on risk.label to okpay_app;
grant insert, select on risk.petition to okpay_app;
grant insert, select on risk.petition_answer to okpay_app;
grant insert, select on risk.petition_file to okpay_app;
grant insert, select on risk.petition_item to okpay_app;
grant insert, select on risk.petition_look to okpay_app;
grant insert, select on risk.proposal to okpay_app;
grant insert, select on risk.reference_rate to okpay_app;
grant insert, select on risk.restriction to okpay_app;
grant insert, select on risk.review to okpay_app;
grant insert, select on risk.rule to okpay_app;
grant insert, select on risk.rule_in_set to okpay_app;
grant insert, select on risk.rule_set to okpay_app;
grant insert, select on risk.screening_list to okpay_app;
grant insert, select on risk.screening_match to okpay_app;
grant insert, select on risk.screening_run to okpay_app;
grant insert, select on risk.staff_look to okpay_app;
grant insert, select on support.access_log to okpay_app;
grant insert, select on support.word_freeze to okpay_app;
grant insert, select on wallet.bank_account to okpay_app;
grant insert, select on wallet.bank_answer to okpay_app;
grant insert, select on wallet.bank_entry to okpay_app;
grant insert, select on wallet.bank_question to okpay_app;
grant insert, select on wallet.bank_reference to okpay_app;
grant insert, select on wallet.bank_report to okpay_app;
grant insert, select on wallet.bank_return to okpay_app;
grant insert, select on wallet.bank_top_up to okpay_app;
grant insert, select on wallet.bank_top_up_tariff to okpay_app;
grant insert, select on wallet.bank_word to okpay_app;
grant insert, select on wallet.beneficiary to okpay_app;
grant insert, select on wallet.claim_hold to okpay_app;
grant insert, select on wallet.conflict_end to okpay_app;
grant insert, select on wallet.correspondent_message to okpay_app;
grant insert, select on wallet.correspondent_return to okpay_app;
grant insert, select on wallet.cross_border to okpay_app;
grant insert, select on wallet.cross_border_corridor to okpay_app;
grant insert, select on wallet.cross_border_tariff to okpay_app;
grant insert, select on wallet.debt to okpay_app;
grant insert, select on wallet.ewallet_top_up_tariff to okpay_app;
grant insert, select on wallet.exchange to okpay_app;
grant insert, select on wallet.exchange_tariff to okpay_app;
grant insert, select on wallet.kept_card to okpay_app;
grant insert, select on wallet.money_request to okpay_app;
grant insert, select on wallet.pay_code to okpay_app;
grant insert, select on wallet.payment_claim to okpay_app;
grant insert, select on wallet.payout_claim to okpay_app;
grant insert, select on wallet.payout_file to okpay_app;
grant insert, select on wallet.pickup to okpay_app;
grant insert, select on wallet.rail_booking to okpay_app;
grant insert, select on wallet.rail_day to okpay_app;
grant insert, select on wallet.rail_explanation to okpay_app;
grant insert, select on wallet.rail_item to okpay_app;
grant insert, select on wallet.rail_match to okpay_app;
grant insert, select on wallet.rail_report_refusal to okpay_app;
grant insert, select on wallet.rail_statement to okpay_app;
grant insert, select on wallet.request_report to okpay_app;
grant insert, select on wallet.statement to okpay_app;
grant insert, select on wallet.statement_file to okpay_app;
grant insert, select on wallet.top_up to okpay_app;
grant insert, select on wallet.top_up_tariff to okpay_app;
grant insert, select on wallet.trace to okpay_app;
grant insert, select on wallet.transfer to okpay_app;
grant insert, select on wallet.withdrawal to okpay_app;
grant insert, select on wallet.withdrawal_tariff to okpay_app;
grant insert, select, update on identity.profile to okpay_app;
grant insert, select, update on platform.stream_head to okpay_app;
grant insert, select, update on risk.customer_tier to okpay_app;
grant insert, select, update on risk.usage to okpay_app;
grant insert, select, update on wallet.rate_source to okpay_app;
grant select on cases.business_hours to okpay_app;
grant select on cases.holiday to okpay_app;
grant select on cases.transition to okpay_app;
grant select on identity.closing_rule to okpay_app;
grant select on identity.proof_retention to okpay_app;
grant select on identity.remainder_rule to okpay_app;
grant select on identity.retention_rule to okpay_app;
grant select on identity.tier_requirement to okpay_app;
grant select on identity.tier_rule to okpay_app;
grant select on ledger.acceptance to okpay_app;
grant select on ledger.account to okpay_app;
grant select on ledger.account_flag_change to okpay_app;
grant select on ledger.account_kind to okpay_app;
grant select on ledger.answered_leg to okpay_app;
grant select on ledger.archived_id to okpay_app;
grant select on ledger.archived_part to okpay_app;
grant select on ledger.attachment_kind to okpay_app;
grant select on ledger.balance to okpay_app;
grant select on ledger.block to okpay_app;
grant select on ledger.carried to okpay_app;
grant select on ledger.carried_newest to okpay_app;
grant select on ledger.currency to okpay_app;
grant select on ledger.entry to okpay_app;
grant select on ledger.hold to okpay_app;
grant select on ledger.journal to okpay_app;
grant select on ledger.journal_0 to okpay_app;
grant select on ledger.journal_1 to okpay_app;
grant select on ledger.journal_part to okpay_app;
grant select on ledger.movement to okpay_app;
grant select on ledger.operation_kind to okpay_app;
grant select on ledger.refusal to okpay_app;
grant select on ledger.reversal_total to okpay_app;
grant select on ledger.transfer to okpay_app;
grant select on operations.transition to okpay_app;
grant select on public.platform_installation to okpay_app;
grant select on public.platform_migration to okpay_app;
grant select on risk.failure_rule to okpay_app;
grant select on risk.limit_rule to okpay_app;
grant select on risk.petition_retention to okpay_app;
grant select on risk.petition_transition to okpay_app;
grant select on risk.review_rule to okpay_app;
grant select on risk.screening_threshold to okpay_app;
grant select on risk.top_up_release_rule to okpay_app;
grant select on wallet.bank_question_transition to okpay_app;
grant select on wallet.claim_rule to okpay_app;
grant select on wallet.debt_rule to okpay_app;
grant select on wallet.kept_card_transition to okpay_app;
grant select on wallet.money_request_transition to okpay_app;
grant select on wallet.trace_transition to okpay_app;
grant select, update on platform.sandbox_clock to okpay_app;
grant update (accepted_at, revoked_at, totp_box) on identity.staff_invitation to okpay_app;
grant update (action_url, due_at, lines, next_actor, reason_code, reason_facts, since, state, updated_at) on operations.operation to okpay_app;
grant update (address, ended_at, payee_id, state, token_hash) on wallet.pickup to okpay_app;
grant update (again_at, asked_at, digest, due_at, given_up_at, made_at, message_id, refusal, round, state, tries) on wallet.bank_question to okpay_app;
grant update (answer, answered_at, answered_by, asked_at, asked_by, recalled_at, reference, state) on wallet.trace to okpay_app;
grant update (appeal_until, decided_at, decided_by, ground, outcome, proposal_id, proposed_by, round, state) on risk.petition to okpay_app;
grant update (approved_at, approved_by, changed_at, due_at, escalated_at, first_by, forgotten_at, noticed_at, past_at, restricted_at, round, state, submitted_at, valid_until) on identity.proof to okpay_app;
grant update (arrives_by, arrives_from, asks, delivered_at, digest, ended_at, goes_at, in_review, made_at, money, recall, recall_asks, recall_at, recall_ground, sent_at) on wallet.cross_border to okpay_app;
grant update (arrives_by, asks, cut_off_at, ended_at, file_id, in_review, money, paid_at) on wallet.withdrawal to okpay_app;
grant update (asks, bank_code, ended_at, state) on wallet.bank_return to okpay_app;
grant update (asks, brand, challenge_url, due_at, expiry, failure, fingerprint, is_default, kept_at, last4, removed_at, state, vault_id) on wallet.kept_card to okpay_app;
grant update (asks, card_brand, card_last4, charge_id, charged_back_minor, ewallet_account, failed_at, heard_at, held_minor, hold_number, returned_at, settled_at, suspended_at) on wallet.top_up to okpay_app;
grant update (asks, sent_at, state) on wallet.payout_file to okpay_app;
grant update (assignee_id, assignee_name, awaits_decision, closed_at, due_at, escalated_at, last_public_seq, last_seq, next_actor, read_by_customer_seq, read_by_staff_seq, resolved_at, state, taken_at, updated_at, waiting_since) on cases."case" to okpay_app;
grant update (attempts, locale, provider_answer, state, updated_at) on notifications.delivery to okpay_app;
grant update (backed_up, counter, last_used_at, name) on identity.passkey to okpay_app;
grant update (borne_minor) on wallet.payout_claim to okpay_app;
grant update (box, customer_id, fee_minor, goes_back_at, settled_at, state, tariff, why) on wallet.bank_top_up to okpay_app;
grant update (box, is_default, removed_at) on wallet.bank_account to okpay_app;
grant update (box, removed_at) on wallet.beneficiary to okpay_app;
grant update (bytes, digest, fault, lines, message, outcome, reading, taken_at, worked_at, worked_lines) on wallet.bank_report to okpay_app;
grant update (closing_minor, opening_minor, report_number, taken_at) on wallet.rail_statement to okpay_app;
grant update (collected_minor, collections, restricted_at) on wallet.debt to okpay_app;
grant update (consumed_at, consumed_by) on operations.quote to okpay_app;
grant update (counterparty_detail, counterparty_name, family, needs_you, search_text, state, updated_at) on operations.participant to okpay_app;
grant update (created_at, token) on wallet.pay_code to okpay_app;
grant update (decided_at, decided_by, decision, decision_reason) on risk.proposal to okpay_app;
grant update (decided_at, decided_by, ground, note, proposal_id, state) on risk.review to okpay_app;
grant update (decided_at, faded_at, proposal_id, state) on risk.screening_match to okpay_app;
grant update (deleted_at, wrapped_key) on identity.proof_file to okpay_app;
grant update (deleted_at, wrapped_key) on risk.petition_file to okpay_app;
grant update (disabled_at, locale, password_box, password_parameters, totp_last_step) on identity.staff to okpay_app;
grant update (due_at, escalated_at, lift_proposal_id, lifted_at, lifted_by) on risk.account_restriction to okpay_app;
grant update (end_reason, ended_at, last_seen_at, proven_at, proven_with) on identity.session to okpay_app;
grant update (ended_at, last_seen_at) on identity.staff_session to okpay_app;
grant update (ended_at, note, payer_id, reminded_at, state, transfer_id) on wallet.money_request to okpay_app;
grant update (ended_at, state, waits_since) on identity.closing to okpay_app;
grant update (entries, names, state) on risk.screening_list to okpay_app;
grant update (fault, judged_at, judged_by, verdict) on risk.petition_answer to okpay_app;
grant update (fault, outcome) on wallet.correspondent_message to okpay_app;
grant update (finished_at, found, reached, screened) on risk.screening_run to okpay_app;
grant update (held_minor, returned_minor) on wallet.payment_claim to okpay_app;
grant update (is_completed) on wallet.transfer to okpay_app;
grant update (last_used_at) on identity.sms_factor to okpay_app;
grant update (last_used_at, totp_box, totp_last_step) on identity.authenticator to okpay_app;
grant update (lifted_at) on risk.restriction to okpay_app;
grant update (locale, time_zone) on identity.customer to okpay_app;
grant update (match_id, report_number) on wallet.rail_item to okpay_app;
grant update (name_match) on wallet.payee_reference to okpay_app;
grant update (read_at) on notifications.notice to okpay_app;
grant update (restored_at) on identity.access_request to okpay_app;
grant update (sealed_note) on identity.proof_refusal to okpay_app;
grant update (seen_at) on wallet.rail_report_refusal to okpay_app;
grant update (settled_at) on wallet.claim_hold to okpay_app;
grant update (used_at) on identity.recovery_code to okpay_app;
grant update (used_at) on identity.step_up to okpay_app;
grant usage on schema cases to okpay_app;
grant usage on schema identity to okpay_app;
grant usage on schema ledger to okpay_app;
grant usage on schema notifications to okpay_app;
grant usage on schema operations to okpay_app;
grant usage on schema platform to okpay_app;
grant usage on schema public to public;
grant usage on schema risk to okpay_app;
grant usage on schema support to okpay_app;
grant usage on schema wallet to okpay_app;
