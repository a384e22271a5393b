-- Wallet: the prices of top-ups from an e-wallet name the proposal that they carry out.
-- Reason: docs/decisions/0043-tariff-changes.md, as for every other price.

alter table wallet.ewallet_top_up_tariff add foreign key (proposal_id) references risk.proposal (id);
