-- Platform: answers to keys, and outbox rows, for many requests in one call.
-- Reason: docs/decisions/0014-fast-payment.md. Payments that arrive together commit together; what they leave here is written by
-- set. Only functions that the owner registered for the ledger's attachments call these.

-- The answer to a request that was carried out at once with others is not kept as text: it is the operation's entry as it was
-- written, and made again from the records, which nobody can change.
alter table platform.idempotency add column answer_of text;
alter table platform.idempotency add constraint answer_is_text_or_of_an_operation check (answer_of is null or (status is not null and body is null));

-- Keeps answers: [{actor, route, key, fingerprint (hex), status, answerOf}]. False if a key is taken: nothing may be kept then.
create function platform.keep_answers(p_at timestamptz, p_answers jsonb[]) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare written integer;
begin
  insert into platform.idempotency (actor, route, key, fingerprint, status, answer_of, created_at)
  select a ->> 'actor', a ->> 'route', a ->> 'key', decode(a ->> 'fingerprint', 'hex'), (a ->> 'status')::integer, a ->> 'answerOf', p_at
  from unnest(p_answers) a
  on conflict do nothing;
  get diagnostics written = row_count;
  return written = cardinality(p_answers);
end $$;

-- Whether a key is still free.
create function platform.may_keep_answer(p_answer jsonb) returns boolean
language sql set search_path = pg_catalog, pg_temp as $$
  select not exists (
    select from platform.idempotency i where i.actor = p_answer ->> 'actor' and i.route = p_answer ->> 'route' and i.key = p_answer ->> 'key')
$$;

-- Tells of what happened, as `pushTo` and `publish` do for one: [{audiences, hint: {type, id}, id, event}].
create function platform.tell(p_at timestamptz, p_news jsonb[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into platform.outbox (kind, name, key, payload, occurred_at)
  select told.kind, told.name, told.key, told.payload, p_at
  from unnest(p_news) with ordinality each (news, n)
  cross join lateral (
    select 'hint' as kind, audience.name, null as key, each.news -> 'hint' as payload, audience.place
    from jsonb_array_elements_text(each.news -> 'audiences') with ordinality audience (name, place)
    union all
    select 'event', each.news -> 'event' ->> 'type', each.news ->> 'id', each.news -> 'event', 1000
  ) told
  order by each.n, told.place
$$;

revoke execute on function platform.keep_answers, platform.may_keep_answer, platform.tell from public;
