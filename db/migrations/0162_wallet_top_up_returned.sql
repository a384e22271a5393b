-- Wallet: a card that was charged for a wallet which is closed meanwhile is given everything back.
-- Reason: the money must not wait for ever for an account that nobody has any more. Where the acquirer gives it back, nothing of it was
-- ever in the ledger; where it does not, it lies in suspense, and this says that it does.

alter table wallet.top_up add column suspended_at timestamptz, add column returned_at timestamptz;
grant update (suspended_at, returned_at) on wallet.top_up to okpay_app;
