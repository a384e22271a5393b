-- Notifications: the message centre, and every mail and text message that was sent, tried or left out.
-- Reason: what we told a person, when, by which way and with what outcome can be shown afterwards; nothing is told twice.

create schema notifications;
grant usage on schema notifications to okpay_app;

-- A row of the message centre. It holds what happened and its facts; the words are made when it is read, in the reader's language.
create table notifications.notice (
  id text primary key check (id ~ '^ntf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text not null check (customer_id like 'cus\_%'),
  kind text not null check (length(kind) between 1 and 60),
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  -- The entry or case it is about.
  subject_id text,
  event_id text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  -- One event is one row for one person, however often it is handed over.
  unique (event_id, customer_id, kind)
);
create index notice_of_customer on notifications.notice (customer_id, created_at desc, id desc);
create index notice_unread on notifications.notice (customer_id) where read_at is null;
grant select, insert on notifications.notice to okpay_app;
grant update (read_at) on notifications.notice to okpay_app;

-- One mail or text message to one person. Address and words are not kept: they are looked up and made when it is sent.
create table notifications.delivery (
  id text primary key check (id ~ '^ntf_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text not null check (customer_id like 'cus\_%'),
  channel text not null check (channel in ('mail', 'sms')),
  template text not null check (length(template) between 1 and 60),
  subject_id text,
  event_id text not null,
  -- waiting: to be sent; sent: the provider took it; skipped: there was nothing to tell any more; refused: for ever; given_up: tried for two days.
  state text not null check (state in ('waiting', 'sent', 'skipped', 'refused', 'given_up')),
  attempts integer not null default 0 check (attempts >= 0),
  -- What the provider answered last: a status or a code, never an address or a text.
  provider_answer text check (length(provider_answer) <= 200),
  locale text check (locale in ('en', 'zh-CN')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (event_id, customer_id, channel, template)
);
create index delivery_waiting on notifications.delivery (customer_id, template, subject_id) where state = 'waiting';
create index delivery_of_customer on notifications.delivery (customer_id, created_at desc);
grant select, insert on notifications.delivery to okpay_app;
grant update (state, attempts, provider_answer, locale, updated_at) on notifications.delivery to okpay_app;
