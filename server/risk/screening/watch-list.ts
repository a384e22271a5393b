// The names of all current lists, kept in memory for as long as the lists are the same: looking somebody up asks the database once.
import type { Reader } from '#platform/db';
import { currentLists, entriesOf, type StoredEntry } from './list-store.ts';
import type { Hit } from './match.ts';
import { buildIndex, type NameIndex } from './name-index.ts';
import { compareBirth, compareCountries, type Subject, withFacts } from './score.ts';

const PIECE = 2_000;
/** What else is known can lift a name by so many points; so names are looked for that much below the threshold. */
const LIFT_MAX = 9;

export type WatchList = {
  /** The versions that it holds. */
  readonly lists: readonly string[];
  readonly find: (subject: Subject, threshold: number) => Hit[];
};

let kept: Promise<{ lists: string; watch: WatchList }> | null = null;

/** The lists as they are now. Built once for each set of versions, however many ask at the same time. */
export async function watchList(read: Reader): Promise<WatchList> {
  const lists = (await currentLists(read)).map(({ id }) => id);
  const key = lists.join();
  const known = await kept?.catch(() => null);
  if (known?.lists === key) return known.watch;
  kept = build(read, lists).then((watch) => ({ lists: key, watch }));
  return (await kept).watch;
}

async function build(read: Reader, lists: readonly string[]): Promise<WatchList> {
  const names: { item: StoredEntry; name: string }[] = [];
  for await (const piece of entriesOf(read, lists, PIECE))
    for (const item of piece) names.push(...item.names.map((name) => ({ item, name })));
  return { lists, find: finder(buildIndex(names)) };
}

/** Whoever scores the threshold or more, the likest first. Ships and aircraft bear no person’s name. */
export function finder(index: NameIndex<StoredEntry>): WatchList['find'] {
  return (subject, threshold) =>
    index
      .search(subject.name, threshold - LIFT_MAX)
      .flatMap(({ item: { source, ...entry }, written, score: nameScore, parts }): Hit[] => {
        if (entry.kind === 'other') return [];
        const birth = compareBirth(subject.birth, entry.births);
        const country = compareCountries(subject.countries, entry.countries);
        const score = withFacts(nameScore, { birth, country });
        if (score < threshold) return [];
        return [{ source, entry, score, compared: { name: written, nameScore, parts, birth, country } }];
      })
      .toSorted((a, b) => b.score - a.score);
}
