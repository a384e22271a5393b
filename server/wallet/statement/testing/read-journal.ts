// Reads a journal as plain-text accounting programs do, as far as ours goes: to see that its balances are the ledger's.
import assert from 'node:assert/strict';

const POSTING = /^ {4}(\S.*?)(?: {2}([A-Z]{3}) (-?[\d.]+)(?: = \2 (-?[\d.]+))?)?$/;
const minor = (text: string): bigint => BigInt(text.replace('.', ''));

type Posting = { account: string; amount: bigint | null; asserted: bigint | null };

/** Balances by account; each transaction sums to zero, with at most one amount left out, and every assertion holds where it stands. */
export function readJournal(text: string): { balances: Map<string, bigint>; assertions: number } {
  const balances = new Map<string, bigint>();
  let assertions = 0;
  const post = (postings: readonly Posting[]): void => {
    const left = postings.filter(({ amount }) => amount === null);
    const sum = postings.reduce((total, { amount }) => total + (amount ?? 0n), 0n);
    assert.ok(left.length === 1 || (left.length === 0 && sum === 0n), 'a transaction balances');
    for (const { account, amount, asserted } of postings) {
      const after = (balances.get(account) ?? 0n) + (amount ?? -sum);
      balances.set(account, after);
      if (asserted === null) continue;
      assert.equal(after, asserted, `${account} is as it says`);
      assertions += 1;
    }
  };
  for (const block of text.split(/\n{2,}/)) {
    const rows = block.split('\n').filter((row) => row !== '' && !row.startsWith(';'));
    const [head = 'commodity', ...postings] = rows;
    if (head.startsWith('commodity')) continue;
    assert.match(head, /^\d{4}-\d\d-\d\d \* [^;]+(?: {2}; .+)?$/);
    post(postings.map(postingOf));
  }
  return { balances, assertions };
}

function postingOf(row: string): Posting {
  const [, account, , amount, asserted] = POSTING.exec(row) ?? assert.fail(row);
  return {
    account: account ?? assert.fail(row),
    amount: amount === undefined ? null : minor(amount),
    asserted: asserted === undefined ? null : minor(asserted),
  };
}
