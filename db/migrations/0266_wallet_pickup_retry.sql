-- Wallet: a link that was used is still known, so that whoever lost the answer to picking up is told that it is theirs.
-- Reason: docs/decisions/0036-codes-and-pickups.md. Pressing again after a lost answer found no link and told people that it was done.

alter table wallet.pickup
  drop constraint pickup_over_has_no_link,
  add constraint pickup_over_has_no_link check (state in ('waiting', 'picked_up') or token_hash is null);
