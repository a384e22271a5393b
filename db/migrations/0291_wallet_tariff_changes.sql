-- Wallet: tariffs are changed by two members of staff, and every version says by whom.
-- Reason: docs/decisions/0043-tariff-changes.md. A version is never changed; a new one names the proposal that it carries out, and the
-- database looks whether that was approved and says the same.

alter table wallet.top_up_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
alter table wallet.bank_top_up_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
alter table wallet.withdrawal_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
alter table wallet.exchange_tariff add column proposal_id text collate "C" unique references risk.proposal (id);
grant insert on wallet.top_up_tariff, wallet.bank_top_up_tariff, wallet.withdrawal_tariff, wallet.exchange_tariff to okpay_app;

-- Takes the kind of the tariff as its argument. What came by a migration names no proposal; only the owner of the table writes that.
create function wallet.check_tariff() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  written jsonb := to_jsonb(new);
  subject_of text := tg_argv[0] || '/' || coalesce(written ->> 'currency', (written ->> 'from_currency') || '-' || (written ->> 'to_currency'));
  approved risk.proposal;
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
  if (approved.parameters -> 'prices' ->> 'feeMinor')::bigint is distinct from coalesce(written ->> 'fee_min_minor', written ->> 'fee_minor')::bigint
     or (approved.parameters -> 'prices' ->> 'feeBasisPoints')::integer is distinct from (written ->> 'fee_basis_points')::integer
     or (approved.parameters -> 'prices' ->> 'markupBasisPoints')::integer is distinct from (written ->> 'markup_basis_points')::integer
     or (approved.parameters -> 'prices' ->> 'minimumMinor')::bigint is distinct from coalesce(written ->> 'amount_min_minor', written ->> 'give_min_minor')::bigint
     or (approved.parameters ->> 'validFrom')::timestamptz is distinct from new.valid_from then
    raise exception 'tariff % says something else than %', subject_of, new.proposal_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger tariff_approved before insert on wallet.top_up_tariff for each row execute function wallet.check_tariff('card_top_up');
create trigger tariff_approved before insert on wallet.bank_top_up_tariff for each row execute function wallet.check_tariff('bank_top_up');
create trigger tariff_approved before insert on wallet.withdrawal_tariff for each row execute function wallet.check_tariff('withdrawal');
create trigger tariff_approved before insert on wallet.exchange_tariff for each row execute function wallet.check_tariff('exchange');
