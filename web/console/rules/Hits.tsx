import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime, formatMoney } from '#common/format';
import { type RuleId, shortId } from '#common/id';
import { fromWire } from '#common/money';
import type { RiskFact } from '#common/risk-rule';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call, problemIn } from '#web/call.ts';
import { factValue, factWord, type RuleHit } from '#web/rule-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { ruleHitsQuery } from '../session.ts';

/** The newest payments and top-ups that a rule matched, each with its facts; what it turned out to be feeds the replays. */
export function Hits({ id }: { id: RuleId }): ReactElement {
  const query = useQuery(ruleHitsQuery(id));
  return (
    <section className="grid gap-3">
      <h3 className="text-15 font-semibold">{m.console_hits()}</h3>
      <AsyncView<RuleHit[], unknown>
        view={asyncOf<RuleHit[]>({ ...query, data: query.data?.items }, (items) => items.length === 0)}
        loading={() => <SkeletonText lines={3} />}
        empty={() => <p className="text-ink-2">{m.console_hits_none()}</p>}
        failed={(error) => (
          <FailedState title={m.console_hits_failed()} onRetry={() => void query.refetch()}>
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(items) => (
          <ul className="grid gap-2">
            {items.map((hit) => (
              <li key={hit.operationId}>
                <Hit hit={hit} />
              </li>
            ))}
          </ul>
        )}
      />
    </section>
  );
}

/** One payment as a line that opens: its facts, and what it was. */
export function Hit({ hit }: { hit: RuleHit }): ReactElement {
  const format = useTimeFormat();
  const facts = Object.entries(hit.facts) as [RiskFact, string][];
  return (
    <details className="border-t border-line pt-2">
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center justify-between gap-x-3">
        <span>
          {hit.payer.name} <span className="num text-ink-3">{shortId(hit.operationId)}</span>
        </span>
        <span className="num">
          {formatMoney(fromWire(hit.amount), { locale: format.locale })} · {formatDeskTime(hit.at, format)} ·{' '}
          {labelWord(hit.label)}
        </span>
      </summary>
      <div className="grid gap-3 py-3">
        <DefinitionRows
          tight
          rows={facts.map(([fact, value]) => ({
            label: factWord(fact),
            value: (
              <span className="num">
                {factValue(fact, value, { locale: format.locale, currency: hit.countedIn })}
              </span>
            ),
          }))}
        />
        <SayWhatItWas operationId={hit.operationId} />
      </div>
    </details>
  );
}

const labelWord = (label: RuleHit['label']): string =>
  label === null
    ? m.console_hit_label_none()
    : label === 'fraud'
      ? m.console_hit_fraud()
      : m.console_hit_not_fraud();

function SayWhatItWas({ operationId }: { operationId: RuleHit['operationId'] }): ReactElement {
  const [note, setNote] = useState('');
  const fraud = useLabel(operationId, 'fraud', note);
  const good = useLabel(operationId, 'not_fraud', note);
  const missing = note.trim() === '' ? m.console_impose_no_note() : null;
  return (
    <div className="grid gap-2" role="group" aria-label={m.console_hit_say()}>
      <Field label={m.console_hit_note()} error={fraud.failure ?? good.failure}>
        <TextInput value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button unavailable={missing} busy={fraud.busy} onClick={() => void fraud.run()}>
          {m.console_hit_say_fraud()}
        </Button>
        <Button unavailable={missing} busy={good.busy} onClick={() => void good.run()}>
          {m.console_hit_say_good()}
        </Button>
      </div>
    </div>
  );
}

function useLabel(operationId: RuleHit['operationId'], label: 'fraud' | 'not_fraud', note: string) {
  const queries = useQueryClient();
  const toast = useToast();
  return useSubmit(
    useCallback(async () => {
      await call(api.labelPayment, { body: { operationId, label, note } });
      toast(m.console_hit_saved());
      await queries.invalidateQueries({ queryKey: ['rule-hits'] });
    }, [label, note, operationId, queries, toast]),
  );
}
