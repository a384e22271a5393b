// What ours is measured beside, on the same server with the same durability: pgledger, a TPC-B-like transaction, and one statement by a
// plain client. Each with as many connections as it likes best.
import fs from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { World } from './world.ts';

/** One measured way of moving money; `one` moves once on a connection. */
export type Peer = {
  readonly name: string;
  one(client: pg.Client, hot: boolean): Promise<void>;
  url: string;
};

/** Files of pgledger in the order of its installation. */
const PGLEDGER_FILES = [
  'vendor/scoville-pgsql-ulid/ulid-to-uuid.sql',
  'vendor/scoville-pgsql-ulid/uuid-to-ulid.sql',
  'pgledger.sql',
];

async function newDatabase({ cluster }: World, name: string): Promise<string> {
  const admin = new pg.Client(cluster.adminUrl);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(cluster.adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const anyOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

/** pgledger out of a folder of its own: accounts, then `pgledger_create_transfer`, one commit each, which is its main road. */
export async function pgledger(world: World, folder: string): Promise<Peer> {
  const url = await newDatabase(world, 'pgledger');
  const ids = await withClient(url, async (client) => {
    await client.query('begin');
    for (const file of PGLEDGER_FILES) await client.query(fs.readFileSync(join(folder, file), 'utf8'));
    await client.query('commit');
    const { rows } = await client.query<{ id: string }>(
      `select (pgledger_create_account('user' || n, 'CNY')).id from generate_series(1, $1::int) n`,
      [world.accounts.length],
    );
    await client.query('vacuum analyze');
    return rows.map(({ id }) => id);
  });
  return {
    name: 'pgledger',
    url,
    async one(client, hot) {
      const from = anyOf(ids);
      const to = hot ? ids[0] : anyOf(ids);
      if (from === to) return;
      await client.query({
        name: 'pgledger',
        text: 'select id from pgledger_create_transfer($1, $2, $3)',
        values: [from, to, '0.01'],
      });
    },
  };
}

/** Rows of a branch, as TPC-B has them. */
const TPCB = { branches: 50, tellers: 500, accounts: 500_000 };

/** The transaction of TPC-B: three balances, one row of history, seven statements; as pgbench sends it. */
export async function tpcb(world: World): Promise<Peer> {
  const url = await newDatabase(world, 'tpcb');
  await withClient(url, (client) =>
    client.query(`
      create table branch (id int primary key, balance int not null) with (fillfactor = 100);
      create table teller (id int primary key, branch int not null, balance int not null);
      create table account (id int primary key, branch int not null, balance int not null, filler char(84));
      create table history (teller int, branch int, account int, delta int, at timestamptz, filler char(22));
      insert into branch select n, 0 from generate_series(1, ${TPCB.branches}) n;
      insert into teller select n, n % ${TPCB.branches} + 1, 0 from generate_series(1, ${TPCB.tellers}) n;
      insert into account select n, n % ${TPCB.branches} + 1, 0, '' from generate_series(1, ${TPCB.accounts}) n;`),
  );
  await withClient(url, (client) => client.query('vacuum analyze'));
  const below = (count: number): number => 1 + Math.floor(Math.random() * count);
  return {
    name: 'tpcb',
    url,
    async one(client) {
      const [branch, teller, account, delta] = [
        below(TPCB.branches),
        below(TPCB.tellers),
        below(TPCB.accounts),
        below(10_000) - 5_000,
      ];
      const ask = (name: string, text: string, values: number[]) => client.query({ name, text, values });
      await client.query('begin');
      await ask('t1', 'update account set balance = balance + $1 where id = $2', [delta, account]);
      await ask('t2', 'select balance from account where id = $1', [account]);
      await ask('t3', 'update teller set balance = balance + $1 where id = $2', [delta, teller]);
      await ask('t4', 'update branch set balance = balance + $1 where id = $2', [delta, branch]);
      await ask(
        't5',
        'insert into history (teller, branch, account, delta, at) values ($1, $2, $3, $4, now())',
        [teller, branch, account, delta],
      );
      await client.query('commit');
    },
  };
}

/** The least that a transfer can be: two balances and a row, one statement, one commit; no id, no limits, no history by account. */
export async function oneStatement(world: World): Promise<Peer> {
  const url = await newDatabase(world, 'plain');
  const count = world.accounts.length;
  await withClient(url, (client) =>
    client.query(`
      create table account (id int primary key, balance bigint not null check (balance >= 0)) with (fillfactor = 50);
      create table transfer (id bigint generated always as identity primary key, debit int not null, credit int not null, amount bigint not null);
      insert into account select n, 1000000000000 from generate_series(1, ${count}) n;`),
  );
  await withClient(url, (client) => client.query('vacuum analyze'));
  return {
    name: 'one_statement',
    url,
    async one(client, hot) {
      const from = 1 + Math.floor(Math.random() * count);
      const to = hot ? 1 : 1 + Math.floor(Math.random() * count);
      if (from === to) return;
      await client.query({
        name: 'plain',
        text: `with moved as (update account set balance = balance + case when id = $1 then -$3::bigint else $3::bigint end where id in ($1, $2))
               insert into transfer (debit, credit, amount) values ($1, $2, $3::bigint)`,
        values: [from, to, 1],
      });
    },
  };
}

/** Moves per second when each connection moves again as soon as it is answered. */
export async function peerPerSecond(
  peer: Peer,
  { connections, hot, seconds }: { connections: number; hot: boolean; seconds: number },
): Promise<number> {
  const clients = Array.from({ length: connections }, () => new pg.Client(peer.url));
  await Promise.all(clients.map((client) => client.connect()));
  let moves = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        await peer.one(client, hot);
        moves += 1;
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return moves / took;
}
