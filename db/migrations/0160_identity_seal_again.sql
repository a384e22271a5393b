-- Identity: secrets of authenticator apps may be sealed by a newer key.
-- Reason: after a key was replaced everything that an older one closed is sealed anew, or the older one could never be taken away.

grant update (totp_box) on identity.authenticator to okpay_app;
grant update (totp_box) on identity.staff to okpay_app;
