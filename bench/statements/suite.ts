// What a long statement costs: adding it up, issuing it, and each of its files, in time and in memory above what the process had before.
import { STATEMENT_FORMS } from '#common/statement';
import { systemClock } from '#platform/clock';
import { statementWords } from '../../server/wiring/statement-words.ts';
import { issueStatement } from '../../server/wallet/statement/issue-statement.ts';
import { makeFile } from '../../server/wallet/statement/make-file.ts';
import type { SuiteOptions } from '../main.ts';
import type { Figures, Outcome } from '../report.ts';
import { type StatementsWorld, statementsWorld } from './world.ts';

const [FULL, QUICK] = [100_000, 3_000];
/** Milliseconds between two looks at the memory. */
const LOOK_MS = 20;
const MEBI = 2 ** 20;
const LIMITS = { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const;
const BROWSER = { ip: '127.0.0.1', userAgent: 'bench', deviceToken: null } as const;

export async function statementsSuite({ quick, tell }: SuiteOptions): Promise<Outcome> {
  const lines = quick ? QUICK : FULL;
  const world = await statementsWorld(lines, tell);
  const deps = {
    db: world.db,
    clock: systemClock,
    limits: LIMITS,
    publicUrl: 'http://okpay.example',
    statementWords,
  };
  try {
    const figures: Figures = { lines };
    tell('issuing');
    const issued = await measured('issue', figures, () => issue(world, deps));
    for (const form of STATEMENT_FORMS) {
      tell(form);
      const bytes = await measured(form, figures, async () => {
        let sum = 0;
        const owned = { ...issued, customer: world.customer };
        for await (const piece of makeFile(deps, owned, { form, language: 'zh-CN' })) sum += piece.length;
        return sum;
      });
      figures[`${form}_bytes`] = bytes;
    }
    return { figures, goals: [] };
  } finally {
    await world.close();
  }
}

async function issue({ customer }: StatementsWorld, deps: Parameters<typeof issueStatement>[0]) {
  const issued = await issueStatement(deps, { customer, client: BROWSER, asked: {} });
  if (!issued.ok) throw new Error(issued.error.code);
  return issued.value;
}

/** How long it takes, and how far the process grows meanwhile. */
async function measured<T>(name: string, figures: Figures, work: () => Promise<T>): Promise<T> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_MS);
  const began = performance.now();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    figures[`${name}_s`] = (performance.now() - began) / 1000;
    figures[`${name}_rss_before_mib`] = before / MEBI;
    figures[`${name}_rss_growth_mib`] = (most - before) / MEBI;
  }
}
