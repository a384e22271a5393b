-- Risk: what a former customer answered to what was asked is erased.
-- Reason: answers are not changed by anybody; when the time of conversations is over they go with them, whole and for one person.

create function risk.erase_petition_answers(customer text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update risk.petition_answer a set answer = null
    from risk.petition p where p.case_id = a.case_id and p.customer_id = customer
$$;
revoke execute on function risk.erase_petition_answers(text) from public;
grant execute on function risk.erase_petition_answers(text) to okpay_app;
