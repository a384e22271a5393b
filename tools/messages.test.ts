import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';

/** The words of the product in both languages: the same keys, the same values shown, nothing empty, and the house's typography. */

type Variants = { declarations: string[]; selectors: string[]; match: Record<string, string> };
type Text = string | [Variants];
type Texts = Record<string, Text>;

const settings: { locales: string[]; 'plugin.inlang.messageFormat': { pathPattern: string[] } } = JSON.parse(
  readFileSync(new URL('../project.inlang/settings.json', import.meta.url), 'utf8'),
);
const AREAS = settings['plugin.inlang.messageFormat'].pathPattern.map((pattern) =>
  basename(pattern, '.json'),
);
const read = (locale: string, area: string): Texts =>
  JSON.parse(readFileSync(new URL(`../messages/${locale}/${area}.json`, import.meta.url), 'utf8'));

const sentences = (text: Text): string[] =>
  typeof text === 'string' ? [text] : Object.values(text[0].match);

/** Names of the values and of the markup that a message shows in any of its forms. */
function shown(text: Text): string[] {
  const found = sentences(text).flatMap((sentence) =>
    [...sentence.matchAll(/(?<!\\)\{([^}]+)\}/g)].map((match) => (match[1] ?? '').trim()),
  );
  return [...new Set(found)].toSorted();
}

/** What is wrong between two catalogues of one area. */
function differences(base: Texts, other: Texts): string[] {
  const problems: string[] = [];
  for (const key of new Set([...Object.keys(base), ...Object.keys(other)])) {
    const [a, b] = [base[key], other[key]];
    if (a === undefined || b === undefined)
      problems.push(`${key} is missing in ${a === undefined ? 'the first' : 'the second'}`);
    else if (shown(a).join() !== shown(b).join())
      problems.push(`${key} shows {${shown(a).join()}} and {${shown(b).join()}}`);
  }
  return problems;
}

const CHINESE = '\\p{Script=Han}';
const WORD_RULES: { says: string; locale?: string; breaks: RegExp }[] = [
  { says: 'no exclamation marks', breaks: /[!！]/ },
  { says: 'nothing empty, no space at an end, no two spaces', breaks: /^$|^\s|\s$| {2}/ },
  { says: 'no straight quotes and no typewriter apostrophe', locale: 'en', breaks: /["']/ },
  { says: 'three dots are one sign: …', breaks: /\.\.\./ },
  { says: 'not 亲, not 哦, not 请稍后重试', locale: 'zh-CN', breaks: /亲爱|哦|请稍后(重试|再试)/ },
  { says: 'not Oops', locale: 'en', breaks: /\boops\b/i },
  {
    says: 'full-width punctuation after Chinese',
    locale: 'zh-CN',
    breaks: new RegExp(`${CHINESE}[,;:?]`, 'u'),
  },
  {
    says: 'a space between Chinese and Latin letters',
    locale: 'zh-CN',
    breaks: new RegExp(`${CHINESE}[A-Za-z]|[A-Za-z]${CHINESE}`, 'u'),
  },
  {
    says: 'a space between Chinese and figures, except in dates',
    locale: 'zh-CN',
    breaks: new RegExp(`[\\p{Script=Han}--[年月]][0-9]|[0-9][\\p{Script=Han}--[年月日]]`, 'v'),
  },
];

function badWords(texts: Texts, locale: string): string[] {
  return Object.entries(texts).flatMap(([key, text]) =>
    sentences(text).flatMap((sentence) => {
      // Markup and placeholders stand for what is shown in their place.
      const plain = sentence.replaceAll(/\{[#/][^}]*\}/g, '').replaceAll(/\{[^}]+\}/g, '\u2063');
      return WORD_RULES.filter((rule) => (rule.locale ?? locale) === locale && rule.breaks.test(plain)).map(
        (rule) => `${locale} ${key}: ${rule.says}: ${sentence}`,
      );
    }),
  );
}

for (const area of AREAS) {
  test(`the words of ${area} stand in both languages, with the same values`, () => {
    const [base, ...others] = settings.locales;
    assert.ok(base);
    for (const other of others) assert.deepEqual(differences(read(base, area), read(other, area)), []);
  });
  test(`the words of ${area} keep the house's typography`, () => {
    assert.deepEqual(
      settings.locales.flatMap((locale) => badWords(read(locale, area), locale)),
      [],
    );
  });
  test(`the keys of ${area} begin with its name`, () => {
    const prefix = area === 'reasons' ? /^(reason|remedy)_/ : new RegExp(`^${area}_`);
    assert.deepEqual(
      settings.locales.flatMap((locale) =>
        Object.keys(read(locale, area)).filter((key) => !prefix.test(key)),
      ),
      [],
    );
  });
}

test('the walk found words, and finds planted mistakes', () => {
  assert.ok(Object.keys(read('en', 'common')).length > 50);
  assert.equal(differences({ a: 'x' }, {}).length, 1);
  assert.equal(differences({ a: 'pay {amount}' }, { a: '付款 {sum}' }).length, 1);
  assert.equal(differences({ a: 'pay {#b}{amount}{/b}' }, { a: '付款 {amount}' }).length, 1);
  assert.equal(differences({ a: 'pay {amount}' }, { a: '付款 {amount}' }).length, 0);
  const bad: Texts = { a: '成功!', b: '提现,失败', c: '用OKPay付款', d: '等3分钟', e: '' };
  assert.equal(badWords(bad, 'zh-CN').length, 5);
  assert.deepEqual(badWords({ a: '提现 ¥2,000.00 被退回，11月20日 09:12', b: '还差 2 位' }, 'zh-CN'), []);
});
