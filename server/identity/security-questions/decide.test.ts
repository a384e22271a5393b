import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SecurityQuestion, SECURITY_QUESTIONS } from '#common/api/security-questions';
import { LOCALES } from '#common/locale';
import { QUESTION_TEXTS } from '#common/security-questions';
import { decideAnswers, normalAnswer } from './decide.ts';

const ANNA = ['Anna Smith', 'anna.smith@example.com', '+8613800001234', 'annie_s'];
const GOOD = [
  { question: 'first_teacher', answer: 'Miss Harper' },
  { question: 'childhood_street', answer: 'Quarry Lane' },
  { question: 'lost_thing', answer: '铁皮青蛙' },
] as const;
/** What becomes of these answers when the second one is another. */
const second = (answer: string, question: SecurityQuestion = 'childhood_street'): number | 'taken' => {
  const decided = decideAnswers([GOOD[0], { question, answer }, GOOD[2]], ANNA);
  return decided.ok ? 'taken' : decided.error.place;
};

test('an answer is the same however it is typed after years: case, width and spaces do not count', () => {
  for (const typed of ['miss harper', ' MISS  HARPER ', 'Ｍｉｓｓ　Ｈａｒｐｅｒ', 'Miss\u200b Harper'])
    assert.equal(normalAnswer(typed), 'missharper', typed);
  assert.notEqual(normalAnswer('Miss Harpers'), 'missharper');
  assert.deepEqual(decideAnswers(GOOD, ANNA), {
    ok: true,
    value: GOOD.map((each) => ({ ...each, answer: normalAnswer(each.answer) })),
  });
});

test('an answer says something: not nothing, not too little, not one letter again and again', () => {
  for (const answer of ['', '   ', '\u200b\u200b\u200b', 'ab', 'aaaaaa', '街', 'x'.repeat(81)])
    assert.equal(second(answer), 2, JSON.stringify(answer));
  for (const answer of ['Rex', '青石巷', '外婆']) assert.equal(second(answer), 'taken', answer);
});

test('an answer is no piece of its own question, in either language, and not the same as another', () => {
  for (const answer of ['street', 'Which STREET', '哪条街', '小时候'])
    assert.equal(second(answer), 2, answer);
  assert.equal(second('MISS HARPER'), 2);
});

test('name, mail, phone and account name are no answer, nor is hardly more than these', () => {
  for (const answer of ['Anna', 'anna smith', 'Smith 7', 'anna.smith@example.com', '13800001234', '001234', 'Annie_S', 'OKPay'])
    assert.equal(second(answer), 2, answer);
  assert.equal(second('Smithfield Road'), 'taken', 'a word that holds a name is another word');
}); // prettier-ignore

test('each question has its words in every language, and no two are alike', () => {
  for (const locale of LOCALES) {
    const texts = SECURITY_QUESTIONS.map((question) => QUESTION_TEXTS[question][locale]);
    assert.ok(texts.every((text) => text.length > 5));
    assert.equal(new Set(texts).size, texts.length);
  }
});
