-- Identity: the operator's switch that stops all text messages.
-- Reason: whoever makes us send thousands of them to numbers of their own earns on each; the budgets per account, number and network bound
-- it, and the switch ends it at once, in every process, while mail goes on.

create table identity.stopped_channel (
  channel text primary key check (channel = 'sms'),
  stopped_at timestamptz not null
);
grant select, insert, delete on identity.stopped_channel to okpay_app;
