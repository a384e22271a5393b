import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatTime } from '#common/format';
import type { CaseId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { findingTitle, traceAnswerWord, tracePlaceWord } from '#web/trace-words.ts';
import { AnswerTrace } from './AnswerTrace.tsx';
import { AskBank } from './AskBank.tsx';
import { BankQuestions } from './BankQuestions.tsx';
import { NoteQuestion } from './NoteQuestion.tsx';

export type StaffTrace = OkOf<typeof api.staffTrace>;
export type TraceChanged = (shown: StaffTrace) => Promise<void>;

/** Money that a customer looks for: where the ledger has it, what the bank was asked, what is to be answered. */
export function TracePart({ id }: { id: CaseId }): ReactElement {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['staff-trace', id],
    queryFn: ({ signal }) => call(api.staffTrace, { params: { id }, signal }),
  });
  const renew = useCallback<TraceChanged>(
    async (shown) => {
      queries.setQueryData(['staff-trace', id], shown);
      const keys = [['console-case', id], ['queue'], ['messages', id]];
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    [id, queries],
  );
  const { data } = query;
  if (data)
    return (
      <div className="grid gap-4">
        <Facts trace={data} />
        <BankQuestions questions={data.inquiry.questions} />
        {data.answers.length > 0 ? (
          <div className="grid gap-5 panel:grid-cols-2">
            {asksOf(data).byMachine ? <AskBank id={id} trace={data} onDone={renew} /> : null}
            {asksOf(data).byHand ? <NoteQuestion id={id} trace={data} onDone={renew} /> : null}
            <AnswerTrace id={id} trace={data} onDone={renew} />
          </div>
        ) : null}
      </div>
    );
  return query.isError ? (
    <FailedState
      title={m.trace_desk_failed()}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  ) : (
    <SkeletonText lines={3} />
  );
}

/** Which roads there are to ask anything now. */
function asksOf({ mayAskBank, mayRecall, byMachine }: StaffTrace): { byMachine: boolean; byHand: boolean } {
  const open = [...(mayAskBank ? ['status' as const] : []), ...(mayRecall ? ['recall' as const] : [])];
  const isOurs = open.map((kind) => byMachine.includes(kind));
  return { byMachine: isOurs.includes(true), byHand: isOurs.includes(false) };
}

/** What is the customer’s own is not the reader’s. */
function placeWord({ place, counterparty }: StaffTrace['now']): string {
  if (place === 'your_balance') return m.trace_desk_place_your_balance();
  if (place === 'your_balance_held') return m.trace_desk_place_your_balance_held();
  return tracePlaceWord(place, counterparty);
}

function Facts({ trace: { now, findingThen, inquiry } }: { trace: StaffTrace }): ReactElement {
  const format = useTimeFormat();
  const { askedAt, recalledAt, answer, reference } = inquiry;
  const amount = formatMoney(fromWire(now.amount), { locale: format.locale });
  const when = (at: string): { when: string; reference: string } => ({
    when: formatTime(at, format),
    reference: reference ?? '',
  });
  const bank = recalledAt
    ? m.trace_desk_recalled(when(recalledAt))
    : askedAt
      ? m.trace_desk_asked(when(askedAt))
      : m.trace_desk_not_asked();
  return (
    <>
      <h3 className="text-15 font-semibold">{m.trace_desk_title()}</h3>
      <DefinitionRows
        tight
        rows={[
          { label: m.trace_desk_place(), value: `${placeWord(now)} · ${amount}` },
          { label: m.trace_desk_then(), value: findingTitle(findingThen) },
          { label: m.trace_desk_now(), value: findingTitle(now.finding) },
          // What the product asked stands below, with what the bank says.
          ...(inquiry.questions.length === 0 ? [{ label: m.trace_desk_bank(), value: bank }] : []),
          ...(answer ? [{ label: m.trace_desk_answer(), value: traceAnswerWord(answer) }] : []),
        ]}
      />
    </>
  );
}
