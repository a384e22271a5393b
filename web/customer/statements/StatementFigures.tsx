import type { ReactElement } from 'react';
import { formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Equation } from '#ui/Equation.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { isMonth, KIND_WORDS } from '#web/statement-words.ts';
import { currencyName } from '../app/currency-name.ts';
import { useWide } from '../app/use-wide.ts';
import type { Figures } from './StatementPage.tsx';

/** Opening balance, in, out and closing balance, shown adding up; then by kind. */
export function StatementFigures({ figures }: { figures: Figures }): ReactElement {
  const format = useTimeFormat(figures.timeZone);
  const { currency, kinds, fees, lines, until } = figures;
  const isOver = Date.parse(until) < Number(format.now) - 60_000;
  return (
    <>
      <p className="text-13 text-ink-2">
        {[
          currencyName(currency, format.locale),
          m.statement_lines_count({ count: lines }),
          isMonth(figures) && isOver
            ? figures.timeZone
            : m.statement_as_of({ when: formatTime(until, format) }),
        ].join(' · ')}
      </p>
      <AddUp figures={figures} />
      {lines === 0 ? (
        <p className="prose text-ink-2">{m.statement_none()}</p>
      ) : (
        <Section title={m.statement_head_by_kind()}>
          <Card className="px-4">
            <DefinitionRows
              ruled
              rows={[
                ...kinds.map(({ kind, direction, count, amount }) => ({
                  label: (
                    <>
                      <span className="text-ink">{KIND_WORDS[kind]()}</span>
                      <span className="block text-13 text-ink-3">
                        {direction === 'in' ? m.statement_in() : m.statement_out()} ·{' '}
                        {m.statement_lines_count({ count })}
                      </span>
                    </>
                  ),
                  value:
                    direction === 'in' ? (
                      <Amount money={fromWire(amount)} tone="in" sign="both" />
                    ) : (
                      <Amount money={minusOf(fromWire(amount))} />
                    ),
                })),
                { label: m.statement_fees_short(), value: <Amount money={fromWire(fees)} size="plain" /> },
              ]}
            />
          </Card>
        </Section>
      )}
    </>
  );
}

/** Side by side where there is room, else below each other: adding up either way. */
function AddUp({ figures: { opening, in: moneyIn, out, closing } }: { figures: Figures }): ReactElement {
  const wide = useWide();
  if (!wide)
    return (
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={[
            { label: m.statement_opening(), value: <Amount money={fromWire(opening)} /> },
            { label: m.statement_in(), value: <Amount money={fromWire(moneyIn)} tone="in" sign="both" /> },
            { label: m.statement_out(), value: <Amount money={minusOf(fromWire(out))} /> },
            {
              label: m.statement_closing(),
              value: <Amount money={fromWire(closing)} size="total" />,
              total: true,
            },
          ]}
        />
      </Card>
    );
  const term = (label: string, amount: Figures['opening'], operator?: '+' | '−' | '=') => ({
    key: label,
    label,
    amount: <Amount money={fromWire(amount)} size="total" />,
    operator,
  });
  return (
    <Equation
      terms={[
        term(m.statement_opening(), opening),
        term(m.statement_in(), moneyIn, '+'),
        term(m.statement_out(), out, '−'),
        term(m.statement_closing(), closing, '='),
      ]}
    />
  );
}

const minusOf = ({ minor, currency }: ReturnType<typeof fromWire>): ReturnType<typeof fromWire> => ({
  minor: -minor,
  currency,
});
