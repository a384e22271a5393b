import { CURRENCY_EXPONENT, type Currency, decimalText, money } from '#common/money';
import { localTimes } from './local-time.ts';
import type { Line, StatementHead, StatementWords } from './statement.ts';
import { otherOf } from './write-csv.ts';

/** Letters of a description that would end it: a comment, a line; two spaces stand between an account and its amount. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029;]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** How hledger is told to write a currency: the symbol, and as many digits as ISO 4217 says. */
const commodity = (currency: Currency): string => {
  const exponent = CURRENCY_EXPONENT[currency];
  return `${currency} 1000.${'0'.repeat(exponent)}`;
};

/**
 * A journal that hledger reads. Every posting to the wallet carries the balance after it as an assertion, so that `hledger check` proves
 * the whole of it; account names are the same in all languages, since programs read them.
 */
export async function* writeJournal(
  head: StatementHead,
  lines: AsyncIterable<readonly Line[]>,
  words: StatementWords,
): AsyncGenerator<string> {
  const { currency, figures, period, code, verifyUrl } = head;
  const local = localTimes(period.timeZone);
  const wallet = `assets:okpay:${currency}`;
  const title = [`OKPay ${words.title} ${head.id}`, words.period(period), period.timeZone].join(' · ');
  yield `; ${plain(title)}\n; ${plain(words.verify({ url: verifyUrl, code }))}\n\ncommodity ${commodity(currency)}\n\n`;
  const opening = decimalText(figures.opening);
  yield `${period.from} * opening balance\n    ${wallet}  ${currency} ${opening} = ${currency} ${opening}\n    equity:opening balances\n\n`;
  for await (const page of lines)
    yield page
      .map((line) => {
        const { date, time } = local(line.at);
        const isIn = line.direction === 'in';
        const amount = isIn ? line.amount : money(-line.amount.minor, currency);
        const other = `${isIn ? 'income' : 'expenses'}:${line.kind}`;
        const description = plain([otherOf(line) || 'OKPay', line.note ?? ''].filter(Boolean).join(' | '));
        return `${date} * (${line.reference}) ${description}  ; ${time} ${plain(words.kinds[line.kind])}
    ${wallet}  ${currency} ${decimalText(amount)} = ${currency} ${decimalText(line.balance)}
    ${other}\n\n`;
      })
      .join('');
  yield `; ${words.closing}: ${currency} ${decimalText(figures.closing)}\n`;
}
