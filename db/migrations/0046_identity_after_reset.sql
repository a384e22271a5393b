-- Identity: a sign-in that waits for the second factor after the password was reset.
-- Reason: a proof by mail or phone and a second factor together undo a pause of signing in; either alone does not.

alter table identity.pending_sign_in add column after_reset boolean not null default false;
