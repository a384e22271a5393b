-- Wallet: what the desk for finance works with.
-- Reason: docs/decisions/0031-bank-money-in.md. A file that was refused may be read anew, e.g. after its bank has mended it; looks at people from
-- this desk are on record as from any other.

alter table risk.staff_look
  drop constraint staff_look_desk_check,
  add constraint staff_look_desk_check
    check (desk in ('restrictions', 'reviews', 'rules', 'screening', 'petitions', 'claims', 'suspense'));

-- A taken file is never another one.
create function wallet.keep_taken_reports() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'report % was taken: it stays what it is', old.number using errcode = 'restrict_violation';
end $$;
create trigger taken_once before update on wallet.bank_report for each row
  when (old.outcome <> 'refused' and (new.digest, new.message, new.outcome, new.lines, new.bytes)
        is distinct from (old.digest, old.message, old.outcome, old.lines, old.bytes))
  execute function wallet.keep_taken_reports();
grant update (message, digest, outcome, fault, reading, lines, bytes, taken_at) on wallet.bank_report to okpay_app;

-- Who may have sent money: an account of the same country and last four signs that is known.
create index bank_account_by_signs on wallet.bank_account (last4, country) where removed_at is null;
create index bank_top_up_by_payer on wallet.bank_top_up (payer_last4, payer_country) where state = 'settled';
