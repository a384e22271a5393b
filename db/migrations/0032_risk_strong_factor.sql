-- Risk: above which sum a payment asks for a strong second factor beside the payment password.
-- Reason: six digits that are typed every day are seen and guessed; a payment password alone never moves a large sum (DESIGN 4).

create table risk.strong_factor_rule (
  capability text not null check (capability in ('transfer')),
  version integer not null check (version > 0),
  -- Payments of more than this ask for it; other currencies are converted, rounded up.
  above_minor bigint not null check (above_minor >= 0),
  currency char(3) not null,
  valid_from timestamptz not null,
  primary key (capability, version)
);
grant select on risk.strong_factor_rule to okpay_app;
insert into risk.strong_factor_rule (capability, version, above_minor, currency, valid_from) values
  ('transfer', 1, 500000, 'CNY', '2026-01-01T00:00:00Z');
