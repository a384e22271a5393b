-- Identity: accounts whose mail or phone was never proven are found without reading everybody.
-- Reason: what somebody began and never finished is forgotten by a schedule; nobody has a use for it, and it holds addresses.

create index profile_unproven on identity.profile (customer_id) where email_verified_at is null or phone_verified_at is null;
