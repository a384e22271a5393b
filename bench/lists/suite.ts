// What a page of the history costs: the first and later ones, every filter and search, of many people and of one with very many entries.
import type { CustomerId } from '#common/id';
import { listEntries, searchAmounts, searchForms, type EntryFilters } from '#operations';
import { Temporal } from '#platform/clock';
import type { SuiteOptions } from '../main.ts';
import { type Figures, type Outcome, quantile } from '../report.ts';
import { type ListsWorld, listsWorld } from './world.ts';

const FULL = { people: 200_000, operations: 10_000_000, heavy: 100_000, asked: 500 };
const QUICK = { people: 500, operations: 20_000, heavy: 2_000, asked: 50 };
const PAGE = 30;
/** Times that the one with very many entries is asked about. */
const HEAVY_ASKED = 40;

const words = (typed: string): EntryFilters => ({
  searchForms: searchForms(typed),
  searchAmounts: searchAmounts(typed),
});
const month = {
  from: Temporal.Instant.from('2026-03-01T00:00:00Z'),
  to: Temporal.Instant.from('2026-04-01T00:00:00Z'),
};
/** What people narrow their history by; what is rare makes the longest way. */
const ASKED: Readonly<Record<string, EntryFilters>> = {
  first_page: {},
  kind: { kind: 'top_up' },
  state: { family: 'failed' },
  direction: { direction: 'in' },
  currency: { currency: 'USD' },
  month,
  name: words('王*明'),
  note: words('房租'),
  reference: words('tr_00000000000000000000989680'),
  amount: words('123.45'),
  nothing: words('harpsichord'),
};

export async function listsSuite({ quick, tell }: SuiteOptions): Promise<Outcome> {
  const sizes = quick ? QUICK : FULL;
  const world = await listsWorld(sizes, tell);
  try {
    const figures: Figures = { operations: sizes.operations, entries_of_the_heaviest: sizes.heavy };
    for (const [name, filters] of Object.entries(ASKED)) {
      tell(`${name}: ${sizes.asked} people`);
      Object.assign(figures, times(name, await asked(world, await world.people(sizes.asked), filters)));
      const often = Array.from({ length: HEAVY_ASKED }, () => world.heavy);
      Object.assign(figures, times(`heaviest_${name}`, await asked(world, often, filters)));
    }
    Object.assign(figures, times('heaviest_later_page', await laterPages(world)));
    return { figures, goals: [{ figure: 'first_page_p95_ms', atMost: 30 }] };
  } finally {
    await world.close();
  }
}

async function asked(
  { db }: ListsWorld,
  people: readonly CustomerId[],
  filters: EntryFilters,
): Promise<number[]> {
  const taken: number[] = [];
  for (const customer of people) {
    const began = performance.now();
    const page = await listEntries(db.read, customer, filters, { limit: PAGE });
    taken.push(performance.now() - began);
    if (!page.ok) throw new Error(page.error.code);
  }
  return taken.toSorted((a, b) => a - b);
}

/** One page after the other, as somebody scrolls. */
async function laterPages({ db, heavy }: ListsWorld): Promise<number[]> {
  const taken: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < HEAVY_ASKED; page++) {
    const began = performance.now();
    const answer = await listEntries(db.read, heavy, {}, { cursor, limit: PAGE });
    taken.push(performance.now() - began);
    if (!answer.ok || answer.value.next === null) break;
    cursor = answer.value.next;
  }
  return taken.toSorted((a, b) => a - b);
}

const times = (name: string, sorted: readonly number[]): Figures => ({
  [`${name}_p50_ms`]: quantile(sorted, 0.5),
  [`${name}_p95_ms`]: quantile(sorted, 0.95),
});
