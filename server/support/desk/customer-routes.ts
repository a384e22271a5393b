import { api } from '#common/api/index';
import type { CaseTopic } from '#common/api/support';
import { entrySchema } from '#common/api/wallet';
import type { CaseId, CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import * as cases from '#cases';
import { customerById } from '#identity';
import { entryFor, parseOperationId, type Entry } from '#operations';
import type { CustomerActor } from '#platform/actor';
import type { Reader, Tx } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { TOPIC_OF } from '../explain/articles-for.ts';
import { reasonText, spoken } from '../explain/explain.ts';
import { showCase, showCases, wireMessage } from './case-view.ts';
import { issueRecord } from './record.ts';

const NOT_FOUND = { code: 'not_found' } as const satisfies Refusal<'not_found'>;
/** A customer's own view of a case: without notes. */
const view = (locale: Locale) => ({ locale, audience: 'everyone' }) as const;

/** What a customer does with the own cases. Somebody else's case is not there on any of these. */
export function customerRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock, signingKeys } = deps;
  const own = (actor: CustomerActor, id: CaseId) => cases.caseOfCustomer(db.read, actor.id, id);

  serve(server, api.openCase, async ({ actor, body, tx, locale }) => {
    const opened = await openCase(tx, deps, {
      ...body,
      customer: actor.id,
      subjectId: body.subjectId ?? null,
      locale,
    });
    return opened.ok ? ok(await showCase(tx, opened.value, view(locale))) : opened;
  });
  serve(server, api.cases, async ({ actor, query, locale }) => {
    const page = await cases.listCases(db.read, actor.id, query);
    if (!page) return err({ code: 'malformed_request' });
    return {
      items: await showCases(db.read, page.items, view(locale)),
      next: page.next,
    };
  });
  serve(server, api.case, async ({ actor, params, locale }) => {
    const it = await own(actor, params.id);
    return it ? showCase(db.read, it, view(locale)) : err(NOT_FOUND);
  });
  serve(server, api.caseMessages, async ({ actor, params, query }) => {
    const it = await own(actor, params.id);
    if (!it) return err(NOT_FOUND);
    const messages = await cases.messagesSince(db.read, {
      caseId: it.id,
      since: query.since,
      audience: 'everyone',
    });
    return {
      items: messages.map((message) => wireMessage(message, 'everyone')),
      lastSeq: Math.max(it.lastPublicSeq, messages.at(-1)?.publicSeq ?? 0),
    };
  });
  serve(server, api.postMessage, async ({ actor, params, body }) => {
    const author = { kind: 'customer', id: actor.id } as const;
    const posted = await db.transaction((tx) =>
      cases.postAsCustomer(tx, clock, {
        caseId: params.id,
        messageId: body.clientId,
        text: body.text,
        author,
      }),
    );
    return posted.ok ? ok(wireMessage(posted.value, 'everyone')) : posted;
  });
  serve(server, api.readMessages, async ({ actor, params, body, locale }) => {
    if (!(await own(actor, params.id))) return err(NOT_FOUND);
    await db.transaction((tx) => cases.markRead(tx, { caseId: params.id, by: 'customer', seq: body.seq }));
    const it = await own(actor, params.id);
    return it ? showCase(db.read, it, view(locale)) : err(NOT_FOUND);
  });
  serve(server, api.caseRecord, async ({ actor, params, locale }) => {
    const it = await own(actor, params.id);
    return it ? issueRecord(db.read, signingKeys, it, { locale, now: clock.now() }) : err(NOT_FOUND);
  });
}

type Opening = {
  readonly id: CaseId;
  readonly customer: CustomerId;
  readonly topic: CaseTopic;
  readonly subjectId: string | null;
  readonly text: string;
  readonly locale: Locale;
};
type OpeningRefusal = Refusal<'not_found' | 'message_empty' | 'message_too_long' | 'idempotency_key_reused'>;

/** Opens a case with what the system knows: the entry as it is now goes along as evidence, and what was explained stands first. */
async function openCase(
  tx: Tx,
  { clock, signingKeys }: SupportDeps,
  { id, customer, topic, subjectId, text, locale }: Opening,
): Promise<Result<cases.Case, OpeningRefusal>> {
  const entry = subjectId === null ? null : await ownEntry(tx, customer, subjectId);
  if (subjectId !== null && !entry) return err(NOT_FOUND);
  const person = await customerById(tx, customer);
  invariant(person !== null, 'a signed-in customer exists');
  const told = entry && reasonText(entry, { locale, timeZone: person.timeZone, now: clock.now().toString() });
  return cases.openCase(tx, clock, signingKeys, {
    id,
    kind: 'question',
    topic: entry && topic === 'other' ? TOPIC_OF[entry.kind] : topic,
    customer,
    subject: entry ? { kind: 'operation', id: entry.id } : null,
    evidence: entry && evidenceFrom(entry),
    explained: told && entry?.reason ? { text: spoken(told), facts: { code: entry.reason.code } } : null,
    text,
  });
}

/** The entry as one of its participants may see it; of others' entries there is nothing to attach. */
export async function ownEntry(read: Reader, customer: CustomerId, text: string): Promise<Entry | null> {
  const id = parseOperationId(text);
  return id ? entryFor(read, customer, id, cases.casesAbout) : null;
}

/** In the form of the contract, so that what is signed is what a record shows; without the link that only its owner may use. */
const evidenceFrom = (entry: Entry): cases.Json => entrySchema.parse({ ...entry, challengeUrl: null });
