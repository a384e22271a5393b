-- Risk: what was asked for at a proof and never became a payment is forgotten after half a year.
-- Reason: decisions about payments are part of their records; a proof that came to nothing is only somebody's habit.

create function risk.keep_decisions_of_payments() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'decision % belongs to a payment', old.id using errcode = 'restrict_violation';
end $$;
create trigger payments_are_kept before delete on risk.decision for each row when (old.stage = 'payment')
  execute function risk.keep_decisions_of_payments();
grant delete on risk.decision to okpay_app;
