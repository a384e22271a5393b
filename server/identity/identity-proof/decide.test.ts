import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ItemRefusal, PROOF_ITEMS, PROOF_STATES, type ProofItem } from '#common/identity-proof';
import { Temporal } from '#platform/clock';
import {
  decideSubmission,
  decideVerdict,
  itemsMissing,
  mayBegin,
  readAnswer,
  tierBy,
  validUntil,
} from './decide.ts';
import { type ProofAnswer, TRANSITIONS, type TierRule } from './proof.ts';

const now = Temporal.Instant.from('2026-11-29T12:00:00Z');
const today = Temporal.PlainDate.from('2026-11-29');
const T2: TierRule = {
  tier: 'T2',
  validMonths: 60,
  noticeDays: 60,
  isFourEyes: false,
  restrictAfterDays: 90,
  items: ['full_name', 'birth_date', 'document_type', 'document_number', 'document_expiry', 'document_front', 'document_back', 'selfie'],
}; // prettier-ignore
const T3: TierRule = {
  tier: 'T3',
  validMonths: 24,
  noticeDays: 60,
  isFourEyes: true,
  restrictAfterDays: null,
  items: ['address', 'address_proof'],
};
const RULES = [T2, T3];
const held = (tier: 'T2' | 'T3', days: number, pastAt: Temporal.Instant | null = null) => ({
  tier,
  validUntil: now.add({ hours: days * 24 }),
  pastAt,
});
const given = (
  item: ProofItem,
  value: string | null = null,
  state: ProofAnswer['state'] = 'given',
): ProofAnswer => ({
  item,
  value,
  file: null,
  state,
});
const complete = T2.items.map((item) =>
  given(item, { document_type: 'id_card', document_expiry: '2030-05-01' }[item as string] ?? 'x'),
);

describe('the tier is the highest below which nothing is missing', () => {
  const rows: [string, Parameters<typeof tierBy>[0], string][] = [
    ['nothing proven', [], 'T1'],
    ['identity', [held('T2', 100)], 'T2'],
    ['identity and address', [held('T3', 100), held('T2', 100)], 'T3'],
    ['address alone, since the identity has expired', [held('T3', 100), held('T2', -1, now)], 'T1'],
    ['a proof that is not approved', [{ tier: 'T2', validUntil: null, pastAt: null }], 'T1'],
  ];
  for (const [what, proofs, tier] of rows) test(`${what}: ${tier}`, () => assert.equal(tierBy(proofs), tier));
});

describe('what can be begun', () => {
  const rows: [string, Parameters<typeof mayBegin>[0], boolean, string[]][] = [
    ['at first the identity', [], false, ['T2']],
    ['nothing beside one that is open', [], true, []],
    ['with the identity, the address', [held('T2', 100)], false, ['T3']],
    ['what ends within the notice, again', [held('T2', 59)], false, ['T2', 'T3']],
    ['nothing while all of it holds for long', [held('T2', 100), held('T3', 100)], false, []],
    ['the identity first, when that has expired', [held('T3', 100), held('T2', -1, now)], false, ['T2']],
  ];
  for (const [what, proofs, hasOpen, tiers] of rows)
    test(what, () => assert.deepEqual(mayBegin(proofs, RULES, { hasOpen, now }), tiers));
});

describe('an answer as it is kept', () => {
  const rows: [ProofItem, string, string | null][] = [
    ['full_name', '  林  知夏 ', '林 知夏'],
    ['full_name', 'Anna\u200bSmith', null],
    ['full_name', 'Аnna Smith', null], // A Cyrillic А among Latin letters.
    ['full_name', '<b>Anna</b>', null],
    ['birth_date', '1990-02-28', '1990-02-28'],
    ['birth_date', '1990-02-30', null],
    ['birth_date', '28.02.1990', null],
    ['birth_date', '2010-11-29', '2010-11-29'],
    ['birth_date', '2010-11-30', null],
    ['birth_date', '1899-01-01', null],
    ['document_type', 'passport', 'passport'],
    ['document_type', 'library_card', null],
    ['document_number', 'e 12-34 5678', 'E12345678'],
    ['document_number', "1' or '1'='1", null],
    ['document_expiry', '2026-11-30', '2026-11-30'],
    ['document_expiry', '2026-11-29', 'expired'],
    ['address', '1 Long Road, Springfield', '1 Long Road, Springfield'],
    ['address', 'here', null],
    ['selfie', 'doc_1', null],
  ];
  for (const [item, typed, kept] of rows)
    test(`${item} “${typed}” ${kept === null ? 'is not taken' : `becomes ${kept}`}`, () => {
      const answer = readAnswer(item, typed, today);
      if (kept === 'expired')
        assert.deepEqual(answer, { ok: false, error: { code: 'proof_document_expired' } });
      else assert.equal(answer.ok ? answer.value : null, kept);
    });

  test('whatever is typed, what is kept is read again as it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROOF_ITEMS),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (item, typed) => {
          const once = readAnswer(item, typed, today);
          if (once.ok) assert.deepEqual(readAnswer(item, once.value, today), once);
        },
      ),
    );
  });
});

describe('handing in', () => {
  test('waits for everything that is asked for', () => {
    assert.deepEqual(decideSubmission(T2, complete.slice(2), today), {
      ok: false,
      error: { code: 'proof_incomplete', left: 2 },
    });
    assert.equal(decideSubmission(T2, complete, today).ok, true);
  });

  test('asks for the back of a card, not of a passport', () => {
    const passport = complete
      .filter(({ item }) => item !== 'document_back')
      .map((answer) => (answer.item === 'document_type' ? given('document_type', 'passport') : answer));
    assert.deepEqual(itemsMissing(T2, passport), []);
    assert.deepEqual(
      itemsMissing(
        T2,
        complete.filter(({ item }) => item !== 'document_back'),
      ),
      ['document_back'],
    );
  });

  test('what was refused is missing until it is given anew, what was accepted is not asked again', () => {
    const second = complete.map((answer) => ({
      ...answer,
      state: answer.item === 'selfie' ? ('refused' as const) : ('accepted' as const),
    }));
    assert.deepEqual(itemsMissing(T2, second), ['selfie']);
  });

  test('is refused when the document has expired since it was written down', () => {
    assert.deepEqual(decideSubmission(T2, complete, Temporal.PlainDate.from('2030-05-01')), {
      ok: false,
      error: { code: 'proof_document_expired' },
    });
  });
});

describe('a reviewer’s decision', () => {
  const refuse = (item: ProofItem, reason: ItemRefusal) => ({
    decision: 'refuse' as const,
    refusals: [{ item, reason, note: '' }],
  });
  const approve = { decision: 'approve' as const, refusals: [] };
  type Row = [
    string,
    { state: 'in_review' | 'second_review' | 'approved'; rule: TierRule; isFirst: boolean },
    Parameters<typeof decideVerdict>[1],
    string,
  ];
  const rows: Row[] = [
    ['one approves an identity', { state: 'in_review', rule: T2, isFirst: false }, approve, 'approved'],
    ['the highest tier goes to somebody else', { state: 'in_review', rule: T3, isFirst: false }, approve, 'second_review'],
    ['who then approves', { state: 'second_review', rule: T3, isFirst: false }, approve, 'approved'],
    ['the first is not the second', { state: 'second_review', rule: T3, isFirst: true }, approve, 'proof_needs_colleague'],
    ['an item is refused with its reason', { state: 'in_review', rule: T2, isFirst: false }, refuse('selfie', 'not_the_person'), 'needs_input'],
    ['the second may refuse', { state: 'second_review', rule: T3, isFirst: false }, refuse('address_proof', 'too_old'), 'needs_input'],
    ['nothing is refused without a reason that fits', { state: 'in_review', rule: T2, isFirst: false }, refuse('full_name', 'cropped'), 'proof_answer_not_usable'],
    ['nor without an item', { state: 'in_review', rule: T2, isFirst: false }, { decision: 'refuse', refusals: [] }, 'proof_answer_not_usable'],
    ['nor an item that was not asked for', { state: 'in_review', rule: T2, isFirst: false }, refuse('address', 'mismatch'), 'proof_answer_not_usable'],
    ['an approval refuses nothing', { state: 'in_review', rule: T2, isFirst: false }, { ...refuse('selfie', 'cropped'), decision: 'approve' }, 'proof_answer_not_usable'],
    ['what is decided is decided', { state: 'approved', rule: T2, isFirst: false }, approve, 'proof_decided'],
  ]; // prettier-ignore
  for (const [what, { state, rule, isFirst }, verdict, outcome] of rows)
    test(`${what}: ${outcome}`, () => {
      const decided = decideVerdict(
        { proof: { state }, rule, answers: complete, isFirst, hasLooked: true },
        verdict,
      );
      assert.equal(decided.ok ? decided.value : decided.error.code, outcome);
      if (decided.ok) assert.ok(TRANSITIONS[state].includes(decided.value));
    });

  test('is for who has opened what was handed in', () => {
    const facts = { proof: { state: 'in_review' as const }, rule: T2, answers: complete, isFirst: false };
    for (const verdict of [approve, refuse('selfie', 'cropped')])
      assert.deepEqual(decideVerdict({ ...facts, hasLooked: false }, verdict), {
        ok: false,
        error: { code: 'proof_not_opened' },
      });
  });

  test('ends nowhere but in a state of the table', () => {
    for (const state of PROOF_STATES)
      for (const to of TRANSITIONS[state]) assert.ok(PROOF_STATES.includes(to));
  });
});

describe('how long it holds', () => {
  const until = (answers: readonly ProofAnswer[], rule = T2) =>
    validUntil(rule, answers, { now, timeZone: 'Asia/Shanghai' }).toString();
  test('to the end of the document’s last day where the installation counts', () =>
    assert.equal(until(complete), '2030-05-01T16:00:00Z'));
  test('not longer than the tier’s own time', () => {
    assert.equal(until([given('document_expiry', '2046-01-01')]), '2031-11-29T12:00:00Z');
    assert.equal(until([], T3), '2028-11-29T12:00:00Z');
  });
});
