import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProviderAnswer } from '../provider-call.ts';
import { readEwalletReport } from './settlement.ts';

const OF = { day: '2026-12-02', currency: 'CNY' } as const;
const line = (id: string, amount = '500', more: object = {}) => ({
  id,
  kind: 'payment',
  payment: id,
  reference: `tu_${id}`,
  refund_reference: null,
  amount,
  currency: 'CNY',
  at: '2026-12-02T08:00:00Z',
  ...more,
});
const three = [line('wp_1'), line('wp_2', '300'), line('wf_1', '20', { kind: 'fee', payment: 'wp_1' })];
const head = { ...OF, opening: '100', closing: '880', count: 3 };

/** Answers pages by where they begin. */
const pages =
  (told: Record<number, ProviderAnswer | object>) =>
  async (_method: 'GET', path: string): Promise<ProviderAnswer> => {
    const page = told[Number(new URL(path, 'http://x').searchParams.get('from'))];
    assert.ok(page, `nobody has a page at ${path}`);
    return 'kind' in page ? (page as ProviderAnswer) : { kind: 'answered', status: 200, body: page };
  };
const outcome = async (told: Parameters<typeof pages>[0]): Promise<string> => {
  const read = await readEwalletReport(pages(told), OF);
  if (read.ok) return `${read.value.lines.length} lines`;
  return read.error.code === 'report_refused'
    ? `${read.error.fault} at ${read.error.line}`
    : read.error.cause;
};
const one = (more: object) => ({ 0: { ...head, lines: three, next: null, ...more } });

describe('a report of the e-wallet', () => {
  test('is read over all its pages, each line with its sign', async () => {
    const read = await readEwalletReport(
      pages({
        0: { ...head, lines: three.slice(0, 2), next: 2 },
        2: { ...head, lines: three.slice(2), next: null },
      }),
      OF,
    );
    assert.ok(read.ok);
    assert.deepEqual(
      [read.value.openingMinor, read.value.closingMinor, read.value.lines.map(({ kind }) => kind)],
      [100n, 880n, ['payment', 'payment', 'fee']],
    );
  });

  const cases: [string, Record<number, ProviderAnswer | object>, string][] = [
    ['nothing moved on', { 0: { ...head, closing: '100', count: 0, lines: [], next: null } }, '0 lines'],
    [
      'with an amount with a point',
      one({ lines: [three[0], line('wp_2', '3.00'), three[2]] }),
      'unreadable at 2',
    ],
    ['with an amount below zero', one({ lines: [line('wp_1', '-500')] }), 'unreadable at 1'],
    ['with a line of nothing', one({ lines: [line('wp_1', '0')] }), 'unreadable at 1'],
    ['with a line that is no line', one({ lines: [three[0], 'wp_2', three[2]] }), 'unreadable at 2'],
    ['of a kind that nobody knows', one({ lines: [line('wp_1', '5', { kind: 'gift' })] }), 'unreadable at 1'],
    ['without its sums', one({ opening: undefined }), 'unreadable at 0'],
    ['about another day', one({ day: '2026-12-03' }), 'unreadable at 0'],
    ['in another currency', one({ currency: 'USD' }), 'other_currency at 0'],
    [
      'with a line in another currency',
      one({ lines: [three[0], line('wp_2', '300', { currency: 'USD' }), three[2]] }),
      'other_currency at 2',
    ],
    ['that tells a line twice', one({ count: 4, lines: [...three, three[1]] }), 'told_twice at 4'],
    ['whose end is missing', one({ lines: three.slice(0, 2) }), 'cut_off at 3'],
    ['with more lines than it says', one({ count: 2 }), 'does_not_add_up at 3'],
    ['with a closing sum that is not that of its lines', one({ closing: '881' }), 'does_not_add_up at 3'],
    ['that says that it is huge', one({ count: 200_001 }), 'too_long at 0'],
    [
      'with a page that is larger than any page',
      {
        0: { ...head, lines: three.slice(0, 2), next: 2 },
        2: { kind: 'unknown', cause: 'answer_too_large' },
      },
      'too_long at 3',
    ],
    [
      'with a page that breaks off',
      {
        0: { ...head, lines: three.slice(0, 2), next: 2 },
        2: { kind: 'unknown', cause: 'answer_unreadable' },
      },
      'unreadable at 2',
    ],
    ['that leads in a circle', { 0: { ...head, lines: three.slice(0, 2), next: 1 } }, 'unreadable at 2'],
    ['that goes on for ever with nothing', { 0: { ...head, lines: [], next: 1 } }, 'unreadable at 0'],
    [
      'whose sums change between its pages',
      {
        0: { ...head, lines: three.slice(0, 2), next: 2 },
        2: { ...head, closing: '881', lines: three.slice(2), next: null },
      },
      'unreadable at 2',
    ],
    ['of an e-wallet that is away', { 0: { kind: 'unknown', cause: 'timeout' } }, 'timeout'],
    [
      'that it does not have',
      { 0: { kind: 'answered', status: 404, body: { error: { code: 'not_found' } } } },
      'request_refused',
    ],
  ];
  for (const [name, told, expected] of cases)
    test(`${name}: ${expected}`, async () => assert.equal(await outcome(told), expected));
});
