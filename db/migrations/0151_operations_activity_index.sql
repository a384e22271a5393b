-- Operations: the history of a person holds what rules ask of it, so that a hundred movements are few pages.
-- Reason: docs/decisions/0024-rules-about-top-ups.md. One index in the place of another: a payment writes as many as before, somewhat wider.

create index participant_activity on operations.participant (customer_id, created_at desc, operation_id desc)
  include (kind, state, direction, amount_minor, currency);
drop index operations.participant_history;

-- Pages that nobody has looked at since they were written are read one by one. Rows are only added here, so this is how often the map of
-- pages that need no look is brought up to date: every two per cent, not every twenty.
alter table operations.participant set (autovacuum_vacuum_insert_scale_factor = 0.02);
