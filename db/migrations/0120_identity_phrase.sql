-- Identity: a phrase of the customer's own that every official mail shows, and the sign-in page of a known browser.
-- Reason: who copies our mails or our page does not know it. It is kept sealed, with a key that lies outside of the database.

create table identity.phrase (
  customer_id text collate "C" primary key references identity.customer,
  box text not null check (box like 'v1.%'),
  set_at timestamptz not null
);
grant select, insert, update, delete on identity.phrase to okpay_app;
