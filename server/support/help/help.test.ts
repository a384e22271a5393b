import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { LOCALES } from '#common/locale';
import { parseArticle, plainLines, readArticles } from './article.ts';
import { openHelpCentre } from './help-centre.ts';
import { isOneEditApart } from './search-index.ts';
import { GOLD } from './testing/gold.ts';
import { simplified, stem, tokensOf } from './tokens.ts';

const FOLDER = join(import.meta.dirname, '../../../help/articles');
const articles = readArticles(FOLDER);
const help = openHelpCentre();
const slugs = new Set(articles.map(({ slug }) => slug));

describe('the answers', () => {
  test('stand in every language, under the same names and topics', () => {
    assert.ok(slugs.size >= 20);
    for (const slug of slugs) {
      const versions = articles.filter((article) => article.slug === slug);
      assert.deepEqual(versions.map(({ locale }) => locale).toSorted(), [...LOCALES].toSorted(), slug);
      assert.equal(new Set(versions.map(({ topic, order }) => `${topic} ${order}`)).size, 1, slug);
    }
  });
  test('lead to pages that exist', () => {
    const pages =
      /^\/(?:help\/[a-z0-9-]+|fees|contact|privacy|verify|closure-record|\.well-known\/okpay-keys\.json)$/;
    let links = 0;
    for (const { slug, locale, body } of articles) {
      for (const [, href = ''] of body.matchAll(/\]\(([^)]+)\)/g)) {
        links++;
        assert.match(href, pages, `${locale} ${slug}`);
        if (href.startsWith('/help/'))
          assert.ok(slugs.has(href.slice('/help/'.length)), `${locale} ${slug}: ${href}`);
      }
    }
    assert.ok(links > 20, 'the walk found the links');
  });
  test('are short, plain and without filler', () => {
    for (const { slug, locale, title, body } of articles) {
      const length = locale === 'en' ? body.split(/\s+/).length : [...body].length;
      assert.ok(length <= (locale === 'en' ? 260 : 520), `${locale} ${slug}: ${length}`);
      assert.doesNotMatch(
        title + body,
        /try again later|please be patient|sorry for|稍后重试|耐心等待|敬请|亲爱的|！|!/i,
        `${locale} ${slug}`,
      );
      if (locale === 'zh-CN') assert.doesNotMatch(body, /[\u4e00-\u9fff][,;:?]|您/, slug);
    }
  });
  test('are no two alike', () => {
    for (const locale of LOCALES) {
      const lines = articles
        .filter((article) => article.locale === locale)
        .flatMap(({ body }) => plainLines(body).filter((line) => line.length > 30));
      assert.equal(new Set(lines).size, lines.length);
    }
  });
  test('that are broken keep the server from starting, by name', () => {
    assert.throws(() => parseArticle('# no head', 'en'), /frontmatter/);
    assert.throws(() =>
      parseArticle('---\nslug: a-b\ntitle: xx\ntopic: nonsense\nkeywords: k\norder: 1\n---\n\nx', 'en'),
    );
    assert.ok(existsSync(FOLDER) && readdirSync(FOLDER).length === LOCALES.length);
  });
});

describe('what people type', () => {
  test('is cut into characters and pairs, whole words, and plain forms', () => {
    assert.deepEqual(
      tokensOf('充值').map(({ text }) => text),
      ['充', '值', '充值'],
    );
    assert.deepEqual(
      tokensOf('ＶＩＳＡ卡').map(({ text }) => text),
      ['visa', '卡'],
    );
    assert.deepEqual(
      tokensOf("I can't pay").map(({ text }) => text),
      ['pay'],
    );
    assert.equal(simplified('轉帳餘額驗證碼'), '转账余额验证码');
    assert.deepEqual(['payments', 'paying', 'stopped', 'charge', 'charged', 'charging'].map(stem), [
      'pay',
      'pay',
      'stop',
      'charg',
      'charg',
      'charg',
    ]);
  });
  test('may have one wrong letter', () => {
    for (const [a, b] of [
      ['reciept', 'receipt'],
      ['acount', 'account'],
      ['pasword', 'password'],
      ['limtis', 'limits'],
      ['feee', 'fee'],
    ] as const)
      assert.ok(isOneEditApart(a, b), a);
    for (const [a, b] of [
      ['card', 'debt'],
      ['pay', 'payee'],
      ['abcd', 'badc'],
    ] as const)
      assert.equal(isOneEditApart(a, b), false, a);
  });
  test('may be nothing, noise or very long: an answer in no time, never an error', () => {
    assert.equal(help.search('', { locale: 'en', limit: 6 }).length, 6);
    assert.equal(
      help.search('   ', { locale: 'zh-CN', limit: 3 })[0]?.slug,
      help.topics('zh-CN')[0]?.articles[0]?.slug,
    );
    assert.deepEqual(help.search('qzxv wkjh', { locale: 'en', limit: 6 }), []);
    assert.deepEqual(help.search('😀 %_\'"\\ <script>', { locale: 'en', limit: 6 }), []);
    help.search('充值 '.repeat(5_000), { locale: 'en', limit: 6 });
  });
});

test('the gold set: the right answer is among the first three', () => {
  assert.ok(GOLD.length >= 60);
  const missed = GOLD.flatMap(({ locale, question, slugs: wanted }) => {
    const found = help.search(question, { locale, limit: 3 }).map(({ slug }) => slug);
    return wanted.some((slug) => found.includes(slug))
      ? []
      : [`${question}: wanted ${wanted.join(' or ')}, found ${found.join(', ')}`];
  });
  assert.ok(
    missed.length <= Math.floor(GOLD.length * 0.05),
    `missed ${missed.length} of ${GOLD.length}:\n${missed.join('\n')}`,
  );
  for (const { slugs: wanted } of GOLD) for (const slug of wanted) assert.ok(slugs.has(slug), slug);
});

test('an answer shows the line that was asked for, short and without marks', () => {
  const [hit] = help.search('怎么查上个月付给谁', { locale: 'zh-CN', limit: 1 });
  assert.ok(hit && [...hit.excerpt].length <= 111);
  for (const locale of LOCALES)
    for (const { excerpt } of help.search('', { locale, limit: 100 }))
      assert.doesNotMatch(excerpt, /\*\*|\]\(|^#|\|/);
});
