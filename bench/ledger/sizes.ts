// Bytes on disk per transfer, tables and indexes, of ours and of pgledger: what grows with history, without balances and events.
import pg from 'pg';
import type { Figures } from '../report.ts';
import type { Peer } from './peers.ts';
import type { World } from './world.ts';

async function perRow(url: string, size: string, rows: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows: found } = await client.query<{ bytes: string; rows: string }>(
    `select (${size})::text as bytes, (${rows})::text as rows`,
  );
  await client.end();
  return Number(found[0]?.bytes) / Number(found[0]?.rows);
}

export async function bytesPerTransfer({ cluster }: World, peers: readonly Peer[]): Promise<Figures> {
  const owner = new URL(cluster.adminUrl);
  owner.pathname = '/okpay';
  const ours = await perRow(
    owner.href,
    `select sum(pg_total_relation_size(i.inhrelid)) + pg_total_relation_size('ledger.refusal') from pg_inherits i where i.inhparent = 'ledger.journal'::regclass`,
    'select count(*) from ledger.journal',
  );
  const beside = peers.find(({ name }) => name === 'pgledger');
  if (!beside) return { bytes_per_transfer: ours };
  const theirs = await perRow(
    beside.url,
    `select pg_total_relation_size('pgledger_transfers') + pg_total_relation_size('pgledger_entries')`,
    'select count(*) from pgledger_transfers',
  );
  return {
    bytes_per_transfer: ours,
    pgledger_bytes_per_transfer: theirs,
    bytes_to_pgledger_share: ours / theirs,
  };
}
