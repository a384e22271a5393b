// A client of the product: what it is, and how it asks. Whatever moves money is asked with a key of its own until there is an answer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '#common/api/client';
import type { Answer, Journal } from './journal.ts';
import { failureOf, type Person } from './people.ts';
import type { Random } from './random.ts';

/** Percent of the requests that are sent to both processes at once. */
const TWICE_PERCENT = 10;
export const ASK_AGAIN_MS = 150;

export type Client = {
  person: Person;
  others: readonly [Person, ...Person[]];
  cards: readonly [string, ...string[]];
  /** Address of the bank, of which the client's own people send money. */
  bank: string;
  random: Random;
  journal: Journal;
  isFinishing: () => boolean;
};

/** Something that moves no money; null when it could not be done now. */
export async function prepared<T>(
  { person, random }: Client,
  work: (call: Call) => Promise<T>,
): Promise<T | null> {
  try {
    return await work(person.call(random.below(2)));
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'signed_out')
      await person.signIn().catch((failed: unknown) => void failureOf(failed));
    return null;
  }
}

type Entry = { state: string; movements: readonly { balanceAfter: { amount: string } | null }[] };

/** Asks until there is an answer, now of this process and now of that; sometimes of both at once. Answers the code of a refusal. */
export async function answered(
  client: Client,
  op: string,
  ask: (call: Call) => Promise<Entry>,
): Promise<string | null> {
  const { person, random, journal } = client;
  const first = random.below(2);
  const twin = random.chance(TWICE_PERCENT) ? attempt(client, op, () => ask(person.call(first + 1))) : null;
  let answer = await attempt(client, op, () => ask(person.call(first)));
  await twin;
  for (let next = first + 1; answer === null; next++) {
    await sleep(ASK_AGAIN_MS);
    journal.write({ k: 'again', op });
    answer = await attempt(client, op, () => ask(person.call(next)));
  }
  return answer.how === 'refused' ? answer.code : null;
}

/** One request. Whatever it answers is written down; null if that leaves open what happened. */
async function attempt(
  { person, journal }: Client,
  op: string,
  ask: () => Promise<Entry>,
): Promise<Answer | null> {
  try {
    const { state, movements } = await ask();
    const after = movements.findLast(({ balanceAfter }) => balanceAfter !== null)?.balanceAfter;
    const answer: Answer = { how: 'entry', state, after: after ? Number(after.amount) : null };
    journal.write({ k: 'told', op, answer });
    return answer;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'refused') {
      const answer: Answer = { how: 'refused', code: failure.code };
      journal.write({ k: 'told', op, answer });
      return answer;
    }
    journal.write({ k: 'unknown', op, why: failure.kind === 'unknown' ? failure.why : failure.kind });
    if (failure.kind === 'signed_out')
      await person.signIn().catch((failed: unknown) => void failureOf(failed));
    return null;
  }
}
