-- Identity: who tried to get in.
-- Reason: a wrong password, a factor that was refused, a try during a pause are kept for their owner beside what succeeded, so that
-- somebody else at the door is seen. They say who was where, so they are forgotten after half a year.

create index security_event_tries on identity.security_event (customer_id, at)
  where kind in ('password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused');
create index security_event_sign_ins_by_age on identity.security_event (at)
  where kind in ('signed_in', 'signed_in_new_device', 'password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused');
grant delete on identity.security_event to okpay_app;
