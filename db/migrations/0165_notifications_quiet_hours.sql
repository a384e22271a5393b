-- Notifications: hours in which a customer wants no mail that can wait.
-- Reason: a payment that came in at three at night is read at breakfast all the same. Minutes of the day in the zone of the customer's
-- profile; from later than to means over midnight. What protects the account and what takes money out never waits.

create table notifications.quiet_hours (
  customer_id text collate "C" primary key check (customer_id like 'cus\_%'),
  from_minute smallint not null check (from_minute between 0 and 1439),
  to_minute smallint not null check (to_minute between 0 and 1439),
  set_at timestamptz not null,
  check (from_minute <> to_minute)
);
grant select, insert, update, delete on notifications.quiet_hours to okpay_app;
