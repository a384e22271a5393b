// A database with people, rules and a history, for deciding payments: written by set, as the product's rows are.
import fs from 'node:fs';
import { join } from 'node:path';
import type { CustomerId, PayeeReference } from '#common/id';
import { type Db, openClient, openDb } from '#platform/db';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { migrate } from '#platform/migrate';
import { dataFolder } from '../../test/support/product.ts';

export type Pair = { readonly payer: CustomerId; readonly payee: PayeeReference };
export type RiskWorld = {
  readonly db: Db;
  /** Payers with payees of theirs, in no order. */
  pairs(count: number): Promise<Pair[]>;
  /** Starts PostgreSQL anew: its memory is empty, and so is every connection's. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export type Sizes = { readonly people: number; readonly operations: number; readonly rules: number };

/** Operations in one statement of the filling. */
const PART = 100_000;
/**
 * Every how many-th rule turns on what has to be asked for: in turn the histories of both, the people in them, the browser, and the largest of all payments, for
 * which the payer's history is read as far back as it is kept in mind.
 */
const ON_HISTORY = 4;
const ASKED_FOR = [
  'sent_count_day',
  'share_of_largest',
  'payers_day',
  'payee_payers_day',
  'payee_received_day',
  'device_count_day',
];

export async function riskWorld(sizes: Sizes, tell: (what: string) => void): Promise<RiskWorld> {
  const data = dataFolder();
  const dir = join(data, 'postgres');
  let cluster: Cluster = await startEmbedded({ dir });
  await migrate({ ...cluster, mode: 'sandbox' });
  await fill(cluster.ownerUrl, sizes, tell);
  let db = openDb(cluster.appUrl);
  return {
    get db() {
      return db;
    },
    pairs: (count) => pairsOf(cluster.ownerUrl, count),
    async restart() {
      await db.close();
      await cluster.stop();
      cluster = await startEmbedded({ dir });
      db = openDb(cluster.appUrl);
    },
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** An id of a kind from a number, in the alphabet of ids. */
const ID = `create function pg_temp.id(kind text, n bigint) returns text language sql immutable as $$
  select kind || '_0' || lpad(upper(translate(to_hex(n), 'abcdef', 'ABCDEF')), 25, '0')
$$`;

async function fill(ownerUrl: string, { people, operations, rules }: Sizes, tell: (what: string) => void) {
  const owner = await openClient(ownerUrl);
  await owner.query(ID);
  await owner.query(
    `insert into identity.customer (id, locale, time_zone, created_at)
     select pg_temp.id('cus', n), 'zh-CN', 'Asia/Shanghai', now() - interval '1 year' from generate_series(1, $1::int) n`,
    [people],
  );
  await owner.query(
    `insert into identity.profile (customer_id, name, email, email_key, phone)
     select pg_temp.id('cus', n), 'Person ' || n, 'p' || n || '@mail.example', 'p' || n || '@mail.example', '+861380' || lpad(n::text, 7, '0')
     from generate_series(1, $1::int) n`,
    [people],
  );
  await owner.query(
    `insert into identity.device (customer_id, token_hash, name, first_seen_at, last_seen_at)
     select pg_temp.id('cus', n), sha256(convert_to(pg_temp.id('cus', n), 'UTF8')), 'Chrome', now() - interval '90 days', now()
     from generate_series(1, $1::int) n`,
    [people],
  );
  for (let from = 0; from < operations; from += PART) {
    tell(`history: ${from} of ${operations} payments`);
    await fillPart(owner, { people, from, to: Math.min(operations, from + PART) });
  }
  await fillRules(owner, rules);
  await owner.query(
    `insert into wallet.payee_reference (id, payer_id, payee_id, created_at, expires_at)
     select pg_temp.id('pay', n), pg_temp.id('cus', n), pg_temp.id('cus', n % $1::int + 1), now(), now() + interval '1 hour'
     from generate_series(1, $1::int) n where n % $1::int + 1 <> n`,
    [people],
  );
  await owner.query(
    'vacuum (analyze) operations.participant, operations.operation, wallet.transfer, identity.profile, identity.device',
  );
  await owner.end();
}

type Client = Awaited<ReturnType<typeof openClient>>;

/** Payments of the last thirty days, between people drawn at random. */
async function fillPart(owner: Client, { people, from, to }: { people: number; from: number; to: number }) {
  await owner.query(
    `create temporary table part as
     select n, 1 + floor(random() * $1)::bigint as payer, 1 + floor(random() * $1)::bigint as payee,
            1 + floor(random() * 50000)::bigint as amount, now() - random() * interval '30 days' as at
     from generate_series($2::bigint + 1, $3::bigint) n`,
    [people, from, to],
  );
  await owner.query('update part set payee = payer % $1 + 1 where payee = payer', [people]);
  await owner.query(
    `insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, created_at, updated_at)
     select pg_temp.id('tr', n), 'transfer', 'completed', pg_temp.id('cus', payer), amount, 0, 'CNY', '[]', '{}', at, at, at from part`,
  );
  await owner.query(
    `insert into operations.participant
       (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
        counterparty_kind, counterparty_name, search_text)
     select pg_temp.id('cus', case d.direction when 'out' then payer else payee end), pg_temp.id('tr', n), at, at, 'transfer', 'completed', 'done',
            false, d.direction, amount, 0, 'CNY', 'person', 'P•••', '' from part cross join (values ('out'), ('in')) d (direction)`,
  );
  await owner.query(
    `insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, is_completed, created_at)
     select pg_temp.id('tr', n), pg_temp.id('cus', payer), pg_temp.id('cus', payee), 'CNY', amount, true, at from part`,
  );
  await owner.query('drop table part');
}

/** Rules that almost match: each is looked at to its last condition, and a part of them asks for the histories. */
async function fillRules(owner: Client, rules: number) {
  await owner.query(
    `insert into risk.rule (id, version, name, operations, outcome, reason, conditions, currency, written_by, written_at)
     select pg_temp.id('rul', 1000 + n), 1, 'rule ' || n, '{transfer}', 'block', 'too_many',
            jsonb_build_array(
              jsonb_build_object('fact', 'amount', 'op', 'at_least', 'value', '100'),
              jsonb_build_object('fact', 'account_age', 'op', 'at_least', 'value', '1'),
              case when n % ${ON_HISTORY} = 0
                   then jsonb_build_object('fact', ($2::text[])[1 + (n / ${ON_HISTORY}) % cardinality($2::text[])], 'op', 'above', 'value', (100000000 + n)::text)
                   else jsonb_build_object('fact', 'used_today', 'op', 'above', 'value', (100000000 + n)::text) end),
            'CNY', 'okpay', now() from generate_series(1, $1::int) n`,
    [rules, ASKED_FOR],
  );
  await owner.query(
    `insert into risk.rule_in_set (set_version, rule_id, rule_version)
     select 1, pg_temp.id('rul', 1000 + n), 1 from generate_series(1, $1::int) n`,
    [rules],
  );
}

async function pairsOf(ownerUrl: string, count: number): Promise<Pair[]> {
  const owner = await openClient(ownerUrl);
  const { rows } = await owner.query<Pair>(
    'select payer_id as payer, id as payee from wallet.payee_reference order by random() limit $1',
    [count],
  );
  await owner.end();
  return rows;
}
