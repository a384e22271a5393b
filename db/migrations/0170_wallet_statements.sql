-- Wallet: statements that were issued, and the files made of them.
-- Reason: a statement is shown to others, who must be able to ask whether it is ours. So what it said when it was issued is kept, under a
-- code that is printed on it, and the digest of each file. It holds no name and no address: the lines are made again from the ledger.

create table wallet.statement (
  id text collate "C" primary key check (id ~ '^st_[0-7][0-9A-HJKMNP-TV-Z]{25}$'),
  code text collate "C" not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$'),
  customer_id text collate "C" not null check (customer_id like 'cus\_%'),
  account_id bigint not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Both days are in it, in this zone; and the moments that they mean.
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  time_zone text not null check (length(time_zone) between 1 and 64),
  begins_at timestamptz not null,
  until_at timestamptz not null check (until_at > begins_at),
  -- Its lines: those of the account above the one version up to the other, and the row of the newest.
  above_version bigint not null check (above_version >= 0),
  to_version bigint not null check (to_version >= above_version),
  newest_seq bigint check ((newest_seq is null) = (to_version = above_version)),
  opening_minor bigint not null,
  in_minor bigint not null check (in_minor >= 0),
  out_minor bigint not null check (out_minor >= 0),
  closing_minor bigint not null,
  line_count integer not null check (line_count >= 0),
  -- [{kind, direction, count, minor}]
  kinds jsonb not null check (jsonb_typeof(kinds) = 'array'),
  lines_digest bytea not null check (octet_length(lines_digest) = 32),
  fees_minor bigint not null check (fees_minor >= 0),
  issued_at timestamptz not null,
  constraint statement_adds_up check (opening_minor + in_minor - out_minor = closing_minor)
);
create index statement_of_customer on wallet.statement (customer_id, issued_at desc);
-- What was issued is never changed.
grant select, insert on wallet.statement to okpay_app;

create table wallet.statement_file (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  statement_id text collate "C" not null references wallet.statement,
  form text not null check (form in ('pdf', 'csv', 'camt053', 'journal')),
  language text not null check (language in ('en', 'zh-CN')),
  bytes bigint not null check (bytes >= 0),
  made_at timestamptz not null
);
create index statement_file_of on wallet.statement_file (statement_id);
grant select, insert on wallet.statement_file to okpay_app;
