-- Risk: rules decide about withdrawals too, and a person may look at one before it goes to the bank.
-- Reason: docs/decisions/0033-rules-about-withdrawals.md. What leaves for a bank is the last of our hands that money goes through.

alter table risk.rule drop constraint about_something;
alter table risk.rule add constraint about_something check (
  cardinality(operations) between 1 and 3 and operations <@ '{transfer,top_up,withdrawal}'::text[]);
alter table risk.decision drop constraint decision_about_check;
alter table risk.decision add constraint decision_about_check check (about in ('transfer', 'top_up', 'withdrawal'));

-- It waits in the same queue. It has no payee: the account is the payer's own.
alter table risk.review drop constraint review_operation_id_check;
alter table risk.review add constraint review_operation_id_check check (
  operation_id like 'tr\_%' or operation_id like 'tu\_%' or operation_id like 'wd\_%');
alter table risk.review drop constraint payments_have_a_payee;
alter table risk.review add constraint payments_have_a_payee check ((payee_id is not null) = (operation_id like 'tr\_%'));

insert into operations.transition (kind, from_state, event, to_state) values
  ('withdrawal', 'start', 'hold', 'in_review'),
  ('withdrawal', 'in_review', 'release', 'requested'),
  ('withdrawal', 'in_review', 'refuse', 'failed'),
  ('withdrawal', 'in_review', 'expire', 'expired'),
  ('withdrawal', 'in_review', 'cancel', 'cancelled');

-- What is looked at goes with no file, whatever its cut-off was. Once it is let go it may have missed it: then it gets the next one, and another
-- promise, which its owner is told.
-- With a default: an older server beside this schema does not name the column.
alter table wallet.withdrawal add column in_review boolean not null default false;
alter table wallet.withdrawal add constraint looked_at_before_it_goes check (not in_review or (file_id is null and money = 'held'));
drop index wallet.withdrawal_to_send;
create index withdrawal_to_send on wallet.withdrawal (currency, cut_off_at) where file_id is null and money = 'held' and not in_review;
grant update (in_review, cut_off_at, arrives_by) on wallet.withdrawal to okpay_app;

-- What else the product comes with. Written, and off, as those of before: an operator tries them on the own history and has two people switch them on.
insert into risk.rule (id, version, name, operations, outcome, reason, conditions, currency, written_by, written_at) values
  ('rul_0000000000000000000000000M', 1, 'In from many, out to a bank', '{withdrawal}', 'hold', 'review',
   '[{"fact": "payers_day", "op": "at_least", "value": "5"}, {"fact": "passed_on_share", "op": "at_least", "value": "80"}, {"fact": "amount", "op": "at_least", "value": "50000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000N', 1, 'Card money straight to a bank', '{withdrawal}', 'hold', 'review',
   '[{"fact": "card_in_minutes", "op": "below", "value": "1440"}, {"fact": "amount", "op": "at_least", "value": "100000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000P', 1, 'Large first withdrawal to a new account', '{withdrawal}', 'hold', 'review',
   '[{"fact": "first_payout", "op": "is", "value": "1"}, {"fact": "bank_account_age", "op": "below", "value": "7"}, {"fact": "amount", "op": "above", "value": "500000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000Q', 1, 'Nearly all of it at night on a new browser', '{withdrawal}', 'hold', 'review',
   '[{"fact": "balance_share", "op": "at_least", "value": "80"}, {"fact": "hour", "op": "between", "value": "0", "until": "6"}, {"fact": "device_age", "op": "below", "value": "2"}, {"fact": "amount", "op": "at_least", "value": "100000"}]',
   'CNY', 'okpay', '2026-12-01T00:00:00Z'),
  ('rul_0000000000000000000000000R', 1, 'Withdrawal after withdrawal', '{withdrawal}', 'block', 'too_many',
   '[{"fact": "payout_count_day", "op": "at_least", "value": "10"}]', 'CNY', 'okpay', '2026-12-01T00:00:00Z');
