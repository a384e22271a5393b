-- Risk: what a screening kept of somebody whose account was closed goes when the law does not want it any more.
-- Reason: a name beside an entry of a sanctions list is the worst thing to keep without need. Five years after the end of the relationship for
-- what was cleared or never decided (FATF R.11; AMLD art. 40). What two people confirmed is a record about a listed person, which some laws
-- want for ten years (31 CFR 501.601).

alter table identity.retention_rule
  drop constraint retention_rule_what_check,
  add constraint retention_rule_what_check check (what in
    ('addresses', 'security_events', 'messages', 'conversations', 'closure_record', 'screening', 'screening_confirmed'));
insert into identity.retention_rule (what, days, ground) values
  ('screening', 1825, 'anti-money-laundering: what was compared, five years after the end of the relationship'),
  ('screening_confirmed', 3650, 'sanctions: records about a listed person, ten years');

-- A proposal that was decided stays as it is, but for its words, which are emptied with what they were about.
create or replace function risk.refuse_second_decision() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.reason = '-' and new.decision_reason is null
     and to_jsonb(new) - 'reason' - 'decision_reason' = to_jsonb(old) - 'reason' - 'decision_reason' then
    return new;
  end if;
  raise exception 'proposal % was decided already', old.id using errcode = 'restrict_violation';
end $$;

create function risk.erase_screening(customer text, is_confirmed boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update risk.proposal p set reason = '-', decision_reason = null
    from risk.screening_match m
   where m.customer_id = customer and (m.state = 'confirmed') = is_confirmed and p.action = 'decide_screening' and p.subject = m.id;
  delete from risk.screening_match m where m.customer_id = customer and (m.state = 'confirmed') = is_confirmed;
  -- The note of the restriction says who was found; as long as something is confirmed it is a part of that.
  if not exists (select from risk.screening_match m where m.customer_id = customer) then
    update risk.account_restriction set note = '' where customer_id = customer and reason = 'sanctions_review' and note <> '';
  end if;
end $$;
revoke execute on function risk.erase_screening(text, boolean) from public;
grant execute on function risk.erase_screening(text, boolean) to okpay_app;
