-- The sandbox clock: how far the installation's time stands ahead of the machine's.
-- Reason: all processes of a sandbox live at the same moved hour, also after a restart. Live wiring never reads it.
create table platform.sandbox_clock (
  only_row boolean primary key default true check (only_row),
  ahead_seconds bigint not null default 0 check (ahead_seconds >= 0)
);
insert into platform.sandbox_clock default values;
grant select, update on platform.sandbox_clock to okpay_app;
