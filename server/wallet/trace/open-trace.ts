import type { CaseTopic } from '#common/api/support';
import { entrySchema } from '#common/api/wallet';
import type { CaseId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { caseForStaff, type Json, openCase, tellStep } from '#cases';
import { type Entry, parseOperationId } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import { mayAsk } from './decide.ts';
import { checkOf } from './look.ts';
import * as store from './store.ts';
import type { Trace } from './trace.ts';

type Deps = { readonly clock: Clock; readonly signingKeys: SigningKeys };
type ToTrace = {
  readonly id: CaseId;
  readonly customer: CustomerId;
  readonly entry: string;
  readonly text: string;
};
type TraceRefusal = Refusal<
  | 'not_found'
  | 'trace_too_early'
  | 'trace_answered'
  | 'trace_open'
  | 'message_empty'
  | 'message_too_long'
  | 'idempotency_key_reused'
>;

const TOPIC_OF: Record<Entry['kind'], CaseTopic> = {
  top_up: 'top_up',
  bank_top_up: 'top_up',
  transfer: 'transfer',
  recall: 'transfer',
  chargeback: 'debt',
  exchange: 'account',
  withdrawal: 'account',
  cross_border: 'account',
};

/** Sends people to look for the money of an entry: the check as it is now goes along, signed, and the clock begins. */
export async function openTrace(
  tx: Tx,
  { clock, signingKeys }: Deps,
  { id, customer, entry: entryText, text }: ToTrace,
): Promise<Result<Trace, TraceRefusal>> {
  const operation = parseOperationId(entryText);
  const check = operation && (await checkOf(tx, clock, customer, operation));
  if (!operation || !check) return err({ code: 'not_found' });
  const known = await store.findTrace(tx, id);
  if (known)
    return known.customer === customer && known.operation === operation
      ? ok(known)
      : err({ code: 'idempotency_key_reused' });
  if (await caseForStaff(tx, id)) return err({ code: 'idempotency_key_reused' });
  const { found, traced } = check;
  if (found.expectedBy) return err({ code: 'trace_too_early', expectedBy: found.expectedBy.toString() });
  // The ledger says it all, perhaps since a moment ago: looked at anew, the page says where it is.
  if (!mayAsk(found)) return err({ code: 'trace_answered' });
  const trace: Trace = {
    caseId: id,
    operation,
    customer,
    finding: found.finding,
    state: 'looking',
    askedAt: null,
    recalledAt: null,
    reference: null,
    answer: null,
    answeredAt: null,
    openedAt: clock.now(),
  };
  if (!(await store.insertTrace(tx, trace))) return err({ code: 'trace_open' });
  const opened = await openCase(tx, clock, signingKeys, {
    id,
    kind: 'trace',
    topic: TOPIC_OF[traced.entry.kind],
    customer,
    subject: { kind: 'operation', id: operation },
    evidence: entrySchema.parse({ ...traced.entry, challengeUrl: null }) as Json,
    circumstances: { finding: found.finding, place: found.place },
    explained: null,
    text: text.trim() === '' ? null : text,
    awaitsDecision: true,
  });
  if (!opened.ok) return opened;
  await tellStep(tx, clock, id, { step: 'checked', finding: found.finding });
  return ok(trace);
}
