-- Identity: what is kept of a closed account and how long, and the record of what was erased.
-- Reason: data goes when its time is over, by a job and not by a promise. The times are data; the privacy notice says the same, which a
-- test holds. Ledger and history keep ids and amounts, so no chain of hashes is touched.

create table identity.retention_rule (
  what text primary key check (what in ('addresses', 'security_events', 'messages', 'conversations', 'closure_record')),
  -- Days after the account was closed.
  days integer not null check (days > 0),
  -- Why it is kept so long.
  ground text not null check (length(ground) between 1 and 200)
);
grant select on identity.retention_rule to okpay_app;
insert into identity.retention_rule (what, days, ground) values
  ('security_events', 365, 'to answer who had access, as long as a dispute about it can still be opened'),
  ('messages', 365, 'to show what was told to the customer and when'),
  ('conversations', 1095, 'claims from the contract; the usual limitation of three years'),
  ('addresses', 1825, 'anti-money-laundering: identity five years after the end of the relationship'),
  ('closure_record', 3650, 'so that a former customer can ask for it; it holds no name and no address');

-- What was erased of whom, when. It holds the id alone.
create table identity.erasure (
  customer_id text collate "C" not null references identity.customer,
  what text not null references identity.retention_rule,
  erased_at timestamptz not null,
  primary key (customer_id, what)
);
grant select, insert on identity.erasure to okpay_app;

-- Those whose time is over are found without reading everybody.
create index closing_closed on identity.closing (ended_at) where state = 'closed';

grant delete on notifications.notice, notifications.delivery to okpay_app;

-- What was said is not changed by anybody; this empties it, whole and for one person, and is the one thing that may.
create function cases.erase_conversations(customer text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update cases.message m set body = '', facts = '{}'::jsonb
    from cases."case" c where c.id = m.case_id and c.customer_id = customer;
  update cases.evidence e set entry = null
    from cases."case" c where c.id = e.case_id and c.customer_id = customer;
end $$;
revoke execute on function cases.erase_conversations(text) from public;
grant execute on function cases.erase_conversations(text) to okpay_app;
