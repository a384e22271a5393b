import type { Locale } from '#common/locale';
import { plainLines, type Article } from './article.ts';
import { tokensOf } from './tokens.ts';

/** How much more a word says in a title or among the other words for a thing than somewhere in the text. */
const FIELD_WEIGHTS = { title: 3, keywords: 2.5, body: 1 } as const;
/** BM25: how fast a repeated word stops counting, and how much long texts are held back. Source: Robertson and Zaragoza 2009 §3. */
const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.4;
/** A word that is not in any article stands for one that is nearly the same, at this share of its weight. */
const TYPO_WEIGHT = 0.6;
const PREFIX_WEIGHT = 0.5;
/** Words shorter than this are too alike to be taken for one another. */
const TYPO_MIN_LENGTH = 5;
const PREFIX_MIN_LENGTH = 4;
/** Share of the best answer's score below which an answer is noise. */
const NOISE_SHARE = 0.12;
/** Longest excerpt in characters. */
const EXCERPT_MAX = 110;
/** Letters of a question that are looked at: more find nothing better, they only cost time. */
const QUERY_MAX = 200;

export type Hit = { readonly slug: string; readonly score: number };
export type SearchIndex = {
  /** Best first; empty when nothing fits. */
  search(query: string, limit: number): Hit[];
};

/** One document per answer with the words of every language: who asks in Chinese on an English page is answered, too. */
type Document = {
  readonly slug: string;
  readonly weights: ReadonlyMap<string, number>;
  readonly length: number;
};

function documentOf(slug: string, versions: readonly Article[]): Document {
  const weights = new Map<string, number>();
  let length = 0;
  const add = (text: string, field: keyof typeof FIELD_WEIGHTS): void => {
    for (const token of tokensOf(text)) {
      weights.set(token.text, (weights.get(token.text) ?? 0) + token.weight * FIELD_WEIGHTS[field]);
      length += token.weight;
    }
  };
  for (const { title, keywords, body } of versions) {
    add(title, 'title');
    add(keywords.join('\n'), 'keywords');
    add(plainLines(body).join('\n'), 'body');
  }
  return { slug, weights, length };
}

export function buildIndex(articles: readonly Article[]): SearchIndex {
  const documents = [...Map.groupBy(articles, ({ slug }) => slug)].map(([slug, versions]) =>
    documentOf(slug, versions),
  );
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
  const frequency = new Map<string, number>();
  for (const { weights } of documents)
    for (const word of weights.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const rarity = (word: string): number => {
    const count = frequency.get(word) ?? 0;
    return count === 0 ? 0 : Math.log(1 + (documents.length - count + 0.5) / (count + 0.5));
  };
  const scoreOf = ({ weights, length }: Document, word: string): number => {
    const weight = weights.get(word) ?? 0;
    const norm = 1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / meanLength;
    return (rarity(word) * weight * (SATURATION + 1)) / (weight + SATURATION * norm);
  };
  return {
    search(query, limit) {
      const words = queryWords(query, frequency);
      const scored = documents
        .map((document) => ({
          slug: document.slug,
          score: words.reduce((sum, { text, weight }) => sum + weight * scoreOf(document, text), 0),
        }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score || (a.slug < b.slug ? -1 : 1));
      const least = (scored[0]?.score ?? 0) * NOISE_SHARE;
      return scored.filter(({ score }) => score >= least).slice(0, limit);
    },
  };
}

type QueryWord = { readonly text: string; readonly weight: number };

/** The words of a question, with those that nobody wrote replaced by their nearest. */
function queryWords(query: string, known: ReadonlyMap<string, number>): QueryWord[] {
  const unique = new Map(tokensOf(query.slice(0, QUERY_MAX)).map((token) => [token.text, token]));
  return [...unique.values()].flatMap((token) => (known.has(token.text) ? [token] : nearWords(token, known)));
}

function nearWords({ text, weight }: QueryWord, known: ReadonlyMap<string, number>): QueryWord[] {
  if (/\p{Script=Han}/u.test(text) || text.length < PREFIX_MIN_LENGTH) return [];
  const near: QueryWord[] = [];
  for (const word of known.keys()) {
    if (text.length >= TYPO_MIN_LENGTH && isOneEditApart(text, word))
      near.push({ text: word, weight: weight * TYPO_WEIGHT });
    else if (word.length >= PREFIX_MIN_LENGTH && (word.startsWith(text) || text.startsWith(word)))
      near.push({ text: word, weight: weight * PREFIX_WEIGHT });
  }
  return near;
}

/** One letter more, less, other, or two neighbours swapped. */
export function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const rest = (text: string, from: number): string => text.slice(from);
  if (a.length > b.length) return rest(a, at + 1) === rest(b, at);
  if (a.length < b.length) return rest(a, at) === rest(b, at + 1);
  const swapped = a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, at + 2) === rest(b, at + 2);
  return swapped || rest(a, at + 1) === rest(b, at + 1);
}

/** The line of an answer that has most of what was asked; its first one when nothing was. */
export function excerptOf(article: Article, query: string): string {
  const asked = new Map(tokensOf(query.slice(0, QUERY_MAX)).map(({ text, weight }) => [text, weight]));
  const lines = plainLines(article.body);
  const scored = lines.map((line) => {
    const words = new Set(tokensOf(line).map(({ text }) => text));
    return { line, score: [...words].reduce((sum, word) => sum + (asked.get(word) ?? 0), 0) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), scored[0] ?? { line: '', score: 0 });
  return shortened(best.line, article.locale);
}

function shortened(line: string, locale: Locale): string {
  const letters = [...line];
  if (letters.length <= EXCERPT_MAX) return line;
  const cut = letters.slice(0, EXCERPT_MAX).join('');
  return `${locale === 'en' ? cut.replace(/\s\S*$/, '').trimEnd() : cut}…`;
}
