// The product's own database from beside: proofs without the cost of their password hashes, and whether anything is still to be done.
import pg from 'pg';
import { startEmbedded } from '#platform/embedded-postgres';

export type BesideDatabase = {
  /** Gives proofs as `createStepUp` does, for these payees by their payers' references. */
  giveProofs(proofs: readonly Proof[]): Promise<void>;
  /** Events, deliveries and jobs that wait. */
  waiting(): Promise<number>;
  close(): Promise<void>;
};
export type Proof = {
  readonly stepUpId: string;
  readonly payee: string;
  readonly amount: string;
  readonly currency: string;
};

export async function besideDatabase(folder: string): Promise<BesideDatabase> {
  const { ownerUrl, jobsUrl } = await startEmbedded({ dir: folder, use: 'share' });
  const [owner, queue] = await Promise.all([connected(ownerUrl), connected(jobsUrl)]);
  return {
    async giveProofs(proofs) {
      const column = (name: keyof Proof): string[] => proofs.map((proof) => proof[name]);
      const { rowCount } = await owner.query(
        `insert into identity.step_up (id, customer_id, action, amount_minor, currency, payee, created_at, expires_at)
         select p.id, r.payer_id, 'transfer', p.amount, p.currency, p.payee, now(), now() + interval '2 minutes'
         from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) p (id, payee, amount, currency)
         join wallet.payee_reference r on r.id = p.payee`,
        [column('stepUpId'), column('payee'), column('amount'), column('currency')],
      );
      if (rowCount !== proofs.length) throw new Error('a proof names a payee that nobody was told of');
    },
    async waiting() {
      const events = await owner.query<{ n: number }>(
        `select ((select count(*) from platform.outbox where routed_at is null)
               + (select count(*) from platform.delivery where state = 'waiting'))::int as n`,
      );
      const jobs = await queue.query<{ n: number }>(
        'select count(*)::int as n from graphile_worker._private_jobs where run_at <= clock_timestamp()',
      );
      return (events.rows[0]?.n ?? 0) + (jobs.rows[0]?.n ?? 0);
    },
    async close() {
      await Promise.all([owner.end(), queue.end()]);
    },
  };
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // A lost connection fails the question that is being asked.
  await client.connect();
  return client;
}
