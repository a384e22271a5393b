// Clients of the ledger's own door, in a process with a poster: node chaos/poster-process.ts '{…}'. When it is killed and started
// again, each client first asks for what its journal left without an answer.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '#common/money';
import { systemClock } from '#platform/clock';
import { DatabaseUnavailable, openDb } from '#platform/db';
import * as ledger from '#ledger';
import type { Leg, LedgerAccountId, PostCommand, PostedLeg } from '#ledger';
import { whenAsked } from './child.ts';
import {
  type Answer,
  openJournal,
  readJournal,
  type SentLeg,
  take,
  type ToldLeg,
  type Operation,
} from './journal.ts';
import { type Accounts, type Planned, planner } from './ledger-load.ts';
import { randomOf } from './random.ts';

const given = JSON.parse(process.argv[2] ?? '{}') as {
  appUrl: string;
  seed: number;
  name: string;
  start: number;
  callers: number;
  journals: string;
  accounts: Accounts;
};
/** Times the poster sends before its clients are told that the outcome is unknown: few, so that they have to ask again themselves. */
const SENDINGS = 4;
/** Milliseconds before a client asks again. */
const ASK_AGAIN_MS = 50;
/** Percent of the operations that are sent once more though they have been answered. */
const AGAIN_PERCENT = 3;

const db = openDb(given.appUrl, { size: 4 });
const poster = ledger.createLedger({ db, clock: systemClock, sendings: SENDINGS });
let isFinishing = false;

async function client(number: number): Promise<void> {
  const name = `${given.name}-${String(number).padStart(3, '0')}`;
  const earlier = new Map<string, Operation>();
  for (const line of readJournal(join(given.journals, `${name}.jsonl`))) take(earlier, line);
  const journal = openJournal(given.journals, name);
  const random = randomOf(given.seed, name, given.start);
  const plan = planner(random, given.accounts, given.start === 0 ? undefined : [...earlier.values()]);
  const answered: Planned[] = [];
  const ask = async (planned: Planned): Promise<Answer> => {
    const answer = await untilAnswered(planned, (line) => journal.write(line));
    journal.write({ k: 'told', op: planned.op, answer });
    plan.learn(planned, answer);
    return answer;
  };
  for (const { op, asked, toldAt } of earlier.values()) {
    if (toldAt !== undefined || asked.road !== 'ledger') continue;
    journal.write({ k: 'again', op });
    await ask({ op, legs: asked.legs });
  }
  while (!isFinishing) {
    const old = answered[random.below(answered.length)];
    if (old && random.chance(AGAIN_PERCENT)) {
      journal.write({ k: 'again', op: old.op });
      await ask(old);
      continue;
    }
    const planned = plan.next();
    journal.write({ k: 'sent', op: planned.op, asked: { road: 'ledger', legs: planned.legs } });
    await ask(planned);
    answered[random.below(20)] = planned;
  }
  journal.close();
}

type Note = (line: { k: 'unknown'; op: string; why: string }) => void;

/** Asks with the same ids until there is an answer: a refusal is one, a lost connection is none. */
async function untilAnswered({ op, legs }: Planned, note: Note): Promise<Answer> {
  const [first, ...others] = legs.map(toLeg);
  if (!first) throw new Error('an operation has legs');
  const command: PostCommand = { operationId: op, legs: [first, ...others] };
  for (;;) {
    try {
      const result = await poster.post(command);
      if (result.ok && result.value.status !== 'archived')
        return { how: result.value.status, legs: result.value.legs.map(witness) };
      if (result.ok) throw new Error('chaos archives nothing');
      const { error } = result;
      if (error.code === 'ledger_busy') throw error;
      if (error.code !== 'insufficient_funds') return { how: 'refused', code: error.code };
      return {
        how: 'refused',
        code: error.code,
        account: Number(error.account),
        available: Number(error.available.minor),
      };
    } catch (error) {
      note({ k: 'unknown', op, why: whyOf(error) });
      await sleep(ASK_AGAIN_MS);
    }
  }
}

/** What is no sign of an absent database is a bug, and ends the run. */
function whyOf(error: unknown): string {
  if (error instanceof DatabaseUnavailable) return error.message;
  if (error instanceof Error && 'severity' in error) return `the database: ${error.message}`;
  if (!(error instanceof Error)) return 'busy';
  console.error(error);
  process.exit(1);
}

const CODE = 'transfer';
function toLeg({ kind, id, debit, credit, amount, hold = '' }: SentLeg): Leg {
  const sum = money(BigInt(amount), 'CNY');
  const between = { debit: accountId(debit), credit: accountId(credit), amount: sum };
  if (kind === 'single') return { kind, id, code: CODE, ...between };
  if (kind === 'hold') return { kind, id, code: CODE, expiresAt: null, ...between };
  return kind === 'capture' ? { kind, id, code: CODE, hold, amount: sum } : { kind, id, code: CODE, hold };
}
const accountId = (id: number): LedgerAccountId => BigInt(id) as LedgerAccountId;

const witness = (leg: PostedLeg): ToldLeg => ({
  id: leg.id,
  debit: Number(leg.debit),
  credit: Number(leg.credit),
  amount: Number(leg.amount.minor),
  debitAfter: Number(leg.debitAfter),
  creditAfter: Number(leg.creditAfter),
  debitVersion: Number(leg.debitVersion),
  creditVersion: Number(leg.creditVersion),
});

whenAsked(() => void (isFinishing = true));
process.stdout.write('ready\n');
await Promise.all(Array.from({ length: given.callers }, (_, number) => client(number)));
await poster.close();
await db.close();
process.exit(0);
