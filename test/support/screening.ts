import assert from 'node:assert/strict';
import type { Browser } from '#test/identity';
import { done } from '#test/whole';

/** Of the made-up lists that a sandbox brings. */
export const LISTED_NAME = 'Ignatius Malthouse-Verrin';
const LOOKS = 200;
const LOOK_MS = 50;

/** What staff finds in the queue about a customer, once the job has run. */
export async function matchOf(risk: Browser, customer: string): Promise<{ id: string; score: number }> {
  for (let look = 0; look < LOOKS; look++) {
    const { items } = await done(risk, 'GET', '/api/v1/staff/screening-matches');
    const found = (items as { id: string; score: number; customer: { id: string } }[]).find(
      (match) => match.customer.id === customer,
    );
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return assert.fail(`${customer} was not found by screening`);
}
