-- Platform: answers to keys, and outbox rows, for many requests in one call.
-- Reason: docs/decisions/0014-fast-payment.md. Payments that arrive together commit together; what they leave here is written by
-- set. Only functions that the owner registered for the ledger's attachments call these. Their parameters are columns: element n of
-- each belongs to request n.

-- The answer to a request that was carried out at once with others is not kept as text: it is the operation's entry as it was
-- written, and made again from the records, which nobody can change.
alter table platform.idempotency add column answer_of text;
alter table platform.idempotency add constraint answer_is_text_or_of_an_operation check (answer_of is null or (status is not null and body is null));

-- Keys are forgotten by age once a day; every request would pay for an index that only this reads. A summary per range of pages will do.
drop index platform.idempotency_by_age;
create index idempotency_by_age on platform.idempotency using brin (created_at) with (pages_per_range = 32, autosummarize = on);

-- Keeps answers that are operations' entries. False if a key is taken: nothing may be kept then.
create function platform.keep_answers(
  p_at timestamptz, p_actor text[], p_route text[], p_key text[], p_fingerprint bytea[], p_status integer[], p_answer_of text[]
) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare written integer;
begin
  insert into platform.idempotency (actor, route, key, fingerprint, status, answer_of, created_at)
  select a.actor, a.route, a.key, a.fingerprint, a.status, a.answer_of, p_at
  from unnest(p_actor, p_route, p_key, p_fingerprint, p_status, p_answer_of) a (actor, route, key, fingerprint, status, answer_of)
  on conflict do nothing;
  get diagnostics written = row_count;
  return written = cardinality(p_key);
end $$;

-- Whether a key is still free.
create function platform.may_keep_answer(p_actor text, p_route text, p_key text) returns boolean
language sql set search_path = pg_catalog, pg_temp as $$
  select not exists (select from platform.idempotency i where i.actor = p_actor and i.route = p_route and i.key = p_key)
$$;

-- Tells of what happened to many at once, as `pushAll` and `publish` do for one: to each a hint to some audiences, then an event. It is one row
-- until it is routed: a row each, found by two indexes, would cost more than the rest of telling, and so would writing each event out.
-- p_cells stand column after column: the events' ids, then each field that p_reading names: {fields: names of what an event has beside its
-- type, audiences: [[prefix, field]…], hint: {type, id: field}}.
create function platform.tell(p_at timestamptz, p_event_type text, p_reading jsonb, p_count integer, p_cells text[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into platform.outbox (kind, name, payload, cells, size, occurred_at)
  values ('bundle', p_event_type, p_reading, p_cells, p_count, p_at)
$$;

revoke execute on function platform.keep_answers, platform.may_keep_answer, platform.tell from public;
