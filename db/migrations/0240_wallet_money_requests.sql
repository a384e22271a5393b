-- Wallet: requests for money, to one person or by a link; who is not heard, and what was reported.
-- Reason: docs/decisions/0035-money-requests.md. A request moves nothing: it is paid by an ordinary payment, and by one only.

create table wallet.money_request (
  id text collate "C" primary key check (id ~ '^rq_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  asker_id text collate "C" not null check (asker_id like 'cus\_%'),
  -- Who is asked; of a link nobody, until somebody has paid it.
  payer_id text collate "C" check (payer_id like 'cus\_%'),
  -- What the link carries. It lets whoever has it pay, and see what stands in this row; nothing else.
  token text collate "C" check (token ~ '^[A-Za-z0-9_-]{22}$'),
  -- The one who is asked does not hear this asker; the asker is not told.
  is_hidden boolean not null default false,
  currency char(3) not null,
  amount_minor bigint not null check (amount_minor > 0),
  note text check (length(note) between 1 and 600),
  state text not null check (state in ('open', 'paying', 'paid', 'declined', 'cancelled', 'expired')),
  -- The payment that pays it: held for a look at it, or done.
  transfer_id text collate "C" check (transfer_id like 'tr\_%'),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  reminded_at timestamptz,
  ended_at timestamptz,
  check (payer_id <> asker_id),
  check (payer_id is not null or token is not null),
  constraint request_paid_by_a_payment check (state not in ('paid', 'paying') or (transfer_id is not null and payer_id is not null)),
  constraint request_open_has_no_payment check (state <> 'open' or transfer_id is null),
  constraint request_ended_has_an_end check ((state in ('open', 'paying')) = (ended_at is null))
);
create unique index money_request_by_token on wallet.money_request (token) where token is not null;
create unique index money_request_by_transfer on wallet.money_request (transfer_id) where transfer_id is not null;
create index money_request_asked on wallet.money_request (asker_id, id desc);
create index money_request_owed on wallet.money_request (payer_id, id desc) where payer_id is not null and not is_hidden;
create index money_request_open_to on wallet.money_request (asker_id, payer_id) where state = 'open';

-- Every legal move; the same rows stand in server/wallet/money-request/money-request.ts, and a test compares them.
create table wallet.money_request_transition (
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key (from_state, event)
);
insert into wallet.money_request_transition (from_state, event, to_state) values
  ('open', 'pay', 'paid'),
  ('open', 'hold', 'paying'),
  ('open', 'decline', 'declined'),
  ('open', 'cancel', 'cancelled'),
  ('open', 'expire', 'expired'),
  ('paying', 'pay', 'paid'),
  ('paying', 'give_back', 'open'),
  ('paying', 'cancel', 'cancelled'),
  ('paying', 'expire', 'expired'),
  ('cancelled', 'pay', 'paid'),
  ('expired', 'pay', 'paid');
grant select on wallet.money_request_transition to okpay_app;

create function wallet.money_request_moves() returns trigger language plpgsql as $$
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
end $$;
create trigger money_request_moves before update on wallet.money_request for each row execute function wallet.money_request_moves();

grant select, insert on wallet.money_request to okpay_app;
grant update (payer_id, state, transfer_id, reminded_at, ended_at, note) on wallet.money_request to okpay_app;

-- Whose requests somebody does not want to get any more, by the request that was the last straw.
create table wallet.blocked_asker (
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  asker_id text collate "C" not null check (asker_id like 'cus\_%'),
  request_id text collate "C" not null references wallet.money_request,
  created_at timestamptz not null,
  primary key (customer_id, asker_id),
  check (customer_id <> asker_id)
);
grant select, insert, delete on wallet.blocked_asker to okpay_app;

-- Requests that somebody has reported, once each.
create table wallet.request_report (
  request_id text collate "C" primary key references wallet.money_request,
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  asker_id text collate "C" not null check (asker_id like 'cus\_%'),
  ground text not null check (ground in ('not_known', 'not_owed', 'pretends', 'threatens')),
  created_at timestamptz not null
);
create index request_report_of on wallet.request_report (asker_id, created_at);
grant select, insert on wallet.request_report to okpay_app;

-- A reference to a payee may be good for one request only: this sum, once.
alter table wallet.payee_reference add column request_id text collate "C" references wallet.money_request;
create index payee_reference_of_request on wallet.payee_reference (request_id) where request_id is not null;
