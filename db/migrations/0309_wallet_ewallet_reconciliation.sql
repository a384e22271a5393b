-- Wallet: the e-wallet's days stand beside our books too, and a report that is refused is on record with its line and reason.
-- Reason: docs/decisions/0038-reconciliation.md, 0046-top-up-from-another-e-wallet.md.

alter table wallet.rail_statement
  drop constraint rail_statement_rail_check,
  add constraint rail_statement_rail_check check (rail in ('rail:bank', 'rail:card', 'rail:ewallet'));
alter table wallet.rail_item
  drop constraint rail_item_rail_check,
  add constraint rail_item_rail_check check (rail in ('rail:bank', 'rail:card', 'rail:ewallet'));

-- Nothing of such a report is taken. It counts until the provider tells the day as it was.
create table wallet.rail_report_refusal (
  rail text not null check (rail in ('rail:card', 'rail:ewallet')),
  currency char(3) not null,
  day date not null,
  -- From one on; 0 is the head.
  line integer not null check (line >= 0),
  fault text not null check (
    fault in ('unreadable', 'cut_off', 'told_twice', 'told_before', 'other_currency', 'too_long', 'does_not_add_up')),
  -- When it was met first and last: the provider is asked again and again.
  refused_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (rail, currency, day, line, fault),
  check (seen_at >= refused_at)
);
grant select, insert on wallet.rail_report_refusal to okpay_app;
grant update (seen_at) on wallet.rail_report_refusal to okpay_app;
