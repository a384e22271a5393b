import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LOCALES, type Locale } from './locale.ts';
import { renderReason, type ReasonText } from './reason-text.ts';
import {
  CONTACT_ONLY,
  REASON_CODES,
  REASONS,
  REMEDY_SCREENS,
  type FactKind,
  type ReasonCode,
  type WireFact,
  type WireReason,
} from './reasons.ts';

const CONTEXT = { timeZone: 'Asia/Shanghai', now: '2026-11-22T09:00:00Z' };
const PARTS = ['title', 'happened', 'money', 'next'] as const;

/** Two values of each kind that a reader must be able to tell apart. */
const SAMPLES: Record<FactKind, readonly [WireFact, WireFact]> = {
  money: [
    { amount: '123456', currency: 'CNY' },
    { amount: '98765', currency: 'JPY' },
  ],
  instant: ['2026-11-24T10:00:00Z', '2026-12-01T01:30:00Z'],
  count: [3, 1],
  text: ['Visa 4242', 'A••• S.'],
  currency: ['CNY', 'KWD'],
};

function sampleReason(code: ReasonCode, variant: 0 | 1 = 0, changed?: string): WireReason {
  const { facts, ...rest } = REASONS[code];
  const kinds: [string, FactKind][] = Object.entries(facts);
  return {
    ...rest,
    code,
    remedies: [...rest.remedies],
    facts: Object.fromEntries(
      kinds.map(([name, kind]) => [
        name,
        SAMPLES[kind][changed === undefined || name === changed ? variant : 0],
      ]),
    ),
  };
}
const sentences = (text: ReasonText): string[] => PARTS.map((part) => text[part]);
const render = (code: ReasonCode, locale: Locale): ReasonText =>
  renderReason(sampleReason(code), locale, CONTEXT);
/** Chinese is counted in characters, English in words, as LOOK.md §9 does. */
const lengthOf = (text: string, locale: Locale): number =>
  locale === 'en' ? text.split(/\s+/).length : [...text].length;
const LONGEST: Record<Locale, number> = { en: 35, 'zh-CN': 60 };
/** Words that tell nobody anything. */
const FILLER =
  /try again later|please be patient|oops|some error|something went wrong|请稍后|稍后(?:再试|重试)|请耐心|操作失败|亲|！|!/i;

test('the catalogue was seen', () => assert.ok(REASON_CODES.length >= 70));

for (const locale of LOCALES) {
  describe(`every reason in ${locale}`, () => {
    test('has a title and three sentences, short enough to be read', () => {
      for (const code of REASON_CODES) {
        for (const sentence of sentences(render(code, locale))) {
          assert.ok(sentence.trim().length > 1, code);
          assert.ok(lengthOf(sentence, locale) <= LONGEST[locale], `${code}: ${sentence}`);
          assert.doesNotMatch(sentence, /[{}]|undefined|NaN|Invalid/, code);
        }
      }
    });
    test('says something in it: no filler', () => {
      for (const code of REASON_CODES)
        for (const sentence of sentences(render(code, locale))) assert.doesNotMatch(sentence, FILLER, code);
    });
    test('shares no sentence with another', () => {
      const owner = new Map<string, string>();
      for (const code of REASON_CODES) {
        for (const part of PARTS) {
          const sentence = render(code, locale)[part];
          assert.equal(owner.get(sentence), undefined, `${code}.${part}: ${sentence}`);
          owner.set(sentence, `${code}.${part}`);
        }
      }
    });
    test('uses each of its facts: another value reads differently', () => {
      for (const code of REASON_CODES) {
        for (const name of Object.keys(REASONS[code].facts)) {
          const other = renderReason(sampleReason(code, 1, name), locale, CONTEXT);
          assert.notDeepEqual(
            sentences(other),
            sentences(render(code, locale)),
            `${code}: {${name}} is not used`,
          );
        }
      }
    });
    test('has a label on each button', () => {
      const labels = REASON_CODES.flatMap((code) => render(code, locale).remedies);
      assert.deepEqual(
        new Set(labels.map((remedy) => remedy.kind)),
        new Set(REASON_CODES.flatMap((code): readonly string[] => REASONS[code].remedies)),
      );
      for (const { kind, label, href } of labels) {
        assert.ok(label.length > 1, kind);
        assert.equal(href, REMEDY_SCREENS[kind]);
      }
    });
    test('writes Chinese with full-width marks, English with ASCII ones', () => {
      for (const code of REASON_CODES) {
        for (const part of ['happened', 'money', 'next'] as const) {
          const sentence = render(code, locale)[part];
          assert.match(sentence, locale === 'en' ? /\.$/ : /。$/, `${code}.${part}`);
          assert.doesNotMatch(
            sentence,
            locale === 'en' ? /[，。；：]/ : /[\u4e00-\u9fff][,;:]/,
            `${code}.${part}: ${sentence}`,
          );
          const undated = sentence.replaceAll(/(?:\d+年)?\d+月\d+日/g, '日');
          if (locale === 'zh-CN')
            assert.doesNotMatch(
              undated,
              /[\u4e00-\u9fff](?=[A-Za-z0-9¥$€£])|[A-Za-z0-9](?=[\u4e00-\u9fff])/,
              `${code}.${part}: ${sentence}`,
            );
        }
      }
    });
  });
}

test('only the named codes leave a person with nothing but a talk to us', () => {
  const talkOnly = REASON_CODES.filter((code) =>
    REASONS[code].remedies.every((kind: string) => kind === 'open_case'),
  );
  // What is said about a case is itself a talk to us: there the conversation is the thing, not the way out.
  assert.deepEqual(
    talkOnly.filter((code) => !code.startsWith('case_')).toSorted(),
    [...CONTACT_ONLY].toSorted(),
  );
});

test('money and times are written as everywhere else', () => {
  const text = renderReason(sampleReason('insufficient_funds'), 'zh-CN', CONTEXT);
  assert.match(text.happened, /¥1,234\.56/);
  assert.match(renderReason(sampleReason('top_up_checking'), 'en', CONTEXT).happened, /by 24 Nov 18:00/);
  assert.match(
    renderReason(sampleReason('top_up_checking'), 'zh-CN', CONTEXT).happened,
    /11月24日 18:00 前有/,
  );
});

test('one try is one try', () => {
  assert.match(renderReason(sampleReason('code_wrong', 1), 'en', CONTEXT).happened, /1 try is left/);
  assert.match(renderReason(sampleReason('code_wrong', 0), 'en', CONTEXT).happened, /3 tries are left/);
});

test('a talk about an entry carries it along', () => {
  const { remedies } = renderReason(sampleReason('top_up_conflict'), 'en', { ...CONTEXT, entryId: 'tu_1' });
  assert.deepEqual(remedies, [{ kind: 'open_case', label: 'Talk to a person', href: '/help-me?entry=tu_1' }]);
});

test('a record that lacks a fact is still readable', () => {
  assert.match(
    renderReason({ ...sampleReason('limit_per_payment'), facts: {} }, 'en', CONTEXT).happened,
    /…/,
  );
});
