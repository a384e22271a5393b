import { fileURLToPath } from 'node:url';
import type { CaseTopic } from '#common/api/support';
import { DEFAULT_LOCALE, type Locale } from '#common/locale';
import * as m from '#messages';
import { readArticles, type Article } from './article.ts';
import { buildIndex, excerptOf } from './search-index.ts';

/** Where the articles lie: beside the server, part of the release. */
const FOLDER = fileURLToPath(new URL('../../../help/articles', import.meta.url));

export type HelpHit = {
  readonly slug: string;
  readonly title: string;
  readonly excerpt: string;
  readonly topic: CaseTopic;
};
export type HelpTopic = {
  readonly topic: CaseTopic;
  readonly title: string;
  readonly articles: readonly { readonly slug: string; readonly title: string }[];
};

/** Every answer, found by what people type. Built once at start; it holds no state and asks nobody. */
export type HelpCentre = {
  /** With an empty query: the answers in their own order. */
  search(query: string, options: { locale: Locale; limit: number }): HelpHit[];
  /** The answers of these names that exist, in this order. */
  pick(slugs: readonly string[], locale: Locale): HelpHit[];
  article(slug: string, locale: Locale): Article | null;
  topics(locale: Locale): HelpTopic[];
};

export function openHelpCentre(folder: string = FOLDER): HelpCentre {
  const articles = readArticles(folder);
  const index = buildIndex(articles);
  const inLanguage = new Map(articles.map((article) => [`${article.locale} ${article.slug}`, article]));
  const article = (slug: string, locale: Locale): Article | null =>
    inLanguage.get(`${locale} ${slug}`) ?? inLanguage.get(`${DEFAULT_LOCALE} ${slug}`) ?? null;
  const hit = (slug: string, locale: Locale, query: string): HelpHit[] => {
    const found = article(slug, locale);
    return found ? [{ slug, title: found.title, excerpt: excerptOf(found, query), topic: found.topic }] : [];
  };
  const listed = (locale: Locale): Article[] => articles.filter((each) => each.locale === locale);
  return {
    search(query, { locale, limit }) {
      const slugs =
        query.trim() === ''
          ? listed(locale).map(({ slug }) => slug)
          : index.search(query, limit).map(({ slug }) => slug);
      return slugs.slice(0, limit).flatMap((slug) => hit(slug, locale, query));
    },
    pick: (slugs, locale) => slugs.flatMap((slug) => hit(slug, locale, '')),
    article,
    topics: (locale) =>
      [...Map.groupBy(listed(locale), ({ topic }) => topic)].map(([topic, group]) => ({
        topic,
        title: TOPIC_TITLES[topic]({}, { locale }),
        articles: group.map(({ slug, title }) => ({ slug, title })),
      })),
  };
}

const TOPIC_TITLES = {
  top_up: m.mail_topic_top_up,
  transfer: m.mail_topic_transfer,
  account: m.mail_topic_account,
  sign_in: m.mail_topic_sign_in,
  fees: m.mail_topic_fees,
  debt: m.mail_topic_debt,
  complaint: m.mail_topic_complaint,
  other: m.mail_topic_other,
} as const satisfies Record<CaseTopic, unknown>;

let opened: HelpCentre | undefined;
/** The answers of this release. The first call reads them; a broken one stops the start and not a reader. */
export function helpCentre(): HelpCentre {
  opened ??= openHelpCentre();
  return opened;
}
