import { useMemo, type ReactElement } from 'react';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { shortReference } from './DayLines.tsx';
import { ProposeFrame } from './ProposeFrame.tsx';
import { type Line, sideWord, sumText } from './rail-words.ts';
import { type Parameters, usePropose } from './use-propose.ts';

type Props = { lines: readonly Line[]; difference: Line['amount']; onDone: () => void };

/** Chosen lines of both sides as one, where their sums agree. */
export function ProposeMatch({ lines, difference, onDone }: Props): ReactElement {
  const { locale } = useTimeFormat();
  const parameters = useMemo((): Parameters => ({ do: 'match', lines: lines.map(({ id }) => id) }), [lines]);
  const propose = usePropose(parameters, onDone);
  const agrees = difference.amount === '0';
  const apart = m.reconciliation_match_differs({ amount: sumText(difference, locale) });
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={lines.map(({ side, reference, amount }) => ({
          label: `${sideWord(side)} · ${shortReference(reference)}`,
          value: <span className="num">{sumText(amount, locale)}</span>,
        }))}
      />
      <p className="prose">{agrees ? m.reconciliation_match_text() : apart}</p>
      <ProposeFrame {...propose} missing={agrees ? null : apart}>
        {null}
      </ProposeFrame>
    </div>
  );
}
