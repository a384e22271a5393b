-- Support: an account that one of the staff froze because its owner asked for it.
-- Reason: whoever calls since the phone was stolen must not have to find a form. A freeze on a word can be asked for by a stranger, so how
-- it was looked who asks stands beside it for ever; it keeps money from leaving and nothing else, and the one who froze never lifts.

create table support.word_freeze (
  restriction_id text collate "C" primary key check (restriction_id ~ '^rst_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  case_id text collate "C" not null check (case_id ~ '^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  staff_id text collate "C" not null check (staff_id like 'stf\_%'),
  method text not null check (method in ('document_by_video', 'document_in_person', 'call_back', 'signed_in_here')),
  note text not null check (char_length(note) between 1 and 500),
  at timestamptz not null
);
create index word_freeze_of_case on support.word_freeze (case_id);
grant select, insert on support.word_freeze to okpay_app;
