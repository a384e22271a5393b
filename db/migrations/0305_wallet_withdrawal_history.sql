-- Wallet: how long payouts took lately is asked at each quote: the newest ones of a currency that arrived and stayed.
-- Reason: docs/decisions/0030-money-out.md.

create index withdrawal_arrived on wallet.withdrawal (currency, paid_at desc) where money = 'paid';
