import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import { listCases, wholeConversation } from '#cases';
import { type EntrySummary, listEntries } from '#operations';
import type { DataPart, DataRow } from '#common/data-part';
import type { Reader } from '#platform/db';
import { petitionAnswersEver, restrictionsEver, tellRestriction, tierOf } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { proofRows } from '../identity-proof/proof-data.ts';
import { phrasesOf } from '../phrase/set-phrase.ts';
import { findCustomer } from '../profile/store.ts';
import { IDENTITY_PARTS, rowsOf } from './store.ts';

/** Entries and cases asked for at once; a reader asks again until it has reached the end. */
const PAGE = 200;
/** Restrictions of one person, lifted ones included. */
const RESTRICTIONS_MAX = 1_000;

/** Everything that this room and those below keep of somebody, then what the rooms above hand in. */
export async function collectData(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys' | 'moreData'>,
  customer: CustomerId,
): Promise<{ parts: DataPart[]; entries: readonly EntrySummary[] }> {
  const entries = await allEntries(read, customer);
  const parts: DataPart[] = [
    { name: 'profile', rows: [await profileOf(read, deps, customer)] },
    { name: 'entries', rows: entries.map(entryRow) },
    ...(await conversations(read, customer)),
    { name: 'restrictions', rows: await restrictionsOf(read, customer) },
    { name: 'answers', rows: await answersOf(read, deps, customer) },
    { name: 'identity_proofs', rows: await proofRows(read, deps, customer) },
  ];
  for (const name of IDENTITY_PARTS) parts.push({ name, rows: await rowsOf(read, name, customer) });
  for (const source of deps.moreData) parts.push(...(await source(read, customer)));
  return { parts, entries };
}

async function profileOf(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  customer: CustomerId,
): Promise<DataRow> {
  const known = await findCustomer(read, customer);
  invariant(known !== null, 'who asks for the own data exists');
  const { name, email, phone, handle, locale, timeZone, findableBy, createdAt } = known;
  return {
    account: customer,
    name,
    email,
    phone,
    handle,
    language: locale,
    time_zone: timeZone,
    email_confirmed: known.emailVerified,
    phone_confirmed: known.phoneVerified,
    findable_by_email: findableBy.email,
    findable_by_phone: findableBy.phone,
    findable_by_handle: findableBy.handle,
    phrase: (await phrasesOf(read, deps, [customer])).get(customer)?.phrase ?? null,
    tier: await tierOf(read, customer),
    since: createdAt.toString(),
  };
}

async function allEntries(read: Reader, customer: CustomerId): Promise<EntrySummary[]> {
  const all: EntrySummary[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listEntries(read, customer, {}, { cursor, limit: PAGE });
    invariant(page.ok, 'a cursor of ours is read');
    all.push(...page.value.items);
    if (page.value.next === null) return all;
    cursor = page.value.next;
  }
}

const entryRow = ({
  id,
  kind,
  state,
  direction,
  amount,
  fee,
  counterparty,
  note,
  createdAt,
}: EntrySummary): DataRow => ({
  reference: id,
  at: createdAt,
  kind,
  state,
  direction,
  amount: amount.amount,
  currency: amount.currency,
  fee: fee.amount,
  other_party: [counterparty.name, counterparty.detail ?? ''].join(' ').trim(),
  note,
});

/** What was said to everyone: notes of staff are not the customer's. */
async function conversations(read: Reader, customer: CustomerId): Promise<DataPart[]> {
  const [cases, messages]: [DataRow[], DataRow[]] = [[], []];
  for (let cursor: string | undefined; ;) {
    const page = await listCases(read, customer, { cursor, limit: PAGE });
    invariant(page !== null, 'a cursor of ours is read');
    for (const it of page.items) {
      const { id, kind, topic, state, openedAt, resolvedAt, subject } = it;
      cases.push({
        reference: id,
        kind,
        topic,
        state,
        about: subject?.id ?? null,
        since: openedAt.toString(),
        ended: resolvedAt?.toString() ?? null,
      });
      for (const { author, text, kind: sort, sentAt } of await wholeConversation(read, id, 'everyone'))
        messages.push({ reference: id, at: sentAt.toString(), from: author.kind, kind: sort, text });
    }
    if (page.next === null) break;
    cursor = page.next;
  }
  return [
    { name: 'conversations', rows: cases },
    { name: 'messages', rows: messages },
  ];
}

/** What was answered when a restriction or a decision was asked about. */
async function answersOf(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  customer: CustomerId,
): Promise<DataRow[]> {
  const answers = await petitionAnswersEver(read, deps, customer);
  return answers.flatMap(({ caseId, item, answer, files, givenAt, verdict }) => {
    const about = { reference: caseId, at: givenAt.toString(), kind: item };
    const said = answer === null && files.length > 0 ? [] : [answer];
    return [...said, ...files].map((text) => ({ ...about, text, state: verdict }));
  });
}

/** As they may be told: what the law forbids to tell leaves in no copy either. */
async function restrictionsOf(read: Reader, customer: CustomerId): Promise<DataRow[]> {
  const all = await restrictionsEver(read, customer, RESTRICTIONS_MAX);
  const told = all.filter(({ disclosure, liftedAt }) => disclosure !== 'none' || liftedAt === null);
  return told.map((restriction) => {
    const { why, blocked, since, dueAt } = tellRestriction(restriction);
    return {
      reason: why,
      blocks: blocked.join(' '),
      since,
      until: dueAt,
      ended: restriction.liftedAt?.toString() ?? null,
    };
  });
}
