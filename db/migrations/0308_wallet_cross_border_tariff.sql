-- Wallet: prices of transfers abroad are changed by two members of staff, as the others.
-- Reason: docs/decisions/0043-tariff-changes.md. Fees are a price by the currency that is paid from, mark-ups one by the currency that arrives.

alter table wallet.cross_border_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
alter table wallet.cross_border_corridor add column proposal_id text collate "C" unique references risk.proposal (id);
grant insert on wallet.cross_border_tariff, wallet.cross_border_corridor to okpay_app;

-- As in 0291, with two parts more: what a bank on the way takes, and the smallest total.
create or replace function wallet.check_tariff() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  written jsonb := to_jsonb(new);
  subject_of text := tg_argv[0] || '/' || coalesce(written ->> 'currency', (written ->> 'from_currency') || '-' || (written ->> 'to_currency'));
  approved risk.proposal;
  prices jsonb;
begin
  if new.proposal_id is null then
    if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
      return new;
    end if;
    raise exception 'a tariff is changed by a proposal' using errcode = 'check_violation';
  end if;
  select p.* into approved from risk.proposal p where p.id = new.proposal_id;
  if approved.action is distinct from 'change_tariff' or approved.decision is distinct from 'approved'
     or approved.subject is distinct from subject_of then
    raise exception 'tariff % is not what % approves', subject_of, new.proposal_id using errcode = 'check_violation';
  end if;
  prices := approved.parameters -> 'prices';
  if (prices ->> 'feeMinor')::bigint is distinct from coalesce(written ->> 'fee_min_minor', written ->> 'fee_minor')::bigint
     or (prices ->> 'feeBasisPoints')::integer is distinct from (written ->> 'fee_basis_points')::integer
     or (prices ->> 'markupBasisPoints')::integer is distinct from (written ->> 'markup_basis_points')::integer
     or (prices ->> 'correspondentFeeMinor')::bigint is distinct from (written ->> 'correspondent_fee_minor')::bigint
     or (prices ->> 'minimumMinor')::bigint is distinct from
        coalesce(written ->> 'amount_min_minor', written ->> 'give_min_minor', written ->> 'total_min_minor')::bigint
     or (approved.parameters ->> 'validFrom')::timestamptz is distinct from new.valid_from then
    raise exception 'tariff % says something else than %', subject_of, new.proposal_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger tariff_approved before insert on wallet.cross_border_tariff for each row execute function wallet.check_tariff('cross_border');
create trigger tariff_approved before insert on wallet.cross_border_corridor for each row execute function wallet.check_tariff('cross_border_corridor');
