-- Risk: every desk of staff for risk leaves a look, not only the one of restrictions.
-- Reason: customers are told that somebody looked, whichever queue the look was made from; the desk itself is kept for us alone.

alter table risk.staff_look add column desk text not null default 'restrictions'
  check (desk in ('restrictions', 'reviews', 'rules', 'screening', 'petitions', 'claims'));
alter table risk.staff_look alter column desk drop default;
create index staff_look_of_staff on risk.staff_look (staff_id, customer_id, at);
