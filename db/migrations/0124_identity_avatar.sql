-- Identity: a picture that a customer chooses to be recognised by.
-- Reason: whoever pays sees a masked name; a picture that the payee chose makes a wrong payee easier to notice. It is written anew by us,
-- small, with nothing of what came with it.

create table identity.avatar (
  customer_id text collate "C" primary key references identity.customer,
  jpeg bytea not null check (octet_length(jpeg) between 1 and 32768),
  set_at timestamptz not null
);
grant select, insert, update, delete on identity.avatar to okpay_app;
