-- Risk: rules as data, the sets of them that were ever live, and what they decided.
-- Reason: docs/decisions/0019-risk-rules.md. A rule that can be changed after it has decided something explains nothing, so versions are
-- never changed, and every decision names the set it was made by. What is ordinary is kept with the operation; only hits are rows here.

create table risk.rule (
  id text collate "C" not null check (id ~ '^rul_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  version integer not null check (version > 0),
  name text not null check (char_length(name) between 1 and 80),
  outcome text not null check (outcome in ('step_up', 'hold', 'block')),
  -- What the payer is told; which fits which outcome stands in the code.
  reason text collate "C" not null check (reason ~ '^[a-z_]{1,60}$'),
  -- All of them must be true: [{fact, op, value, until}].
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array' and jsonb_array_length(conditions) between 1 and 12),
  -- What amounts in the conditions are in.
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- A member of staff, or who made the product.
  written_by text collate "C" not null check (written_by like 'stf\_%' or written_by = 'okpay'),
  written_at timestamptz not null,
  primary key (id, version)
);
grant select, insert on risk.rule to okpay_app;

-- A set is live from its time until the next one is; the highest version is live now.
create table risk.rule_set (
  version integer primary key check (version > 0),
  -- Null for the set that the product comes with.
  proposal_id text collate "C" unique references risk.proposal,
  live_from timestamptz not null,
  check (version = 1 or proposal_id is not null)
);
create table risk.rule_in_set (
  set_version integer not null references risk.rule_set,
  rule_id text collate "C" not null,
  rule_version integer not null,
  primary key (set_version, rule_id),
  foreign key (rule_id, rule_version) references risk.rule
);

-- Nobody changes what is live alone, not by any way: a set comes with a proposal that a colleague has approved.
create function risk.check_rule_set() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select from risk.proposal p where p.id = new.proposal_id and p.action = 'change_rules' and p.decision = 'approved'
  ) then
    raise exception 'nobody approved rule set %', new.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger approved before insert on risk.rule_set for each row when (new.version > 1) execute function risk.check_rule_set();
grant select, insert on risk.rule_set, risk.rule_in_set to okpay_app;

-- A decision other than to let a payment through, one row each: at the proof (the strong factor was asked for) or at the payment.
create table risk.decision (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  stage text not null check (stage in ('proof', 'payment')),
  payer_id text collate "C" not null check (payer_id like 'cus\_%'),
  payee_id text collate "C" check (payee_id like 'cus\_%'),
  operation_id text collate "C" unique,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  outcome text not null check (outcome in ('step_up', 'hold', 'block')),
  set_version integer not null references risk.rule_set,
  -- `rul_…/2`: every rule that matched, not only the one that won.
  matched text[] not null check (cardinality(matched) > 0),
  -- The facts by their place in the list of the code; null where nobody knew.
  facts jsonb not null check (jsonb_typeof(facts) = 'array'),
  check ((operation_id is not null) = (stage = 'payment'))
);
create index decision_by_time on risk.decision (at);
grant select, insert on risk.decision to okpay_app;

-- What a payment turned out to be, by who looked at it. Rules are tried against this. The last word counts, all of them are kept.
create table risk.label (
  id bigint generated always as identity primary key,
  operation_id text collate "C" not null,
  label text not null check (label in ('fraud', 'not_fraud')),
  note text not null check (char_length(note) between 1 and 500),
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  at timestamptz not null
);
create index label_of_operation on risk.label (operation_id, id desc);
grant select, insert on risk.label to okpay_app;

-- Rules are replayed on the operations of some days. A B-tree would cost every payment; a summary per range of pages will do.
create index operation_by_time on operations.operation using brin (created_at) with (pages_per_range = 32, autosummarize = on);

-- What the product comes with: few rules, and careful ones. The sum above which a strong factor is asked for stays as the operator has it;
-- all amounts of rules are in one currency.
insert into risk.rule (id, version, name, outcome, reason, conditions, currency, written_by, written_at) values
  ('rul_0000000000000000000000000A', 1, 'Large sum', 'step_up', 'large_sum',
   jsonb_build_array(jsonb_build_object('fact', 'amount', 'op', 'above', 'value', coalesce(
     (select above_minor from risk.strong_factor_rule where currency = 'CNY' order by version desc limit 1), 500000)::text)),
   'CNY', 'okpay', '2026-01-01T00:00:00Z');
insert into risk.rule (id, version, name, outcome, reason, conditions, currency, written_by, written_at) values
  ('rul_0000000000000000000000000B', 1, 'First payment to somebody', 'step_up', 'first_payment',
   '[{"fact": "first_payment", "op": "is", "value": "1"}, {"fact": "amount", "op": "above", "value": "100000"}]', 'CNY', 'okpay', '2026-01-01T00:00:00Z'),
  ('rul_0000000000000000000000000C', 1, 'Far above what is usual', 'step_up', 'unusual',
   '[{"fact": "amount", "op": "above", "value": "200000"}, {"fact": "share_of_largest", "op": "above", "value": "300"}]', 'CNY', 'okpay', '2026-01-01T00:00:00Z'),
  ('rul_0000000000000000000000000D', 1, 'New device at night', 'step_up', 'unusual',
   '[{"fact": "device_age", "op": "below", "value": "1"}, {"fact": "account_age", "op": "at_least", "value": "7"}, {"fact": "hour", "op": "between", "value": "0", "until": "6"}, {"fact": "amount", "op": "above", "value": "50000"}]', 'CNY', 'okpay', '2026-01-01T00:00:00Z');
insert into risk.rule_set (version, proposal_id, live_from) values (1, null, '2026-01-01T00:00:00Z');
insert into risk.rule_in_set (set_version, rule_id, rule_version) select 1, id, version from risk.rule;

-- Its sum is a rule like the others now.
drop table risk.strong_factor_rule;
