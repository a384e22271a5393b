import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CASE_TOPICS, type CaseTopic } from '#common/api/support';
import { LOCALES, type Locale } from '#common/locale';

/** One answer of the help centre in one language. */
export type Article = {
  readonly slug: string;
  readonly locale: Locale;
  readonly title: string;
  readonly topic: CaseTopic;
  /** Other words for the same thing: what people really type. */
  readonly keywords: readonly string[];
  /** Place within its topic. */
  readonly order: number;
  /** Markdown. */
  readonly body: string;
};

const frontmatter = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  title: z.string().min(2).max(80),
  topic: z.enum(CASE_TOPICS),
  keywords: z.string().transform((text) =>
    text
      .split(/[,，]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
  order: z.coerce.number().int(),
});

/** Reads an article as it lies in the repository: `name: value` lines between two `---`, then markdown. */
export function parseArticle(text: string, locale: Locale): Article {
  const match = /^---\n([\s\S]*?)\n---\n\n?([\s\S]*)$/.exec(text);
  if (!match) throw new Error('an article begins with its frontmatter');
  const [, head = '', body = ''] = match;
  const fields = head.split('\n').map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  return { ...frontmatter.parse(Object.fromEntries(fields)), locale, body: body.trim() };
}

/** Every article of a folder `<locale>/<slug>.md`, in the order in which they are listed. Read once, at start. */
export function readArticles(folder: string): Article[] {
  const articles = LOCALES.flatMap((locale) =>
    readdirSync(join(folder, locale))
      .filter((name) => name.endsWith('.md'))
      .map((name) => readArticle(join(folder, locale, name), name, locale)),
  );
  return articles.toSorted(
    (a, b) => CASE_TOPICS.indexOf(a.topic) - CASE_TOPICS.indexOf(b.topic) || a.order - b.order,
  );
}

function readArticle(path: string, name: string, locale: Locale): Article {
  try {
    const article = parseArticle(readFileSync(path, 'utf8'), locale);
    if (`${article.slug}.md` !== name) throw new Error(`its slug is ${article.slug}`);
    return article;
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The text of markdown, line by line, without its marks. */
export function plainLines(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => !/^[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .replace(/^\s*(?:[-*>]|#{1,6}|\d+\.)\s+/, '')
        .replaceAll(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
        .replaceAll(/\*\*|`/g, '')
        .replaceAll(/(?<!\s)\s*\|\s*/g, ' · ')
        .replaceAll(/^ · | · $/g, '')
        .trim(),
    )
    .filter((line) => line !== '');
}
