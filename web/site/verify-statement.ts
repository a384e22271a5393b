// What /verify shows of a statement: facts from the paper that was signed, never from the file that somebody was shown.
import { formatCount, formatMoney, formatTimeWithZone } from '#common/format';
import type { Locale } from '#common/locale';
import { type Currency, money } from '#common/money';

/** The parts of a statement's paper that are shown. */
export type StatementFacts = {
  readonly statement: string;
  readonly code: string;
  readonly holder: string;
  readonly account: string;
  readonly currency: Currency;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly opening: string;
  readonly in: string;
  readonly out: string;
  readonly closing: string;
  readonly lines: number;
  readonly issuedAt: string;
};

/** The paper of the statement with this code or this file; null if we issued none. Throws when nobody answers. */
export async function statementByMark(mark: string): Promise<StatementFacts | null> {
  const answered = await fetch('/api/v1/statement-checks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mark }),
  });
  if (answered.status === 404 || answered.status === 400) return null;
  if (!answered.ok) throw new Error(`the check answered ${answered.status}`);
  return (await answered.json()) as StatementFacts;
}

export function showStatement(paper: StatementFacts, locale: Locale): void {
  const list = document.querySelector<HTMLElement>('#statement-facts');
  if (!list) throw new Error('the list is in the page');
  const { currency, timeZone } = paper;
  const amount = (minor: string): string => formatMoney(money(BigInt(minor), currency), { locale });
  const texts: Record<string, string> = {
    holder: paper.holder,
    account: `${paper.account} (${currency})`,
    period: `${paper.from} – ${paper.to} (${timeZone})`,
    opening: amount(paper.opening),
    in: amount(paper.in),
    out: amount(paper.out),
    closing: amount(paper.closing),
    lines: formatCount(paper.lines, locale),
    issuedAt: formatTimeWithZone(paper.issuedAt, { locale, timeZone, now: 0 }),
    statement: paper.statement,
    code: paper.code,
  };
  for (const [slot, text] of Object.entries(texts)) {
    const place = list.querySelector(`[data-slot="${slot}"]`);
    if (place) place.textContent = text;
  }
  list.hidden = false;
}
