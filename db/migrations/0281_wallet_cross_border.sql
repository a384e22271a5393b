-- Wallet: transfers to accounts abroad, what the correspondent bank said of them, and requests to have them back.
-- Reason: docs/decisions/0040-money-across-borders.md. State and story stand in operations; here is what was asked of the bank and where the money is.

-- Eight is left free: another road is built beside this one.
insert into ledger.operation_kind values (9, 'xb');
-- What a transfer that came back has gained or lost since: its owner gets it at the rate that it went with.
insert into ledger.account_kind values ('fx_result', 'credit', false, '^system$');

alter table operations.operation
  drop constraint operation_id_check,
  add constraint operation_id_check check (id ~ '^(tu|tr|cb|rc|fx|wd|bt|xb)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  drop constraint operation_kind_check,
  add constraint operation_kind_check
    check (kind in ('top_up', 'transfer', 'chargeback', 'recall', 'exchange', 'withdrawal', 'bank_top_up', 'cross_border')),
  drop constraint waiting_has_an_actor,
  add constraint waiting_has_an_actor check (
    state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review', 'refunding', 'requested', 'in_batch', 'sent', 'accepted',
      'put_aside', 'sending_back', 'awaiting_pickup', 'processing', 'with_correspondent', 'unconfirmed')
    or (due_at is not null and next_actor is not null and reason_code is not null));

insert into operations.transition (kind, from_state, event, to_state) values
  ('cross_border', 'start', 'request', 'processing'),
  ('cross_border', 'start', 'hold', 'in_review'),
  ('cross_border', 'start', 'refuse', 'failed'),
  ('cross_border', 'in_review', 'release', 'processing'),
  ('cross_border', 'in_review', 'refuse', 'failed'),
  ('cross_border', 'in_review', 'expire', 'expired'),
  ('cross_border', 'in_review', 'cancel', 'cancelled'),
  ('cross_border', 'processing', 'send', 'sent'),
  ('cross_border', 'processing', 'reject', 'rejected'),
  ('cross_border', 'processing', 'lose', 'checking'),
  ('cross_border', 'processing', 'mismatch', 'conflict'),
  ('cross_border', 'processing', 'cancel', 'cancelled'),
  ('cross_border', 'checking', 'send', 'sent'),
  ('cross_border', 'checking', 'reject', 'rejected'),
  ('cross_border', 'checking', 'mismatch', 'conflict'),
  ('cross_border', 'checking', 'give_up', 'conflict'),
  ('cross_border', 'sent', 'advance', 'with_correspondent'),
  ('cross_border', 'sent', 'deliver', 'delivered'),
  ('cross_border', 'sent', 'return', 'returned'),
  ('cross_border', 'sent', 'overdue', 'unconfirmed'),
  ('cross_border', 'sent', 'mismatch', 'conflict'),
  ('cross_border', 'with_correspondent', 'advance', 'with_correspondent'),
  ('cross_border', 'with_correspondent', 'deliver', 'delivered'),
  ('cross_border', 'with_correspondent', 'return', 'returned'),
  ('cross_border', 'with_correspondent', 'overdue', 'unconfirmed'),
  ('cross_border', 'with_correspondent', 'mismatch', 'conflict'),
  ('cross_border', 'unconfirmed', 'advance', 'with_correspondent'),
  ('cross_border', 'unconfirmed', 'deliver', 'delivered'),
  ('cross_border', 'unconfirmed', 'return', 'returned'),
  ('cross_border', 'unconfirmed', 'mismatch', 'conflict'),
  ('cross_border', 'unconfirmed', 'give_up', 'conflict'),
  ('cross_border', 'conflict', 'send', 'sent'),
  ('cross_border', 'conflict', 'deliver', 'delivered'),
  ('cross_border', 'conflict', 'return', 'returned'),
  ('cross_border', 'conflict', 'reject', 'rejected'),
  ('cross_border', 'delivered', 'return', 'returned'),
  ('cross_border', 'delivered', 'contradict', 'conflict'),
  ('cross_border', 'returned', 'contradict', 'conflict'),
  ('cross_border', 'rejected', 'contradict', 'conflict');

alter table risk.review
  drop constraint review_operation_id_check,
  add constraint review_operation_id_check check (
    operation_id like 'tr\_%' or operation_id like 'tu\_%' or operation_id like 'wd\_%' or operation_id like 'xb\_%'),
  -- Whom on which list the payee's name is like, as it was then; null where no list has a part in it. It is told to staff who decide, and to nobody else.
  add column listed jsonb check (jsonb_typeof(listed) = 'array');

-- What a transfer costs by the currency that it is paid from. Both fees come off the balance beside what is exchanged.
create table wallet.cross_border_tariff (
  currency char(3) not null,
  version integer not null check (version > 0),
  fee_basis_points integer not null check (fee_basis_points between 0 and 1000),
  fee_min_minor bigint not null check (fee_min_minor >= 0),
  -- What the correspondent bank takes for each payment.
  correspondent_fee_minor bigint not null check (correspondent_fee_minor >= 0),
  -- Least that can leave the balance.
  total_min_minor bigint not null check (total_min_minor > 0),
  -- Above it a strong factor is needed; whoever has one is always asked for it.
  factor_above_minor bigint not null check (factor_above_minor >= 0),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.cross_border_tariff to okpay_app;
insert into wallet.cross_border_tariff
  (currency, version, fee_basis_points, fee_min_minor, correspondent_fee_minor, total_min_minor, factor_above_minor, valid_from) values
  ('CNY', 1, 40, 1000, 1500, 10000, 500000, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 40,  100,  200,  1000,  60000, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 40,  100,  150,  1000,  50000, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 40, 1000, 1500, 10000, 500000, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 40,  150,  300,  1500, 100000, '2026-01-01T00:00:00Z'),
  ('USD', 1, 40,  100,  200,  1000,  70000, '2026-01-01T00:00:00Z');

-- By the currency that the account gets: the mark-up on the reference rate, and when banks promise it there. Money of the same currency is not exchanged.
create table wallet.cross_border_corridor (
  currency char(3) not null,
  version integer not null check (version > 0),
  markup_basis_points integer not null check (markup_basis_points between 0 and 1000),
  cut_off text not null check (cut_off ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  time_zone text not null,
  calendar text not null check (calendar in ('cn', 'target', 'gb', 'us', 'hk', 'jp')),
  arrives_after_days_min integer not null check (arrives_after_days_min between 0 and 10),
  arrives_after_days_max integer not null check (arrives_after_days_max between arrives_after_days_min and 10),
  valid_from timestamptz not null,
  primary key (currency, version)
);
grant select on wallet.cross_border_corridor to okpay_app;
insert into wallet.cross_border_corridor
  (currency, version, markup_basis_points, cut_off, time_zone, calendar, arrives_after_days_min, arrives_after_days_max, valid_from) values
  ('CNY', 1, 40, '15:00', 'Asia/Shanghai',    'cn',     1, 2, '2026-01-01T00:00:00Z'),
  ('EUR', 1, 40, '14:00', 'Europe/Berlin',    'target', 0, 1, '2026-01-01T00:00:00Z'),
  ('GBP', 1, 40, '15:00', 'Europe/London',    'gb',     0, 1, '2026-01-01T00:00:00Z'),
  ('HKD', 1, 40, '15:00', 'Asia/Hong_Kong',   'hk',     1, 2, '2026-01-01T00:00:00Z'),
  ('JPY', 1, 40, '14:00', 'Asia/Tokyo',       'jp',     1, 3, '2026-01-01T00:00:00Z'),
  ('USD', 1, 40, '16:00', 'America/New_York', 'us',     1, 3, '2026-01-01T00:00:00Z');

create table wallet.cross_border (
  id text collate "C" primary key check (id ~ '^xb_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  quote_id text collate "C" not null check (quote_id like 'qt\_%'),
  beneficiary_id text collate "C" not null references wallet.beneficiary,
  country char(2) not null,
  -- The parts that the ledger carries, one line each. What is converted and both fees leave the balance.
  give_currency char(3) not null,
  converted_minor bigint not null check (converted_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  correspondent_fee_minor bigint not null check (correspondent_fee_minor >= 0),
  get_currency char(3) not null,
  get_minor bigint not null check (get_minor > 0),
  spread_minor bigint not null check (spread_minor >= 0),
  rounding_minor bigint not null check (rounding_minor >= 0),
  rate text not null,
  purpose text not null check (purpose ~ '^[A-Z]{4}$'),
  purpose_text text check (length(purpose_text) between 1 and 140),
  -- Unique end-to-end reference, by which all banks on the way know it.
  uetr uuid not null unique,
  -- What it counts as against the limits, and of which day; given back when it does not happen.
  usage_day date not null,
  usage_minor bigint not null check (usage_minor >= 0),
  usage_currency char(3) not null,
  goes_at timestamptz not null,
  arrives_from timestamptz not null,
  arrives_by timestamptz not null,
  in_review boolean not null,
  -- Where the money is: nowhere (it was refused), held in the wallet, out with banks, back in the wallet.
  money text not null check (money in ('none', 'held', 'out', 'back')),
  -- When the message was made that goes to the correspondent; from then on it cannot be cancelled.
  made_at timestamptz,
  digest bytea check (length(digest) = 32),
  asks integer not null default 0 check (asks >= 0),
  created_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  ended_at timestamptz,
  recall text check (recall in ('made', 'asked', 'accepted', 'refused')),
  recall_ground text check (recall_ground ~ '^[A-Z0-9]{4}$'),
  recall_at timestamptz,
  recall_asks integer not null default 0 check (recall_asks >= 0),
  check (arrives_by >= arrives_from and arrives_from > goes_at),
  constraint looked_at_before_it_goes_abroad check (not in_review or (money = 'held' and made_at is null)),
  constraint what_is_out_was_sent check ((money = 'out') <= (sent_at is not null)),
  constraint what_was_made_has_a_digest check ((made_at is null) = (digest is null)),
  constraint recalled_after_it_was_sent check (recall is null or (sent_at is not null and recall_ground is not null and recall_at is not null))
);
create unique index cross_border_by_quote on wallet.cross_border (quote_id) where money <> 'none';
create index cross_border_of_customer on wallet.cross_border (customer_id, created_at desc);
create index cross_border_held on wallet.cross_border (customer_id) where money = 'held';
create index cross_border_to_beneficiary on wallet.cross_border (beneficiary_id);
create index cross_border_delivered on wallet.cross_border (country, get_currency, delivered_at desc) where delivered_at is not null;
grant select, insert on wallet.cross_border to okpay_app;
grant update (in_review, goes_at, arrives_from, arrives_by, money, made_at, digest, asks, sent_at, delivered_at, ended_at, recall, recall_ground, recall_at,
  recall_asks) on wallet.cross_border to okpay_app;

-- Money is in one place: it goes out from where it was held, and comes back once.
create function wallet.cross_border_moves_forward() returns trigger language plpgsql as $$
begin
  if new.money <> old.money and (old.money, new.money) not in (('held', 'out'), ('held', 'back'), ('out', 'back')) then
    raise exception 'money of % goes from % to nowhere but on', old.id, old.money;
  end if;
  return new;
end $$;
create trigger cross_border_moves_forward before update of money on wallet.cross_border
  for each row execute function wallet.cross_border_moves_forward();

-- What the correspondent bank sent, each taken once. A message that says what another has said is taken and does nothing.
create table wallet.correspondent_message (
  number bigint primary key check (number > 0),
  message text not null,
  digest bytea not null check (length(digest) = 32),
  outcome text not null check (outcome in ('taken', 'repeated', 'refused')),
  fault text,
  taken_at timestamptz not null,
  check ((outcome = 'refused') = (fault is not null))
);
create unique index correspondent_message_once on wallet.correspondent_message (digest) where outcome = 'taken';
grant select, insert on wallet.correspondent_message to okpay_app;
-- What it says could not be acted on: it can be sent again, as one that was refused.
grant update (outcome, fault) on wallet.correspondent_message to okpay_app;

-- Money that came back from the correspondent, by the bank's own reference of it. Every bank on the way counts for itself: two payments may come
-- back under the same one.
create table wallet.correspondent_return (
  reference text collate "C" not null check (length(reference) between 1 and 200),
  cross_border_id text collate "C" not null references wallet.cross_border,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  code text not null,
  message_number bigint not null references wallet.correspondent_message,
  taken_at timestamptz not null,
  primary key (cross_border_id, reference)
);
grant select, insert on wallet.correspondent_return to okpay_app;

-- Money that leaves for abroad leaves for a bank: rules that count payouts count it too.
create or replace function operations.activity_before(
  p_days integer, p_rows integer,
  p_customer text[], p_before timestamptz[], p_amount bigint[], p_currency text[], p_others boolean[], p_deep boolean[],
  p_device_customer text[], p_device_mark text[], p_device_before timestamptz[], p_device_n integer[]
) returns table (
  n integer, currency text, is_total boolean, sent_hour integer, sent_day integer, sent_day_minor bigint, largest_minor bigint,
  received_hour_minor bigint, received_day_minor bigint, top_ups_day integer, topped_up_day_minor bigint, top_ups_failed_day integer,
  payees_day integer, payers_day integer, payouts_day integer, paid_out_day_minor bigint, card_in_at timestamptz
)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;
