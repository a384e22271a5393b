import type { z } from 'zod';
import { consoleTraceApi as api, type staffTraceSchema } from '#common/api/console-trace';
import { QUESTION_KINDS } from '#common/api/trace';
import type { CaseId, StaffId } from '#common/id';
import { err, invariant, ok } from '#common/result';
import { Temporal } from '#platform/clock';
import { serve, type Server } from '#platform/http';
import { recordLooks } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { askBank } from './ask-bank.ts';
import { showTrace, wireInquiry } from './look.ts';
import { subjectOf } from './make-question.ts';
import { suggestionOf } from './question.ts';
import * as store from './store.ts';
import { answersIn, isWithBank, nextState, type Trace } from './trace.ts';
import { answerTrace, askAboutTrace } from './work-on-trace.ts';

const NOT_FOUND = { code: 'not_found' } as const;

/** Money that a customer looks for, at the desk. Whoever looks is on record; what is noted and answered is told to the customer. */
export function consoleTraceRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const shown = async (staff: StaffId, caseId: CaseId) => {
    const trace = await store.findTrace(db.read, caseId);
    if (!trace) return err(NOT_FOUND);
    await recordLooks({ db, clock }, { staff, customers: [trace.customer], desk: 'traces' });
    return ok(await show(deps, trace));
  };
  serve(server, api.staffTrace, ({ actor, params: { id } }) => shown(actor.id, id));
  serve(server, api.askAboutTrace, async ({ actor, params: { id }, body }) => {
    const { kind, reference } = body;
    const asked = await db.transaction((tx) =>
      reference === undefined
        ? askBank(tx, deps, { caseId: id, kind, by: actor.id })
        : askAboutTrace(tx, clock, { caseId: id, kind, reference, by: actor.id }),
    );
    return asked.ok ? shown(actor.id, id) : asked;
  });
  serve(server, api.answerTrace, async ({ actor, params: { id }, body }) => {
    const answered = await db.transaction((tx) =>
      answerTrace(tx, clock, { caseId: id, answer: body.answer, by: actor.id }),
    );
    return answered.ok ? shown(actor.id, id) : answered;
  });
}

const byTime = (a: { at: string }, b: { at: string }): number =>
  Temporal.Instant.compare(Temporal.Instant.from(a.at), Temporal.Instant.from(b.at));

async function show(deps: WalletDeps, trace: Trace): Promise<z.output<typeof staffTraceSchema>> {
  const { db, clock } = deps;
  const now = await showTrace(db.read, clock, trace.customer, trace.operation);
  invariant(now !== null, `${trace.customer} takes part in ${trace.operation}`);
  const inquiry = await wireInquiry(db.read, trace);
  const answers = [...answersIn(trace)];
  const said = inquiry.questions.flatMap((question) => question.answers).toSorted(byTime);
  const subject = await subjectOf(db.read, deps, trace.operation);
  return {
    now,
    findingThen: trace.finding,
    inquiry,
    answers,
    suggested: suggestionOf(
      said.map((each) => each.said),
      answers,
    ),
    mayAskBank: isWithBank(trace) && nextState(trace.state, 'ask') !== null,
    mayRecall: isWithBank(trace) && nextState(trace.state, 'recall') !== null,
    byMachine: QUESTION_KINDS.filter((kind) => subject?.may[kind]),
  };
}
