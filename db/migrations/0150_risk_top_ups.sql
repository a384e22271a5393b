-- Risk: rules name the operations that they are about, and decide about top-ups too.
-- Reason: docs/decisions/0019-risk-rules.md. Money that comes by a stolen card is stopped best before it moves on; what the card was
-- charged for already is credited and held, never lost, and goes back to the card if nobody says yes to it.

-- All rules of before are about payments.
alter table risk.rule add column operations text[] not null default '{transfer}';
alter table risk.rule alter column operations drop default;
alter table risk.rule add constraint about_something check (
  cardinality(operations) between 1 and 2 and operations <@ '{transfer,top_up}'::text[]);

alter table risk.decision add column about text not null default 'transfer' check (about in ('transfer', 'top_up'));
alter table risk.decision alter column about drop default;
-- What amounts among the facts are in: the base currency. Null for those of before, which were in the currency of their rules.
alter table risk.decision add column counted_in char(3);
alter table risk.decision add constraint top_ups_pay_nobody check (about = 'transfer' or payee_id is null);

-- A held top-up waits in the same queue. It has no payee, and its payer is whose card it is.
alter table risk.review drop constraint review_operation_id_check;
alter table risk.review add constraint review_operation_id_check check (operation_id like 'tr\_%' or operation_id like 'tu\_%');
alter table risk.review alter column payee_id drop not null;
alter table risk.review add constraint payments_have_a_payee check ((payee_id is null) = (operation_id like 'tu\_%'));

insert into operations.transition (kind, from_state, event, to_state) values
  ('top_up', 'created', 'hold', 'in_review'),
  ('top_up', 'awaiting_challenge', 'hold', 'in_review'),
  ('top_up', 'checking', 'hold', 'in_review'),
  ('top_up', 'conflict', 'hold', 'in_review'),
  ('top_up', 'in_review', 'release', 'settled'),
  ('top_up', 'in_review', 'refuse', 'refunding'),
  ('top_up', 'in_review', 'expire', 'refunding'),
  ('top_up', 'in_review', 'charge_back', 'charged_back'),
  ('top_up', 'refunding', 'refund', 'refunded');
alter table operations.operation drop constraint waiting_has_an_actor;
alter table operations.operation add constraint waiting_has_an_actor check (
  state not in ('awaiting_challenge', 'checking', 'conflict', 'owed', 'in_review', 'refunding')
  or (due_at is not null and next_actor is not null and reason_code is not null));
alter table operations.operation drop constraint failed_has_a_reason;
alter table operations.operation add constraint failed_has_a_reason check (
  state not in ('failed', 'expired', 'charged_back', 'cancelled', 'refunding', 'refunded') or reason_code is not null);

-- Decided before the card is charged, and acted on when the money comes, which may be days later: then all of it is held.
alter table wallet.top_up add column needs_review boolean not null default false;
alter table wallet.top_up drop constraint top_up_check4;
alter table wallet.top_up add constraint held_is_delayed_or_looked_at check (
  held_minor between 0 and case when needs_review then amount_minor else amount_minor - at_once_minor end);

-- What else the product comes with. Written, and off: they hold or ask honest people too, so an operator tries them on the own history
-- and has two people switch them on.
insert into risk.rule (id, version, name, operations, outcome, reason, conditions, currency, written_by, written_at) values
  ('rul_0000000000000000000000000F', 1, 'Card money straight on', '{transfer}', 'hold', 'review',
   '[{"fact": "card_in_minutes", "op": "below", "value": "30"}, {"fact": "amount", "op": "at_least", "value": "100000"}, {"fact": "first_payment", "op": "is", "value": "1"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000G', 1, 'Many to a new account, then out', '{transfer}', 'hold', 'review',
   '[{"fact": "account_age", "op": "below", "value": "30"}, {"fact": "payers_day", "op": "at_least", "value": "5"}, {"fact": "passed_on_share", "op": "at_least", "value": "80"}, {"fact": "amount", "op": "at_least", "value": "50000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000H', 1, 'Many people on one browser', '{transfer,top_up}', 'step_up', 'unusual',
   '[{"fact": "device_customers_day", "op": "at_least", "value": "4"}, {"fact": "amount", "op": "at_least", "value": "50000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000J', 1, 'Card after card is tried', '{top_up}', 'block', 'too_many',
   '[{"fact": "top_ups_failed_day", "op": "at_least", "value": "5"}]', 'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000K', 1, 'Large first top-up on a new browser', '{top_up}', 'hold', 'review',
   '[{"fact": "first_top_up", "op": "is", "value": "1"}, {"fact": "device_age", "op": "below", "value": "1"}, {"fact": "amount", "op": "above", "value": "300000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z');

-- A proof of presence for a top-up is good for one quote and one card, which its `payee` names together.
alter table identity.step_up drop constraint step_up_action_check;
alter table identity.step_up add constraint step_up_action_check check (action in ('transfer', 'top_up'));
