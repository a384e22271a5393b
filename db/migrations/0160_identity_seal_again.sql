-- Identity: secrets of authenticator apps may be sealed by a newer key.
-- Reason: after a key was replaced everything that an older one closed is sealed anew, or the older one could never be taken away.

grant update (totp_box) on identity.authenticator to okpay_app;

-- The application may not write the second factor of a colleague. It may hand in the same secret under a newer key, if it names the box that
-- stands there.
create function identity.renew_staff_secret(p_staff text, p_from text, p_to text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update identity.staff set totp_box = p_to where id = p_staff and totp_box = p_from
$$;
revoke execute on function identity.renew_staff_secret from public;
grant execute on function identity.renew_staff_secret to okpay_app;
