-- Ledger: accounts, balances, transfers, holds, refusals, and what makes them impossible to change afterwards.
-- Reason: docs/decisions/0001-one-ledger.md. One row per transfer holds both legs, so an unbalanced entry has no shape to be
-- written in. The running application may read everything here and write nothing: it moves money by ledger.post_batch (0011).

create schema ledger;
grant usage on schema ledger to okpay_app;

-- ISO 4217, as in CURRENCY_EXPONENT of common/money.ts; a test holds the two equal.
create table ledger.currency (
  code char(3) primary key check (code ~ '^[A-Z]{3}$'),
  exponent smallint not null check (exponent between 0 and 4)
);
insert into ledger.currency values
  ('CNY', 2), ('USD', 2), ('EUR', 2), ('GBP', 2), ('HKD', 2), ('JPY', 0), ('KWD', 3);

-- The chart of accounts, as in server/ledger/chart.ts; a test holds the two equal. The kind decides the side on which an account
-- grows and whether it may fall below zero there, so no caller can open a wallet that may be overdrawn.
create table ledger.account_kind (
  name text primary key,
  normal_side text not null check (normal_side in ('debit', 'credit')),
  never_below_zero boolean not null,
  owner_pattern text not null
);
insert into ledger.account_kind values
  ('wallet', 'credit', true, '^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  ('customer_debt', 'debit', true, '^cus_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  ('rail_settlement', 'debit', false, '^rail:[a-z][a-z0-9_]{0,30}$'),
  ('rail_in_transit', 'debit', false, '^rail:[a-z][a-z0-9_]{0,30}$'),
  ('rail_suspense', 'credit', false, '^rail:[a-z][a-z0-9_]{0,30}$'),
  ('fx_position', 'credit', false, '^system$'),
  ('revenue_fee', 'credit', false, '^fee:[a-z][a-z0-9_]{0,30}$'),
  ('refund_loss', 'debit', false, '^system$'),
  ('chargeback_loss', 'debit', false, '^system$'),
  ('rounding', 'credit', false, '^system$'),
  ('funding_reserve', 'credit', false, '^rail:[a-z][a-z0-9_]{0,30}$');

-- What a transfer is for, as in server/ledger/movements.ts; a test holds the two equal. Two bytes in every row instead of a word.
create table ledger.movement (
  code smallint primary key,
  name text not null unique
);
insert into ledger.movement values
  (1, 'top_up'), (2, 'fee'), (3, 'transfer'), (4, 'chargeback'), (5, 'debt_incurred'), (6, 'debt_collected'),
  (7, 'funding_hold'), (8, 'settlement'), (9, 'suspense'), (10, 'refund'), (11, 'withdrawal'), (12, 'exchange'),
  (13, 'payment'), (14, 'remittance'), (15, 'rounding'), (16, 'adjustment'), (17, 'write_off');

create table ledger.account (
  id bigint generated always as identity primary key,
  kind text not null references ledger.account_kind,
  owner text not null,
  currency char(3) not null references ledger.currency,
  opened_at timestamptz not null,
  unique (owner, kind, currency)
);

-- The hot half of an account: narrow, no second index, room on the page, so that an update stays on its page.
-- Gross sums, never a net: a net hides errors and leaves nothing to check debits against credits with.
create table ledger.balance (
  account_id bigint primary key,
  currency char(3) not null,
  -- 1 credits never less than debits · 2 debits never less than credits · 4 frozen out (no debit) · 8 frozen in (no credit) · 16 closed
  flags integer not null check (flags between 0 and 31 and flags & 3 <> 3),
  debits_posted_minor bigint not null default 0,
  credits_posted_minor bigint not null default 0,
  debits_pending_minor bigint not null default 0,
  credits_pending_minor bigint not null default 0,
  -- Counts the transfers that touched the account, without a gap.
  version bigint not null default 0,
  -- The newest of them.
  last_seq bigint,
  constraint nothing_is_negative check (
    least(debits_posted_minor, credits_posted_minor, debits_pending_minor, credits_pending_minor, version) >= 0),
  constraint touched_has_a_last check ((last_seq is null) = (version = 0)),
  constraint credits_cover_debits check (flags & 1 = 0 or credits_posted_minor - debits_posted_minor - debits_pending_minor >= 0),
  constraint debits_cover_credits check (flags & 2 = 0 or debits_posted_minor - credits_posted_minor - credits_pending_minor >= 0),
  constraint closed_is_empty check (
    flags & 16 = 0 or (debits_posted_minor = credits_posted_minor and debits_pending_minor = 0 and credits_pending_minor = 0)
  )
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- What a business operation is written as, as in server/ledger/operation-ref.ts; a test holds the two equal.
create table ledger.operation_kind (
  code smallint primary key,
  prefix text not null unique
);
insert into ledger.operation_kind values (1, 'tu'), (2, 'tr'), (3, 'cb');

-- Each call takes one number and has the 4095 after it, under the accounts' locks: for one account the order of seq is the order
-- of the versions, and the legs of a command stand side by side. Gaps are normal.
create sequence ledger.journal_seq minvalue 4096 start 4096 increment 4096;

-- Every leg that was ever answered. One row holds both accounts, both versions and both balances after it, so an unbalanced entry
-- has no shape to be written in. A refusal stands here too, so that an id has one answer, for ever. Without foreign keys: posting
-- checks accounts and movements itself, and `verify` checks it again. Columns stand in the order that wastes no byte.
create table ledger.journal (
  seq bigint not null,
  debit_account bigint,
  credit_account bigint,
  -- A void or an expiry moves nothing and carries the amount that it releases.
  amount_minor bigint,
  -- Posted credits less posted debits of each account after this transfer.
  debit_after_minor bigint,
  credit_after_minor bigint,
  -- The how-many-th transfer of each account this is.
  debit_version bigint,
  credit_version bigint,
  -- The row before this one on each account: a history is read along these links, so it needs no index that every post would pay.
  debit_prev bigint,
  credit_prev bigint,
  -- The hold that is resolved, or the transfer that is reversed.
  ref_seq bigint,
  posted_at timestamptz not null,
  -- First eight bytes of the SHA-256 over the whole command: tells a retry from another payload under a used id.
  fingerprint bigint not null,
  -- Its first twelve bytes are the operation's, the rest tells the legs of one operation apart: one index finds both.
  id uuid not null,
  -- The last four bytes of the operation's own UUID.
  operation_tail integer not null,
  operation_kind smallint not null,
  -- 0 single · 1 hold · 2 capture · 3 void · 4 expire · 5 reversal; of a refused leg 8 more
  kind smallint not null check (kind between 0 and 5 or kind between 8 and 13),
  code smallint not null,
  leg smallint not null,
  leg_count smallint not null check (leg between 1 and leg_count),
  currency char(3),
  primary key (seq),
  -- Each row pays for what is asked here, and each statement for reading it: one question about many columns where there is one.
  constraint created_is_whole check (kind >= 8 or (
    num_nulls(debit_account, credit_account, amount_minor, currency, debit_after_minor, credit_after_minor, debit_version, credit_version) = 0
    and debit_account <> credit_account and amount_minor between 1 and 1000000000000000 and least(debit_version, credit_version) >= 1
    and (debit_prev is null) = (debit_version = 1) and (credit_prev is null) = (credit_version = 1) and (ref_seq is null) = (kind <= 1)
    and coalesce(greatest(debit_prev, credit_prev, ref_seq) < seq, true))),
  constraint refused_moves_nothing check (kind < 8
    or num_nonnulls(debit_version, credit_version, debit_after_minor, credit_after_minor, debit_prev, credit_prev) = 0)
) partition by range (seq);
-- Every 64th version of an account, by time: where a reader of the past begins to follow the links. A 32nd of the price of two
-- indexes over all rows.
create index journal_debit_milestone on ledger.journal (debit_account, posted_at) where debit_version % 64 = 0;
create index journal_credit_milestone on ledger.journal (credit_account, posted_at) where credit_version % 64 = 0;

-- The ids of partitions that were moved to an archive: they stay answered.
create table ledger.archived_id (
  id uuid primary key,
  seq bigint not null
);

-- Parts of the journal, 2^44 numbers each. The next one is made ahead by ledger.rotate_journal (0011).
create table ledger.journal_part (
  number integer primary key check (number >= 0),
  opened_at timestamptz,
  closed_at timestamptz
);

-- What moved.
create view ledger.transfer as
  select seq, id, seq - leg + 1 as command_seq, leg, leg_count, kind, code, currency, debit_account, credit_account, amount_minor,
         debit_after_minor, credit_after_minor, debit_version, credit_version, debit_prev, credit_prev, ref_seq,
         operation_kind, operation_tail, posted_at
  from ledger.journal where kind < 8;

-- Why a leg was refused, kept for the customer's question and for the same answer to a retry.
create table ledger.refusal (
  seq bigint primary key,
  code text not null check (length(code) between 1 and 60),
  -- The account that said no, and what it could have given.
  account_id bigint,
  available_minor bigint,
  -- The answer of an attachment's own check.
  facts jsonb
);

-- What is reserved and not yet decided. The transfer row of the hold stays as it was written; this row tells what became of it.
create table ledger.hold (
  seq bigint primary key,
  amount_minor bigint not null check (amount_minor > 0),
  expires_at timestamptz,
  -- 0 open · 1 captured · 2 voided · 3 expired
  state smallint not null default 0 check (state between 0 and 3),
  captured_minor bigint not null default 0 check (captured_minor between 0 and amount_minor),
  resolved_by bigint unique,
  check ((state = 0) = (resolved_by is null)),
  check ((state = 1) = (captured_minor > 0))
) with (fillfactor = 70);
create index hold_due on ledger.hold (expires_at) where state = 0 and expires_at is not null;

-- How much of a transfer has been taken back. A row appears with the first reversal; the CHECK is the last word on "too much".
create table ledger.reversal_total (
  seq bigint primary key,
  amount_minor bigint not null,
  reversed_minor bigint not null check (reversed_minor between 1 and amount_minor)
);

-- Why an account was frozen, released, closed or opened again.
create table ledger.account_flag_change (
  id bigint generated always as identity primary key,
  account_id bigint not null references ledger.account,
  flags_before integer not null,
  flags_after integer not null,
  reason text not null check (length(reason) between 1 and 500),
  actor text not null check (length(actor) between 1 and 100),
  changed_at timestamptz not null
);
create index account_flag_change_account on ledger.account_flag_change (account_id, id);

-- Rows that commit together with a command are written by functions that a migration registers here, so that a batch stays one
-- call: docs/decisions/0002-ledger-doors.md.
create table ledger.attachment_kind (
  name text primary key check (name ~ '^[a-z_]+\.[a-z_]+$'),
  -- (at timestamptz, fields text[]) returns jsonb: null, or the facts of a refusal with their code. Writes nothing.
  check_function regproc,
  -- (at timestamptz, n integer, cells text[]) returns void: writes the rows of the n commands that were accepted. Cells stand column after
  -- column, so that the first field of all of them is cells[1 : n], the second cells[n + 1 : 2 * n].
  write_function regproc not null,
  -- (at timestamptz, n integer, cells text[]) returns boolean: whether all of them pass, one after the other. Without it a kind with a
  -- check goes by the slow road only.
  check_all_function regproc check (check_all_function is null or check_function is not null)
);

-- Nothing below is changed after it was written, not even by the owner of the tables.
create function ledger.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation', hint = 'Correct a transfer by a reversal or an adjustment.';
end $$;

do $$
declare t text;
begin
  foreach t in array array['journal', 'archived_id', 'refusal', 'account_flag_change', 'account'] loop
    execute format('create trigger append_only before update or delete on ledger.%I for each row execute function ledger.refuse_change()', t);
  end loop;
  foreach t in array array['balance', 'hold', 'reversal_total'] loop
    execute format('create trigger never_deleted before delete on ledger.%I for each row execute function ledger.refuse_change()', t);
  end loop;
  foreach t in array array['journal', 'archived_id', 'refusal', 'account_flag_change', 'account', 'balance', 'hold', 'reversal_total'] loop
    execute format('create trigger never_truncated before truncate on ledger.%I for each statement execute function ledger.refuse_change()', t);
  end loop;
end $$;

-- A hold is resolved once: open to one of the three ends, and nothing else about it ever changes.
create function ledger.check_hold_transition() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.state <> 0 or new.state = 0
    or (new.seq, new.amount_minor, new.expires_at) is distinct from (old.seq, old.amount_minor, old.expires_at) then
    raise exception 'hold % cannot go from state % to %', old.seq, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger hold_transition before update on ledger.hold for each row execute function ledger.check_hold_transition();

-- Every touch of an account by a transfer, as double-entry books show it: two rows per transfer.
create view ledger.entry as
  select debit_account as account_id, debit_version as version, 'debit' as side, seq, id, kind, code, currency, amount_minor,
         debit_after_minor as after_minor, credit_account as counter_account, debit_prev as prev, ref_seq,
         operation_kind, operation_tail, posted_at
  from ledger.transfer
  union all
  select credit_account, credit_version, 'credit', seq, id, kind, code, currency, amount_minor,
         credit_after_minor, debit_account, credit_prev, ref_seq, operation_kind, operation_tail, posted_at
  from ledger.transfer;

-- Makes the part of the journal with this number, if it is not there. What a partitioned table cannot promise by itself (one id, one
-- row) each part promises for itself, and posting asks the older parts and the archive: nothing is written to a part that was closed.
create function ledger.make_journal_part(p_number integer) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  part text := format('journal_%s', p_number);
begin
  if to_regclass('ledger.' || part) is not null then return; end if;
  execute format('create table ledger.%I partition of ledger.journal for values from (%s) to (%s)', part, p_number::bigint << 44, (p_number::bigint + 1) << 44);
  execute format('create unique index %I on ledger.%I (id)', part || '_id', part);
  execute format('create trigger never_truncated before truncate on ledger.%I for each statement execute function ledger.refuse_change()', part);
  execute format('grant select on ledger.%I to okpay_app', part);
  insert into ledger.journal_part (number) values (p_number);
end $$;
select ledger.make_journal_part(0), ledger.make_journal_part(1);

grant select on all tables in schema ledger to okpay_app;
