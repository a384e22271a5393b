// A database with ten million operations, as two people each see them, written by set as the product's rows are.
import fs from 'node:fs';
import { join } from 'node:path';
import type { CustomerId } from '#common/id';
import { type Db, openClient, openDb } from '#platform/db';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { migrate } from '#platform/migrate';
import { dataFolder } from '../../test/support/product.ts';

export type Sizes = {
  readonly people: number;
  readonly operations: number;
  /** Entries of the one person who has the most. */
  readonly heavy: number;
};
export type ListsWorld = {
  readonly db: Db;
  /** People drawn at random. */
  people(count: number): Promise<CustomerId[]>;
  readonly heavy: CustomerId;
  close(): Promise<void>;
};

/** Operations in one statement of the filling. */
const PART = 250_000;

export async function listsWorld(sizes: Sizes, tell: (what: string) => void): Promise<ListsWorld> {
  const data = dataFolder();
  let cluster: Cluster = await startEmbedded({ dir: join(data, 'postgres') });
  await migrate({ ...cluster, mode: 'sandbox' });
  try {
    await fill(cluster.ownerUrl, sizes, tell);
  } finally {
    await cluster.stop();
  }
  // What was filled is on disk and in nobody's memory.
  cluster = await startEmbedded({ dir: join(data, 'postgres') });
  const db = openDb(cluster.appUrl);
  return {
    db,
    heavy: idOf(1),
    people: async (count) =>
      Array.from({ length: count }, () => idOf(2 + Math.floor(Math.random() * (sizes.people - 1)))),
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

const idOf = (n: number): CustomerId =>
  `cus_0${n.toString(16).toUpperCase().padStart(25, '0')}` as CustomerId;

/** An id of a kind from a number, in the alphabet of ids. */
const ID = `create function pg_temp.id(kind text, n bigint) returns text language sql immutable as $$
  select kind || '_0' || lpad(upper(to_hex(n)), 25, '0')
$$`;

async function fill(ownerUrl: string, sizes: Sizes, tell: (what: string) => void): Promise<void> {
  const owner = await openClient(ownerUrl);
  try {
    await fillTable(owner, sizes, tell);
  } finally {
    await owner.end();
  }
}

async function fillTable(
  owner: Client,
  { people, operations, heavy }: Sizes,
  tell: (what: string) => void,
): Promise<void> {
  await owner.query(ID);
  await owner.query('set synchronous_commit = off');
  // The guards of a row look for its operation; this table alone is what lists read. Indexes are built when it is full.
  await owner.query('alter table operations.participant disable trigger user');
  await owner.query('drop index operations.participant_activity, operations.participant_open');
  await owner.query('alter table operations.participant drop constraint participant_pkey');
  for (let from = 0; from < operations; from += PART) {
    tell(`history: ${from} of ${operations} operations`);
    await fillPart(owner, { people, heavy, from, to: Math.min(operations, from + PART) });
  }
  tell('indexes');
  await owner.query('alter table operations.participant add primary key (operation_id, customer_id)');
  await owner.query(
    'create index participant_activity on operations.participant (customer_id, created_at desc, operation_id desc) include (kind, state, direction, amount_minor, currency)',
  );
  await owner.query(
    "create index participant_open on operations.participant (customer_id, created_at desc, operation_id desc) where family = 'waiting'",
  );
  await owner.query('alter table operations.participant enable trigger user');
  await owner.query('vacuum (analyze) operations.participant');
}

type Client = Awaited<ReturnType<typeof openClient>>;

/** Of two years, in random order; every hundredth is a top-up, every fiftieth did not happen, every twentieth is in another currency. */
async function fillPart(
  owner: Client,
  { people, heavy, from, to }: { people: number; heavy: number; from: number; to: number },
) {
  await owner.query(
    `insert into operations.participant
       (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
        counterparty_kind, counterparty_name, note, search_text)
     select pg_temp.id('cus', case d.direction when 'out' then o.payer else o.payee end), pg_temp.id('tr', n), at, at,
            case when n % 100 = 0 then 'top_up' else 'transfer' end, case when n % 50 = 1 then 'failed' else 'completed' end,
            case when n % 50 = 1 then 'failed' else 'done' end, false, d.direction, amount, 0,
            case when n % 20 = 7 then 'USD' else 'CNY' end, 'person', o.name, o.note,
            lower(pg_temp.id('tr', n)) || E'\\n' || o.name || E'\\n' || o.note
       from (select n, payer, 2 + (payer + floor(random() * ($1 - 3))::bigint) % ($1 - 1) as payee, 1 + floor(random() * 50000)::bigint as amount,
                    timestamptz '2026-11-01' - random() * interval '730 days' as at,
                    (array['王*明', 'a••• s.', '林*夏', '李*', 'p•••', '欧阳*溪'])[1 + floor(random() * 6)::int] as name,
                    (array['房租', 'coffee', '晚饭', 'taxi', 'books', '水电费', 'rent', '还款'])[1 + floor(random() * 8)::int] || ' ' || n % 997 as note
               from (select n, case when n <= $2 then 1 else 2 + floor(random() * ($1 - 1))::bigint end as payer
                       from generate_series($3::bigint + 1, $4::bigint) n) p) o
      cross join (values ('out'), ('in')) d (direction)`,
    [people, heavy, from, to],
  );
}
