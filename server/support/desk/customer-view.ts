import type { z } from 'zod';
import type { consoleCaseSchema, customerViewSchema } from '#common/api/console';
import type { Locale } from '#common/locale';
import { casesAbout, listCases, type Case } from '#cases';
import { customerById, type Customer } from '#identity';
import { entryFor, listEntries, parseOperationId, type Entry } from '#operations';
import { invariant } from '#common/result';
import type { Reader } from '#platform/db';
import { restrictionsInForce, tellRestriction } from '#risk';
import { accountsOf } from '#wallet';
import type { SupportDeps } from '../deps.ts';
import { explain } from '../explain/explain.ts';
import { helpCentre } from '../help/help-centre.ts';
import { evidenceOf, showCase, wireEvidence } from './case-view.ts';
import { maskEmail, maskPhone } from './mask.ts';

type CustomerView = z.input<typeof customerViewSchema>;
type ConsoleCase = z.input<typeof consoleCaseSchema>;

/** What fits beside a conversation; the whole history is a click away. */
const RECENT_ENTRIES = 5;
const PAST_CASES = 10;

/** The entry that a case is about, as it is now and as its customer sees it; never with a link that only the customer may use. */
export async function currentEntry(
  read: Reader,
  { customer, subject }: Pick<Case, 'customer' | 'subject'>,
): Promise<Entry | null> {
  const id = subject && parseOperationId(subject.id);
  const entry = id && (await entryFor(read, customer, id, casesAbout));
  return entry ? { ...entry, challengeUrl: null } : null;
}

/** Everything about a case on one screen: who asks, what it is about, what was told, and what it rested on when it was opened. */
export async function consoleCase(deps: SupportDeps, it: Case, locale: Locale): Promise<ConsoleCase> {
  const { db, clock } = deps;
  const customer = await customerById(db.read, it.customer);
  invariant(customer !== null, `case ${it.id} has a customer`);
  const entry = await currentEntry(db.read, it);
  return {
    case: await showCase(db.read, it, { locale, audience: 'staff' }),
    assigneeId: it.assignee?.id ?? null,
    customer: await customerView(deps, customer, it, locale),
    entry,
    // In the customer's zone: whoever reads it aloud says the times that the customer sees.
    explanation: explain(helpCentre(), entry, {
      locale,
      timeZone: customer.timeZone,
      now: clock.now().toString(),
    }),
    evidence: wireEvidence(await evidenceOf(db.read, it.id)),
  };
}

async function customerView(
  { db, limits }: SupportDeps,
  customer: Customer,
  it: Case,
  locale: Locale,
): Promise<CustomerView> {
  const accounts = await accountsOf(db.read, customer.id, limits);
  const entries = await listEntries(db.read, customer.id, {}, { limit: RECENT_ENTRIES });
  const past = await listCases(db.read, customer.id, { limit: PAST_CASES + 1 });
  const others = (past?.items ?? []).filter(({ id }) => id !== it.id).slice(0, PAST_CASES);
  return {
    id: customer.id,
    name: customer.name,
    maskedEmail: maskEmail(customer.email),
    maskedPhone: maskPhone(customer.phone),
    handle: customer.handle,
    locale: customer.locale,
    emailVerified: customer.emailVerified,
    phoneVerified: customer.phoneVerified,
    since: customer.createdAt.toString(),
    accounts: accounts.items,
    recentEntries: entries.ok ? entries.value.items : [],
    pastCases: await Promise.all(others.map((one) => showCase(db.read, one, { locale, audience: 'staff' }))),
    restrictions: (await restrictionsInForce(db.read, customer.id)).map((one) => tellRestriction(one)),
    debts: accounts.debts.map(({ operationId, amount }) => ({ operationId, amount })),
  };
}
