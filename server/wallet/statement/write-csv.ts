import { type Currency, decimalText, type Money } from '#common/money';
import { CSV_MARK, csvRecord } from '#platform/csv';
import { localTimes } from './local-time.ts';
import type { Line, StatementHead, StatementWords } from './statement.ts';

/** How the other party is written where there is one field for it. */
export const otherOf = ({ counterparty }: Line): string =>
  [counterparty?.name ?? '', counterparty?.detail ?? ''].filter((part) => part !== '').join(' ');

/** A table: a record for the opening balance, one per line, one for the closing balance. In and out are columns, so no amount has a sign. */
export async function* writeCsv(
  head: StatementHead,
  lines: AsyncIterable<readonly Line[]>,
  words: StatementWords,
): AsyncGenerator<string> {
  const { columns } = words;
  const { currency, figures, period, code, verifyUrl } = head;
  const local = localTimes(period.timeZone);
  yield CSV_MARK + csvRecord(ORDER.map((column) => columns[column]));
  yield record({ date: period.from, kind: words.opening, balance: figures.opening }, currency);
  for await (const page of lines)
    yield page
      .map((line) => {
        const { reference, balance, note } = line;
        const side = { [line.direction]: line.amount };
        const shown = {
          ...local(line.at),
          kind: words.kinds[line.kind],
          other: otherOf(line),
          note,
          reference,
        };
        return record({ ...shown, ...side, balance }, currency);
      })
      .join('');
  const verify = words.verify({ url: verifyUrl, code });
  const sums = { in: figures.in, out: figures.out, balance: figures.closing };
  yield record({ date: period.to, kind: words.closing, note: verify, reference: head.id, ...sums }, currency);
}

/** The columns, from left to right. */
const ORDER = [
  'date',
  'time',
  'kind',
  'other',
  'note',
  'reference',
  'in',
  'out',
  'balance',
  'currency',
] as const;
type Cells = Partial<Record<'date' | 'time' | 'kind' | 'other' | 'reference', string>> &
  Partial<Record<'in' | 'out' | 'balance', Money>> & { readonly note?: string | null };

function record(cells: Cells, currency: Currency): string {
  const amount = (column: 'in' | 'out' | 'balance'): string => {
    const money = cells[column];
    return money ? decimalText(money) : '';
  };
  const { date = '', time = '', kind = '', other = '', note, reference = '' } = cells;
  const words = [date, time, kind, other, note ?? '', reference];
  return csvRecord([...words, amount('in'), amount('out'), amount('balance'), currency]);
}
