-- Wallet: prices of top-ups from an e-wallet are changed by two members of staff, as the others.
-- Reason: docs/decisions/0043-tariff-changes.md.

alter table wallet.ewallet_top_up_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
grant select, insert on wallet.ewallet_top_up_tariff to okpay_app;
create trigger tariff_approved before insert on wallet.ewallet_top_up_tariff
  for each row execute function wallet.check_tariff('ewallet_top_up');
