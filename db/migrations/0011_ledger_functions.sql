-- Ledger: the functions by which the application opens accounts and freezes them, and the rules of posting, each by itself.
-- Reason: they run with the owner's rights (security definer, fixed search path), the application has none of its own.

-- Idempotent per (owner, kind, currency). The kind decides what the account may do; nobody else does.
create function ledger.open_account(p_at timestamptz, p_kind text, p_owner text, p_currency text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  opened bigint;
  kind_row ledger.account_kind;
begin
  select a.id into opened from ledger.account a where a.owner = p_owner and a.kind = p_kind and a.currency = p_currency;
  if found then return opened; end if;
  select * into kind_row from ledger.account_kind k where k.name = p_kind;
  if not found or p_owner !~ kind_row.owner_pattern then
    raise exception 'no account of kind % for owner %', p_kind, p_owner using errcode = 'invalid_parameter_value';
  end if;
  insert into ledger.account (kind, owner, currency, opened_at) values (p_kind, p_owner, p_currency, p_at)
    on conflict (owner, kind, currency) do nothing returning id into opened;
  if opened is null then -- Somebody else opened it between our two statements.
    select a.id into strict opened from ledger.account a where a.owner = p_owner and a.kind = p_kind and a.currency = p_currency;
    return opened;
  end if;
  insert into ledger.balance (account_id, currency, flags)
    values (opened, p_currency, case when not kind_row.never_below_zero then 0 when kind_row.normal_side = 'credit' then 1 else 2 end);
  return opened;
end $$;

-- Takes the accounts' row locks in the one order that everybody uses. Held to the end of the transaction.
create function ledger.lock_accounts(p_accounts bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from ledger.balance b where b.account_id = any (p_accounts) order by b.account_id for update;
end $$;

-- Changes frozen-out, frozen-in and closed under the lock that posting takes, so no debit slips past a freeze.
-- Returns the flags that hold now, or null if the account is to be closed and still has money or reservations.
create function ledger.set_flags(p_at timestamptz, p_account bigint, p_set integer, p_clear integer, p_reason text, p_actor text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  old ledger.balance;
  wanted integer;
begin
  if (p_set | p_clear) & ~28 <> 0 or p_set & p_clear <> 0 then
    raise exception 'flags % and % cannot be set and cleared', p_set, p_clear using errcode = 'invalid_parameter_value';
  end if;
  select * into strict old from ledger.balance b where b.account_id = p_account for update;
  wanted := (old.flags | p_set) & ~p_clear;
  if wanted = old.flags then return wanted; end if;
  if wanted & 16 <> 0 and (old.debits_posted_minor <> old.credits_posted_minor
      or old.debits_pending_minor > 0 or old.credits_pending_minor > 0) then
    return null;
  end if;
  update ledger.balance b set flags = wanted where b.account_id = p_account;
  insert into ledger.account_flag_change (account_id, flags_before, flags_after, reason, actor, changed_at)
    values (p_account, old.flags, wanted, p_reason, p_actor, p_at);
  return wanted;
end $$;

-- The rules of posting, pure: each answers null, or the code of its refusal.

create function ledger.amount_refusal(p_amount bigint) returns text language sql immutable parallel safe as $$
  select case when p_amount <= 0 then 'amount_not_positive' when p_amount > 1000000000000000 then 'amount_too_large' end
$$;

-- Of a capture (2), void (3), expiry (4) or reversal (5): is the transfer that it refers to there, and still free for it?
-- p_wanted null means all of it. The time is handed in: a hold is over at its minute, however late the job that releases it.
create function ledger.reference_refusal(
  p_kind smallint, p_wanted bigint, p_at timestamptz,
  p_ref_kind smallint, p_ref_amount bigint, p_ref_state smallint, p_ref_reversed bigint, p_ref_expires timestamptz
) returns text language sql immutable parallel safe as $$
  select case
    when p_kind = 5 then case
      when p_ref_kind is null then 'original_not_found'
      when p_ref_kind not in (0, 2) then 'original_not_reversible'
      when coalesce(p_wanted, 1) > p_ref_amount - p_ref_reversed then 'exceeds_original'
    end
    when p_ref_kind is distinct from 1 then 'hold_not_found'
    when p_ref_state <> 0 then 'hold_already_resolved'
    when p_kind = 2 and p_ref_expires <= p_at then 'hold_expired'
    when p_kind = 4 and (p_ref_expires is null or p_ref_expires > p_at) then 'hold_not_expired'
    when p_kind = 2 and p_wanted > p_ref_amount then 'exceeds_hold'
  end
$$;

-- A hold was promised before a freeze and what it promised has often happened outside: it can always be captured or released.
-- So this is asked of single (0), hold (1) and reversal (5) only. The debit side speaks first.
create function ledger.flag_refusal(p_debit_flags integer, p_credit_flags integer) returns text language sql immutable parallel safe as $$
  select case
    when (p_debit_flags | p_credit_flags) & 16 <> 0 then 'account_closed'
    when p_debit_flags & 4 <> 0 then 'account_frozen_out'
    when p_credit_flags & 8 <> 0 then 'account_frozen_in'
  end
$$;

-- Closes the part of the journal that is written to and opens the next, which was made ahead; makes the one after it. Returns its
-- number. The lock waits for every posting that has begun and lets none begin: nobody has a number of the old part in hand afterwards,
-- so an id that is in none of the older parts cannot appear there any more.
create function ledger.rotate_journal(p_at timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  current_part integer;
begin
  lock table ledger.balance in exclusive mode;
  select (case when is_called then last_value else 0 end >> 44)::integer into current_part from ledger.journal_seq;
  perform ledger.make_journal_part(current_part + 1);
  perform ledger.make_journal_part(current_part + 2);
  perform setval('ledger.journal_seq', (current_part::bigint + 1) << 44, false);
  update ledger.journal_part set closed_at = p_at where number = current_part;
  update ledger.journal_part set opened_at = p_at where number = current_part + 1;
  return current_part + 1;
end $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'ledger'::regnamespace loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function ledger.open_account, ledger.lock_accounts, ledger.set_flags, ledger.rotate_journal to okpay_app;
