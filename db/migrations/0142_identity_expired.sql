-- Identity: paying pauses when a document has ended and was not renewed for a time, and goes on by itself once a newer one was approved.
-- Reason: the tier falls on the day; that alone lets somebody be known by an expired document for ever.

-- Days after the end of what was proven; null: never. Source of the 90 days: what banks grant under the rules of the People's Bank of China on
-- knowing customers (Order 2007 No. 2, art. 19: “a reasonable time”).
alter table identity.tier_rule add column restrict_after_days integer check (restrict_after_days > 0);
update identity.tier_rule set restrict_after_days = 90 where tier = 'T2';

-- When paying was paused for it: once, whatever people decide about it afterwards.
alter table identity.proof add column restricted_at timestamptz;
grant update (restricted_at) on identity.proof to okpay_app;
create index proof_ended on identity.proof (valid_until) where state = 'approved' and past_at is not null and restricted_at is null;
