// A person with a wallet of very many lines, posted by the ledger as payments are, each with its entry.
import fs from 'node:fs';
import { join } from 'node:path';
import type { CustomerId, TransferId } from '#common/id';
import { money } from '#common/money';
import { createLedger, legId, openAccount } from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, openClient, openDb } from '#platform/db';
import { startEmbedded } from '#platform/embedded-postgres';
import { newId } from '#platform/ids';
import { migrate } from '#platform/migrate';
import { dataFolder } from '../../test/support/product.ts';

export type StatementsWorld = {
  readonly db: Db;
  readonly customer: CustomerId;
  close(): Promise<void>;
};

/** Postings on their way at once, and entries written in one statement. */
const PART = 2_000;

export async function statementsWorld(lines: number, tell: (what: string) => void): Promise<StatementsWorld> {
  const data = dataFolder();
  const cluster = await startEmbedded({ dir: join(data, 'postgres') });
  await migrate({ ...cluster, mode: 'sandbox' });
  const db = openDb(cluster.appUrl);
  const customer = newId('cus');
  await newPerson(cluster.ownerUrl, customer);
  for (let done = 0; done < lines; done += PART) {
    if (done % (PART * 10) === 0) tell(`history: ${done} of ${lines} lines`);
    await post({ db, ownerUrl: cluster.ownerUrl }, customer, Math.min(PART, lines - done));
  }
  return {
    db,
    customer,
    async close() {
      await db.close();
      await cluster.stop();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

async function newPerson(ownerUrl: string, customer: CustomerId): Promise<void> {
  const owner = await openClient(ownerUrl);
  await owner.query('alter table operations.participant disable trigger user');
  await owner.query(
    "insert into identity.customer (id, locale, time_zone, created_at) values ($1, 'zh-CN', 'Asia/Shanghai', now())",
    [customer],
  );
  await owner.query(
    `insert into identity.profile (customer_id, name, email, email_key, phone)
     values ($1, '欧阳若溪', 'a@mail.example', 'a@mail.example', '+8613800000001')`,
    [customer],
  );
  await owner.end();
}

type At = { readonly db: Db; readonly ownerUrl: string };

/** Money in and out by turns, so that the balance never falls below zero. */
async function post({ db, ownerUrl }: At, customer: CustomerId, count: number): Promise<void> {
  const [wallet, rail] = await db.transaction(async (tx) => [
    await openAccount(tx, systemClock, { kind: 'wallet', owner: customer, currency: 'CNY' }),
    await openAccount(tx, systemClock, { kind: 'rail_settlement', owner: 'rail:card', currency: 'CNY' }),
  ]);
  if (wallet === undefined || rail === undefined) throw new Error('accounts are opened');
  const ledger = createLedger({ db, clock: systemClock });
  const ids: TransferId[] = Array.from({ length: count }, () => newId('tr'));
  const isIn = (n: number): boolean => n % 2 === 0;
  await Promise.all(
    ids.map((operationId, n) =>
      ledger.post({
        operationId,
        legs: [
          {
            kind: 'single',
            id: legId(operationId, 'bench'),
            code: 'transfer',
            debit: isIn(n) ? rail : wallet,
            credit: isIn(n) ? wallet : rail,
            amount: money(BigInt(isIn(n) ? 1_000 + n : 900), 'CNY'),
          },
        ],
      }),
    ),
  );
  const owner = await openClient(ownerUrl);
  await owner.query(
    `insert into operations.participant
       (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
        counterparty_kind, counterparty_name, note, search_text)
     select $1, o.id, now(), now(), 'transfer', 'completed', 'done', false, 'in', 1000, 0, 'CNY', 'person',
            (array['王*明', 'A••• S.', '林*夏', '欧阳*溪'])[1 + o.n % 4], (array['房租', 'coffee', null, '水电费 11 月'])[1 + o.n % 4], ''
       from unnest($2::text[]) with ordinality o (id, n)`,
    [customer, ids],
  );
  await owner.end();
}
