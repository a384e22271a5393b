-- Identity: what staff proposes to give access back stands where everything stands that one proposes and another one approves.
-- Reason: four eyes had two tables and two codes; a rule that is kept in two places is kept in one of them. `risk.proposal` holds the two
-- people, the once and the unchanged parameters; what was restored, and when, is kept with the request.

alter table identity.access_request add column restored_at timestamptz;
grant update (restored_at) on identity.access_request to okpay_app;
update identity.access_request r set restored_at = p.decided_at
  from identity.access_proposal p where p.case_id = r.case_id and p.decision = 'approved';

-- An id of the old table becomes one of the new by its digits, which no new id can have.
insert into risk.proposal (id, action, subject, parameters, reason, proposed_by, proposed_at, expires_at, decision, decided_by, decision_reason, decided_at)
select 'prop_' || lpad(p.id::text, 26, '0'), 'restore_access', p.case_id,
       jsonb_build_object('check', p.check_id::text, 'resetsSecondFactors', p.resets_second_factors, 'liftsPauses', p.lifts_pauses,
                          'restoresAddresses', p.restores_addresses),
       'identity check ' || p.check_id, p.proposed_by, p.proposed_at, p.proposed_at + interval '24 hours',
       case p.decision when 'refused' then 'rejected' when 'lapsed' then 'expired' else p.decision end,
       p.decided_by, nullif(left(p.decision_note, 500), ''), p.decided_at
  from identity.access_proposal p;

drop table identity.access_proposal;
drop function identity.refuse_second_decision;
