-- Notifications: which news a customer does not want by mail.
-- Reason: mail is chosen per kind; the message centre always tells what concerns money and protection, and what must reach somebody has
-- no row here.

create table notifications.choice (
  customer_id text not null check (customer_id like 'cus\_%'),
  topic text not null check (topic in ('payments', 'top_ups', 'conversations')),
  mail boolean not null,
  chosen_at timestamptz not null,
  primary key (customer_id, topic)
);
grant select, insert, update, delete on notifications.choice to okpay_app;
