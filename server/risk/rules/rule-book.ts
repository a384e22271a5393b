import type { Reader } from '#platform/db';
import { type CompiledSet, compileSet } from './evaluate.ts';
import { findLiveVersion, findSet } from './store.ts';

/**
 * The rules of this process, ready to decide by. What is live the database says, with each question; only a set that was not seen before
 * is read, since a set never changes.
 */
export type RuleBook = {
  /** The set of a version that was just asked for with other facts. */
  at(read: Reader, version: number): Promise<CompiledSet>;
  live(read: Reader): Promise<CompiledSet>;
};

export function createRuleBook(): RuleBook {
  let known: CompiledSet | null = null;
  const at = async (read: Reader, version: number): Promise<CompiledSet> => {
    if (known?.version === version) return known;
    const set = compileSet(await findSet(read, version));
    // A slower process of reading does not bring an older set back.
    if (!known || known.version < version) known = set;
    return set;
  };
  return { at, live: async (read) => at(read, await findLiveVersion(read)) };
}
