-- Identity: by which second factor a large payment was confirmed, and passkeys that sign for exactly one payment.
-- Reason: a proof for a large sum exists only where a strong factor was given; which one stays beside the payment.

alter table identity.step_up add column factor text check (factor in ('passkey', 'authenticator'));

alter table identity.passkey_challenge
  drop constraint passkey_challenge_purpose_check,
  add constraint passkey_challenge_purpose_check check (purpose in ('add', 'sign_in', 'prove', 'pay'));
