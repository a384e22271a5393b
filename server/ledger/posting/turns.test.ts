import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.ts';

/** Work that ends when it is told to, and what was going on when it began. */
function works() {
  const under = new Set<string>();
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<void> => {
    under.add(name);
    seen.push([...under].join('+'));
    await new Promise<void>((end) => ends.set(name, end));
    under.delete(name);
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await turn();
  };
  return { work, end, seen };
}

test('what may overlap overlaps; what is alone waits for it, in order, and lets nobody else begin', async () => {
  const turns = new Turns();
  const { work, end, seen } = works();
  const all = [turns.together(work('a')), turns.together(work('b'))];
  assert.equal(turns.busy, 2);
  all.push(turns.alone(work('x')), turns.alone(work('y')));
  assert.equal(turns.busy, Number.POSITIVE_INFINITY);
  for (const name of ['a', 'b', 'x', 'y']) await end(name);
  await Promise.all(all);
  assert.deepEqual(seen, ['a', 'a+b', 'x', 'y']);
  assert.equal(turns.busy, 0);
});

test('what fails gives its turn back, and the next one has it', async () => {
  const turns = new Turns();
  const failing = async (): Promise<never> => Promise.reject(new Error('no'));
  await assert.rejects(turns.together(failing), /no/);
  await assert.rejects(turns.alone(failing), /no/);
  assert.equal(await turns.alone(async () => 'yes'), 'yes');
  assert.equal(turns.busy, 0);
});
