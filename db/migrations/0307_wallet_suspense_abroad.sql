-- Wallet: what the correspondent bank sends back and nobody here has sent is put aside as other money without an owner is.
-- Reason: docs/decisions/0047-conflicts-ended-by-people.md. It stands on our account there, so it stands in our books.

alter table wallet.bank_top_up
  -- With a default: an older server beside this schema does not name the column.
  add column rail text not null default 'rail:bank' check (rail in ('rail:bank', 'rail:correspondent')),
  add column message_number bigint references wallet.correspondent_message,
  alter column report_number drop not null,
  add constraint told_by_its_rail check (
    (rail = 'rail:bank') = (report_number is not null) and (rail = 'rail:correspondent') = (message_number is not null)),
  drop constraint bank_top_up_currency_booking_part_key,
  add constraint bank_top_up_once unique (rail, currency, booking, part),
  drop constraint bank_top_up_why_check,
  add constraint bank_top_up_why_check check (
    why in ('no_reference', 'unknown_reference', 'several_references', 'currency_differs', 'account_closed', 'owner_blocked', 'below_minimum',
            'over_limit', 'by_rule', 'came_back', 'returned_abroad'));
create index bank_top_up_of_message on wallet.bank_top_up (message_number) where message_number is not null;
