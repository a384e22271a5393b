import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok } from '#common/result';
import * as cases from '#cases';
import { accessRequestOf, customerNames, staffById } from '#identity';
import type { StaffActor } from '#platform/actor';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { showCase, showCases, wireMessage } from './case-view.ts';
import { consoleCase } from './customer-view.ts';
import { insertLook, type Look } from './store.ts';

const NOT_FOUND = { code: 'not_found' } as const satisfies Refusal<'not_found'>;
const view = (locale: Locale) => ({ locale, audience: 'staff' }) as const;
/** Letters of the last words that a queue shows. */
const LAST_TEXT_MAX = 120;

/** The desk of agents and supervisors. Whatever shows a customer's data writes down who looked; whatever is said stands under the own name. */
export function consoleRoutes(server: Server, deps: SupportDeps): void {
  caseRoutes(server, deps);
  answerRoutes(server, deps);
}

function caseRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock } = deps;
  serve(server, api.queue, async ({ actor, query, locale }) => {
    const wanted: cases.QueueView =
      query.view === 'mine' ? { view: 'mine', staff: actor.id } : { view: query.view };
    const page = await cases.listQueue(db.read, wanted, query);
    if (!page) return err({ code: 'malformed_request' });
    return {
      items: await queueRows(db.read, page.items, locale),
      next: page.next,
      counts: await cases.countQueues(db.read, actor.id),
    };
  });
  serve(server, api.consoleCase, async ({ actor, params, locale }) => {
    const it = await cases.caseForStaff(db.read, params.id);
    if (!it) return err(NOT_FOUND);
    await look(deps, actor, it, 'case');
    return consoleCase(deps, it, locale);
  });
  serve(server, api.accessCase, async ({ actor, params }) => {
    const it = await cases.caseForStaff(db.read, params.id);
    const request = it && (await accessRequestOf(deps, it.id));
    if (!it || !request) return err(NOT_FOUND);
    await look(deps, actor, it, 'case');
    return request;
  });
  serve(server, api.consoleMessages, async ({ actor, params, query }) => {
    const it = await cases.caseForStaff(db.read, params.id);
    if (!it) return err(NOT_FOUND);
    const messages = await cases.messagesSince(db.read, {
      caseId: it.id,
      since: query.since,
      audience: 'staff',
    });
    // Asking whether there is anything new shows nothing when there is not.
    if (messages.length > 0) await look(deps, actor, it, 'conversation');
    return {
      items: messages.map((message) => wireMessage(message, 'staff')),
      lastSeq: Math.max(it.lastSeq, messages.at(-1)?.seq ?? 0),
    };
  });
  serve(server, api.takeCase, async ({ actor, params, locale }) => {
    const by = await authorOf(db.read, actor);
    const taken = await db.transaction((tx) =>
      cases.takeCase(tx, clock, { caseId: params.id, by, maySupersede: actor.role === 'supervisor' }),
    );
    return taken.ok ? ok(await showCase(db.read, taken.value, view(locale))) : taken;
  });
}

function answerRoutes(server: Server, { db, clock }: SupportDeps): void {
  serve(server, api.answerCase, async ({ actor, params, body }) => {
    const author = await authorOf(db.read, actor);
    const saying = { caseId: params.id, messageId: body.clientId, text: body.text, author };
    const posted = await db.transaction((tx) =>
      (body.note ? cases.postNote : cases.postAsStaff)(tx, clock, saying),
    );
    return posted.ok ? ok(wireMessage(posted.value, 'staff')) : posted;
  });
  serve(server, api.readCase, async ({ params, body, locale }) => {
    await db.transaction((tx) => cases.markRead(tx, { caseId: params.id, by: 'staff', seq: body.seq }));
    const it = await cases.caseForStaff(db.read, params.id);
    return it ? showCase(db.read, it, view(locale)) : err(NOT_FOUND);
  });
  serve(server, api.resolveCase, async ({ actor, params, body, locale }) => {
    const by = await authorOf(db.read, actor);
    const resolved = await db.transaction((tx) =>
      cases.resolveCase(tx, clock, { caseId: params.id, messageId: body.clientId, text: body.text, by }),
    );
    return resolved.ok ? ok(await showCase(db.read, resolved.value, view(locale))) : resolved;
  });
}

type StaffAuthor = Extract<cases.Author, { kind: 'staff' }>;

/** Under which name a staff member speaks: the own. */
async function authorOf(read: Reader, actor: StaffActor): Promise<StaffAuthor> {
  const staff = await staffById(read, actor.id);
  invariant(staff !== null, 'a signed-in staff member exists');
  return { kind: 'staff', id: staff.id, name: staff.name };
}

async function look(
  { db, clock }: SupportDeps,
  actor: StaffActor,
  { id, customer }: cases.Case,
  what: Look['what'],
): Promise<void> {
  const { name } = await authorOf(db.read, actor);
  await insertLook(db.read, { staff: { id: actor.id, name }, customer, caseId: id, what }, clock.now());
}

type QueueItem = { readonly case: cases.Case; readonly last: cases.LastWords };

/** What an agent must know to choose: who, about what, the last words, since when. Opening it is what is written down. */
async function queueRows(read: Reader, items: readonly QueueItem[], locale: Locale) {
  const list = items.map((item) => item.case);
  const [shown, names] = await Promise.all([
    showCases(read, list, view(locale)),
    customerNames(
      read,
      list.map(({ customer }) => customer),
    ),
  ]);
  return shown.map((it, place) => {
    const item = items[place];
    invariant(item !== undefined, 'each shown case is one of the list');
    const { case: known, last } = item;
    return {
      case: it,
      assigneeId: known.assignee?.id ?? null,
      customerName: names.get(known.customer) ?? '',
      lastText: [...last.text].slice(0, LAST_TEXT_MAX).join(''),
      lastAuthor: last.author,
      waitingSince: known.waitingSince?.toString() ?? null,
    };
  });
}
