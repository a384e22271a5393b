import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { answerText, itemWord, refusalWord } from '#web/proof-words.ts';
import type { Submission } from '#web/use-submit.ts';
import type { OpenedProof } from './proof-queries.ts';

/** What was written, to be compared with what is seen; then one of two presses. */
export function Verdict({
  proof,
  approve,
  onRefuse,
}: {
  proof: OpenedProof;
  approve: Submission;
  onRefuse: () => void;
}): ReactElement {
  const { row, items, history } = proof;
  const format = useTimeFormat();
  const written = items.filter(({ file }) => file === null);
  return (
    <div className="grid content-start gap-5 p-5">
      <div className="grid justify-items-start gap-2">
        <h2 className="text-15 font-semibold">{m.console_proof_written()}</h2>
        {row.state === 'second_review' ? <Pill status="held">{m.console_proof_needs_second()}</Pill> : null}
      </div>
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_proof_account_name(), value: proof.customer.name },
          ...written.map(({ item, value }) => ({
            label: itemWord(item),
            value: value === null ? m.console_proof_missing() : answerText(item, value),
          })),
        ]}
      />
      {row.isOwn ? <p className="prose text-ink-2">{m.console_proof_own_text()}</p> : null}
      <div className="grid gap-3">
        {row.isOwn ? null : (
          <Button
            variant="primary"
            wide
            busy={approve.busy}
            busyLabel={m.console_proof_deciding()}
            onClick={() => void approve.run()}
          >
            {m.console_proof_approve()}
          </Button>
        )}
        <Button wide onClick={onRefuse}>
          {m.console_proof_refuse()}
        </Button>
        <Hint error={approve.failure} />
      </div>
      <Keys />
      {history.length > 0 ? (
        <section className="grid gap-3">
          <h3 className="text-13 font-semibold">{m.console_proof_history()}</h3>
          <Timeline
            wide
            items={history.map(({ at, by, decision, refusals }) => ({
              key: at,
              state: 'past',
              what:
                decision === 'approve'
                  ? m.console_proof_by_approved({ name: by })
                  : m.console_proof_by_refused({ name: by }),
              when: formatDeskTime(at, format),
              at,
              fact: refusals
                .map(({ item, reason, note }) => `${itemWord(item)}: ${refusalWord(reason)} ${note}`.trim())
                .join('; '),
            }))}
          />
        </section>
      ) : null}
    </div>
  );
}

const KEYS: readonly [key: string, does: () => string][] = [
  ['a', m.console_proof_approve],
  ['r', m.console_proof_refuse],
  ['n', m.console_proof_key_next],
  ['+', m.console_proof_zoom_in],
  ['-', m.console_proof_zoom_out],
  ['t', m.console_proof_turn],
];
const Keys = (): ReactElement => (
  <ul className="hidden flex-wrap gap-x-4 gap-y-1 text-12 text-ink-3 pane:flex">
    {KEYS.map(([key, does]) => (
      <li key={key} className="flex items-center gap-1.5">
        <kbd className="kbd">{key}</kbd>
        {does()}
      </li>
    ))}
  </ul>
);
