// What a file of a bank with very many bookings costs: reading it, and working it off, in time and in memory above what the process had before.
import { ok } from '#common/result';
import type { BankChannel } from '#connectors';
import { createLog } from '#platform/log';
import { systemClock } from '#platform/clock';
import { keyringOf } from '#platform/keys';
import { createRuleBook } from '#risk';
import { collectReports } from '../../server/wallet/bank-report/collect-reports.ts';
import type { SuiteOptions } from '../main.ts';
import type { Figures, Outcome } from '../report.ts';
import { type BankWorld, bankWorld, IBAN } from './world.ts';

const [FULL, QUICK] = [100_000, 3_000];
/** Of so many bookings one has a right reference; the others are nobody's. */
const ONE_OF = 10;
/** Milliseconds between two looks at the memory. */
const LOOK_MS = 20;
const MEBI = 2 ** 20;
const KEY = Buffer.alloc(32, 7);

export async function bankSuite({ quick, tell }: SuiteOptions): Promise<Outcome> {
  const entries = quick ? QUICK : FULL;
  tell('people');
  const world = await bankWorld(entries / ONE_OF);
  const figures: Figures = { entries, with_reference: entries / ONE_OF };
  try {
    tell('the file');
    await measured(figures, (mark) => collectReports(depsOf(world, bankOf(world, entries, figures, mark))));
    tell('the same file once more');
    const began = performance.now();
    await collectReports(
      depsOf(
        world,
        bankOf(world, entries, {}, () => undefined, 2n),
      ),
    );
    figures['again_s'] = (performance.now() - began) / 1000;
    Object.assign(figures, await world.counts());
    return { figures, goals: [{ figure: 'read_rss_growth_mib', atMost: 256 }] };
  } finally {
    await world.close();
  }
}

const depsOf = ({ db }: BankWorld, bank: BankChannel): Parameters<typeof collectReports>[0] => ({
  db,
  bank,
  correspondent: null,
  clock: systemClock,
  log: createLog({ level: 'silent' }),
  keys: keyringOf(new Map([['bench-1', KEY]])),
  limits: { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' },
  rules: createRuleBook(),
});

/** A bank that has one report, made while it is read: what it costs to make is a part of the time of reading. */
function bankOf(
  world: BankWorld,
  entries: number,
  figures: Figures,
  onRead: () => void,
  number = 1n,
): BankChannel {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for (const text of world.file(entries, ONE_OF)) {
      const chunk = Buffer.from(text);
      bytes += chunk.length;
      yield chunk;
    }
    figures['file_bytes'] = bytes;
    onRead();
  }
  return {
    debtorName: 'OKPay',
    accounts: new Map([['EUR', { scheme: 'iban', number: IBAN, bankCode: null }]]),
    bankNames: new Map(),
    send: async () => ({ kind: 'not_there' }),
    find: async () => ({ kind: 'not_there' }),
    reportsAfter: async (after) => ok(after < number ? [number] : []),
    report: async () => ok(chunks()),
  };
}

/** How long each half takes, and how far the process grows meanwhile. */
async function measured(figures: Figures, work: (onRead: () => void) => Promise<void>): Promise<void> {
  const before = process.memoryUsage().rss;
  let [most, began] = [before, performance.now()];
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), LOOK_MS);
  const end = (name: string): void => {
    figures[`${name}_s`] = (performance.now() - began) / 1000;
    figures[`${name}_rss_peak_mib`] = most / MEBI;
    figures[`${name}_rss_growth_mib`] = (most - before) / MEBI;
    [most, began] = [process.memoryUsage().rss, performance.now()];
  };
  await work(() => end('read'));
  clearInterval(timer);
  end('work');
}
