import type { ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { CURRENCIES, fromWire, money } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { PLACE_WORDS } from '#web/story-words.ts';
import type { Trace } from '#web/trace-words.ts';

/** What each place gave and got, shown adding up to nothing. */
export function TraceProof({ trace: { sums } }: { trace: Trace }): ReactElement {
  const { locale } = useTimeFormat();
  const signed = (amount: ReturnType<typeof fromWire>): string =>
    formatMoney(amount, { locale, sign: amount.minor === 0n ? 'never' : 'both' });
  const totals = CURRENCIES.filter((currency) => sums.some(({ change }) => change.currency === currency)).map(
    (currency) =>
      sums
        .map(({ change }) => fromWire(change))
        .filter((change) => change.currency === currency)
        .reduce((sum, change) => money(sum.minor + change.minor, currency), money(0n, currency)),
  );
  return (
    <Section title={m.trace_proof()}>
      <Card className="px-4">
        <p className="prose py-3 text-13 text-ink-2">
          {sums.length > 0 ? m.trace_proof_text() : m.trace_proof_none()}
        </p>
        {sums.length > 0 ? (
          <DefinitionRows
            ruled
            rows={[
              ...sums.map(({ place, change }) => ({
                label: PLACE_WORDS[place](),
                value: <span className="num">{signed(fromWire(change))}</span>,
              })),
              ...totals.map((total) => ({
                label: m.trace_proof_sum(),
                value: <span className="num">{signed(total)}</span>,
                total: true,
              })),
            ]}
          />
        ) : null}
      </Card>
    </Section>
  );
}
