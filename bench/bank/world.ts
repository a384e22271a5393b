// People with references, and a file of a bank that names them.
import fs from 'node:fs';
import { join } from 'node:path';
import type { CustomerId } from '#common/id';
import { systemClock } from '#platform/clock';
import { type Db, openClient, openDb, sql } from '#platform/db';
import { startEmbedded } from '#platform/embedded-postgres';
import { newId } from '#platform/ids';
import { migrate } from '#platform/migrate';
import { type Booking, camt054 } from '../../simulators/bank/reports.ts';
import { insertReference } from '../../server/wallet/bank-top-up/store.ts';
import { newReference } from '../../server/wallet/bank-top-up/reference.ts';
import { dataFolder } from '../../test/support/product.ts';

export const IBAN = 'DE89370400440532013000';
/** Bookings of one chunk, as a line brings some kilobytes at a time. */
const CHUNK = 50;

export type BankWorld = {
  readonly db: Db;
  /** Each booking is another one, of 1.00 to 9.99 euros. */
  file(entries: number, oneOf: number): Generator<string>;
  counts(): Promise<Record<string, number>>;
  close(): Promise<void>;
};

export async function bankWorld(count: number): Promise<BankWorld> {
  const data = dataFolder();
  const cluster = await startEmbedded({ dir: join(data, 'postgres') });
  await migrate({ ...cluster, mode: 'sandbox' });
  const db = openDb(cluster.appUrl);
  const customers = Array.from({ length: count }, () => newId('cus'));
  await newPeople(cluster.ownerUrl, customers);
  const references = await db.transaction(async (tx) => {
    const made: string[] = [];
    for (const customer of customers) {
      const reference = newReference();
      await insertReference(tx, { reference, customer, currency: 'EUR' }, systemClock.now());
      made.push(reference);
    }
    return made;
  });
  return {
    db,
    file: (entries, oneOf) =>
      file(entries, (n) => (n % oneOf === 0 ? (references[n / oneOf] ?? '') : 'rent')),
    async counts() {
      const { rows } = await sql<{ state: string; n: bigint }>`
        select state, count(*) as n from wallet.bank_top_up group by state`.execute(db.read);
      return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
    },
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

async function newPeople(ownerUrl: string, customers: readonly CustomerId[]): Promise<void> {
  const owner = await openClient(ownerUrl);
  await owner.query(
    `insert into identity.customer (id, locale, time_zone, created_at)
     select id, 'en', 'Europe/Berlin', now() from unnest($1::text[]) id`,
    [customers],
  );
  await owner.query(
    `insert into identity.profile (customer_id, name, email, email_key, phone)
     select id, 'Anna Smith', 'p' || n || '@mail.example', 'p' || n || '@mail.example', '+49151' || (10000000 + n)
       from unnest($1::text[]) with ordinality p (id, n)`,
    [customers],
  );
  await owner.end();
}

function* file(entries: number, textOf: (n: number) => string): Generator<string> {
  const [before = '', behind = ''] = camt054({ id: 'BENCH', at: '2026-12-02T13:00:00Z' }, IBAN, [
    bookingOf(0, ''),
  ]).split(/<Ntry>.*<\/Ntry>/);
  yield before;
  for (let done = 0; done < entries; done += CHUNK) {
    const bookings = Array.from({ length: Math.min(CHUNK, entries - done) }, (_, n) =>
      bookingOf(done + n, textOf(done + n)),
    );
    const xml = camt054({ id: 'BENCH', at: '' }, IBAN, bookings);
    yield xml.slice(xml.indexOf('<Ntry>'), xml.lastIndexOf('</Ntry>') + '</Ntry>'.length) + '\n';
  }
  yield behind;
}

const bookingOf = (n: number, text: string): Booking => ({
  reference: `BENCH${n}`,
  endToEndId: 'NOTPROVIDED',
  direction: 'CRDT',
  minor: String(100 + (n % 900)),
  currency: 'EUR',
  day: '2026-12-02',
  returnCode: null,
  from: {
    name: 'Anna Smith',
    account: 'FR1420041010050500013M02606',
    bank: null,
    text,
    isStructured: false,
    sent: null,
  },
});
