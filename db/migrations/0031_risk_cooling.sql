-- Risk: capabilities that wait after the protection of an account has changed.
-- Reason: whoever takes an account over changes its protection first and pays out next. For a day the owner can still act.

create table risk.cooling (
  id bigint generated always as identity primary key,
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  capability text not null check (capability in ('withdraw')),
  reason text not null check (reason in ('password_reset', 'contact_changed', 'unfrozen')),
  since timestamptz not null,
  until timestamptz not null check (until > since)
);
create index cooling_of_customer on risk.cooling (customer_id, until);
grant select, insert on risk.cooling to okpay_app;
