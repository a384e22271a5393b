import * as texts from '#messages/reasons';
import { formatCount, formatDeadline, formatMoney, formatTime, type TimeFormat } from './format.ts';
import type { Locale } from './locale.ts';
import { fromWire, type Currency } from './money.ts';
import {
  REASONS,
  REMEDY_SCREENS,
  type FactKind,
  type RemedyKind,
  type WireFact,
  type WireReason,
} from './reasons.ts';

/**
 * The one place where a reason becomes words: problems of the API, the app, the console and the chat all say the same.
 * Pure: language, zone and the present moment are handed in.
 */
export type ReasonText = {
  readonly title: string;
  readonly happened: string;
  readonly money: string;
  readonly next: string;
  readonly remedies: readonly Remedy[];
};
/** Something to press. Without `href` the screen that shows it knows what to do: send again, focus the field, ask for a new quote. */
export type Remedy = { readonly kind: RemedyKind; readonly label: string; readonly href: string | null };

export type ReasonContext = {
  /** IANA zone in which the reader lives. */
  readonly timeZone: string;
  /** The present moment as an ISO 8601 instant. */
  readonly now: string;
  /** The entry that the reason stands on; a talk about it carries it along. */
  readonly entryId?: string | null | undefined;
};

type Sentence = (facts: Readonly<Record<string, string | number>>, options: { locale: Locale }) => string;
/** The catalogue by key. The compiled functions each know only their own facts; which facts a code has stands in `REASONS`, and a test holds both equal. */
const CATALOGUE = texts as unknown as Readonly<Record<string, Sentence>>;

function sentence(key: string, facts: Readonly<Record<string, string | number>>, locale: Locale): string {
  const say = CATALOGUE[key];
  if (!say) throw new Error(`there is no text ${key}`);
  return say(facts, { locale });
}

/** Stands for a fact that a record of an older version does not have. */
const UNKNOWN_FACT = '…';

type FactFormat = TimeFormat & { among: readonly Currency[] };
function factText(
  name: string,
  kind: FactKind,
  fact: WireFact | undefined,
  format: FactFormat,
): string | number {
  if (fact === undefined) return UNKNOWN_FACT;
  if (typeof fact === 'object')
    return formatMoney(fromWire(fact), { locale: format.locale, among: format.among });
  if (kind === 'instant' && typeof fact === 'string')
    return name === 'dueAt' ? formatDeadline(fact, format) : formatTime(fact, format);
  // Plural forms need the number itself; thousands are grouped where no plural is chosen.
  if (kind === 'count' && typeof fact === 'number')
    return fact < 1000 ? fact : formatCount(fact, format.locale);
  return fact;
}

function factTexts({ code, facts }: WireReason, format: TimeFormat): Record<string, string | number> {
  const kinds: Readonly<Record<string, FactKind>> = REASONS[code].facts;
  const among = Object.values(facts).flatMap((fact) => (typeof fact === 'object' ? [fact.currency] : []));
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      factText(name, kind, facts[name], { ...format, among }),
    ]),
  );
}

/** What a remedy's button says. */
export const remedyLabel = (kind: RemedyKind, locale: Locale): string =>
  sentence(`remedy_${kind}`, {}, locale);

function hrefOf(kind: RemedyKind, entryId: string | null | undefined): string | null {
  const screen = REMEDY_SCREENS[kind];
  return kind === 'open_case' && entryId ? `${screen}?entry=${encodeURIComponent(entryId)}` : screen;
}

export function renderRemedies(
  kinds: readonly RemedyKind[],
  locale: Locale,
  entryId?: string | null,
): Remedy[] {
  return kinds.map((kind) => ({ kind, label: remedyLabel(kind, locale), href: hrefOf(kind, entryId) }));
}

/** What happened, what became of the money, what to do next: in one language, with the facts of the decision. */
export function renderReason(
  reason: WireReason,
  locale: Locale,
  { timeZone, now, entryId }: ReasonContext,
): ReasonText {
  const facts = factTexts(reason, { locale, timeZone, now });
  const part = (name: 'title' | 'happened' | 'money' | 'next'): string =>
    sentence(`reason_${reason.code}_${name}`, facts, locale);
  return {
    title: part('title'),
    happened: part('happened'),
    money: part('money'),
    next: part('next'),
    remedies: renderRemedies(reason.remedies, locale, entryId),
  };
}
