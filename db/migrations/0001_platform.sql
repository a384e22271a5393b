-- Platform: outbox and deliveries, timers, idempotency keys, stream events, rate windows, workers.
-- Reason: side effects leave a transaction only as rows of it; what must run later, be told to browsers or be answered again
-- the same way survives a crash of every process.

create schema platform;
grant usage on schema platform to okpay_app;

-- What a transaction wants to happen after it: tell subscribers an event, run a job, hint browsers. A relay routes each row once.
-- Rows become visible in commit order, which is not id order; so nothing here remembers "up to which id".
create table platform.outbox (
  id bigint generated always as identity primary key,
  -- A bundle holds what many requests tell that were carried out together, in `cells`; routing makes hints and rows of events of it.
  kind text not null check (kind in ('event', 'job', 'hint', 'bundle')),
  -- Type of the event or of a bundle's events, name of the job, audiences of the hint parted by spaces.
  name text not null check (length(name) between 1 and 200),
  -- evt_… of an event, key of a job, null for a hint and a bundle.
  key text,
  -- Of a bundle how its cells are read: {fields, audiences, hint}, see platform.tell.
  payload jsonb not null,
  -- Column after column: the events' ids, then each field that they have beside their type.
  cells text[] check ((cells is not null) = (kind = 'bundle')),
  -- How many a bundle holds.
  size integer not null default 1 check (size > 0),
  -- By the clock of the application; `written_at` is real time, for the relay's lag.
  occurred_at timestamptz not null,
  written_at timestamptz not null default clock_timestamp(),
  routed_at timestamptz
);
create index outbox_waiting on platform.outbox (id) where routed_at is null;
create index outbox_kept on platform.outbox (routed_at) where routed_at is not null;
-- A bundle is read once and soon: packing it would cost more than its bytes.
alter table platform.outbox alter column cells set storage external;
-- Written once by every business transaction and soon deleted: keep vacuum close behind.
alter table platform.outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
grant select, insert, update, delete on platform.outbox to okpay_app;

-- One row per event and subscriber. The handler's effect and state = 'done' commit together: that is what "once" means here.
create table platform.delivery (
  outbox_id bigint not null references platform.outbox on delete cascade,
  subscriber text not null check (length(subscriber) between 1 and 100),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'parked')),
  attempts integer not null default 0 check (attempts >= 0),
  next_at timestamptz not null,
  last_error text,
  primary key (outbox_id, subscriber)
);
create index delivery_waiting on platform.delivery (outbox_id) where state = 'waiting';
create index delivery_parked on platform.delivery (outbox_id) where state = 'parked';
alter table platform.delivery set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
grant select, insert, update, delete on platform.delivery to okpay_app;

-- What falls due when the clock of the application passes `at`. Firing a row turns it into a job in the same transaction.
create table platform.timer (
  key text primary key check (length(key) between 1 and 300),
  at timestamptz not null,
  job text not null,
  payload jsonb not null
);
create index timer_due on platform.timer (at, key);
grant select, insert, update, delete on platform.timer to okpay_app;

-- One row per request that may be sent again: its answer is kept and given again. Committed together with the effect.
create table platform.idempotency (
  actor text not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null check (length(fingerprint) = 32),
  -- Null only inside of the transaction that is finding the answer.
  status integer,
  body text,
  created_at timestamptz not null,
  primary key (actor, route, key)
);
create index idempotency_by_age on platform.idempotency (created_at);
grant select, insert, update, delete on platform.idempotency to okpay_app;

-- Hints to browsers. `last_seq` is taken under the row's lock, so that commit order is seq order and no reader misses one.
create table platform.stream_head (
  audience text primary key check (length(audience) between 1 and 200),
  last_seq bigint not null
);
create table platform.stream_event (
  audience text not null,
  seq bigint not null,
  type text not null,
  ref text not null,
  sent_at timestamptz not null,
  primary key (audience, seq)
);
create index stream_event_by_age on platform.stream_event (sent_at);
grant select, insert, update on platform.stream_head to okpay_app;
grant select, insert, delete on platform.stream_event to okpay_app;

-- Counters of attempts, shared by all processes. Unlogged: after a crash of the server everybody starts with an empty window.
create unlogged table platform.rate_window (
  scope text not null,
  key bytea not null,
  count bigint not null,
  ends_at timestamptz not null,
  primary key (scope, key)
);
create index rate_window_by_end on platform.rate_window (ends_at);
grant select, insert, update, delete on platform.rate_window to okpay_app;

-- Processes that work on jobs and when each was last alive, so that the jobs of a killed one are taken over in seconds.
create table platform.worker (
  id text primary key,
  seen_at timestamptz not null
);
grant select, insert, update, delete on platform.worker to okpay_app;
