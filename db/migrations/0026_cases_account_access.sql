-- Cases: somebody who cannot get into the own account.
-- Reason: it is opened by a guest who has proven mail or phone, and decided by two members of the staff.

alter table cases."case"
  drop constraint case_kind_check,
  add constraint case_kind_check check (kind in ('question', 'account_access'));
