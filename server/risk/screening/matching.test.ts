// How alike two names are: the gold set with its shares, and laws that hold for every name.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nameForms } from './name-forms.ts';
import { buildIndex } from './name-index.ts';
import { compareBirth, compareCountries, scoreNames, withFacts } from './score.ts';
import { DIFFERENT, DIFFERENT_UNSEEN, type GoldPair, SAME, SAME_UNSEEN } from './testing/gold.ts';

/** As in the migration. */
const THRESHOLD = 85;
const scoreOf = (a: string, b: string): number => scoreNames(nameForms(a), nameForms(b)).score;
const hits = (pairs: readonly GoldPair[]): GoldPair[] =>
  pairs.filter(({ own, listed }) => scoreOf(own, listed) >= THRESHOLD);

/** Recall: of those that somebody must look at, how many are shown. Precision: of those that are shown, how many deserve it. */
function shares(same: readonly GoldPair[], different: readonly GoldPair[]) {
  const [found, wrong] = [hits(same).length, hits(different).length];
  return { recall: found / same.length, precision: found / (found + wrong) };
}

describe('the gold set', () => {
  for (const { own, listed } of SAME)
    test(`${own} is looked at for ${listed}`, () => {
      assert.ok(scoreOf(own, listed) >= THRESHOLD, `${scoreOf(own, listed)}`);
    });
  for (const { own, listed } of DIFFERENT)
    test(`${own} is not held back for ${listed}`, () => {
      assert.ok(scoreOf(own, listed) < THRESHOLD, `${scoreOf(own, listed)}`);
    });

  test('names that nobody had in mind: nine of ten are found, and four of five that are shown deserve it', (t) => {
    const { recall, precision } = shares(SAME_UNSEEN, DIFFERENT_UNSEEN);
    t.diagnostic(
      `unseen: recall ${recall.toFixed(2)}, precision ${precision.toFixed(2)}; all: ${JSON.stringify(
        shares([...SAME, ...SAME_UNSEEN], [...DIFFERENT, ...DIFFERENT_UNSEEN]),
      )}`,
    );
    assert.ok(recall >= 0.9, `recall ${recall}`);
    assert.ok(precision >= 0.8, `precision ${precision}`);
  });
});

const LETTERS = fc.constantFrom(
  ...'abcdefghiklmnoprstuvyz',
  'é',
  'ö',
  'ж',
  'и',
  'к',
  'о',
  'م',
  'ح',
  'د',
  '王',
  '小',
  '明',
  '김',
);
const word = fc.array(LETTERS, { minLength: 2, maxLength: 8 }).map((letters) => letters.join(''));
const latin = fc.stringMatching(/^[a-z]{2,8}$/);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const latinName = fc.array(latin, { minLength: 2, maxLength: 4 });

describe('of every two names', () => {
  test('the score is the same whichever is asked first, and between 0 and 100', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const score = scoreOf(a, b);
        assert.equal(score, scoreOf(b, a));
        assert.ok(score >= 0 && score <= 100);
      }),
    );
  });
  test('capitals, width, signs and spaces between words change nothing', () => {
    fc.assert(
      fc.property(latinName, latinName, (a, b) => {
        const before = scoreOf(a.join(' '), b.join(' '));
        assert.equal(scoreOf(a.join(' ').toUpperCase(), b.join('   ')), before);
        assert.equal(scoreOf(a.join(', '), b.join(' - ')), before);
      }),
    );
  });
  test('a name is itself, in every order of its words', () => {
    fc.assert(
      fc.property(latinName, fc.nat(), (words, by) => {
        const turned = words.map((_, at) => words[(at + by) % words.length]);
        assert.equal(scoreOf(words.join(' '), turned.join(' ')), 100);
      }),
    );
  });
  test('what is known beside the name never makes somebody of nobody', () => {
    assert.equal(withFacts(0, { birth: 'same', country: 'same' }), 0);
    assert.equal(withFacts(100, { birth: 'same', country: 'same' }), 100);
    assert.ok(withFacts(100, { birth: 'different', country: 'unknown' }) < THRESHOLD);
  });
});

describe('the index', () => {
  test('finds what comparing with everybody finds', () => {
    const listed = [...SAME, ...DIFFERENT, ...SAME_UNSEEN, ...DIFFERENT_UNSEEN].map((pair) => pair.listed);
    const names = [...new Set(listed)].map((each) => ({ item: each, name: each }));
    const index = buildIndex(names);
    const forms = names.map((each) => ({ ...each, known: nameForms(each.name) }));
    for (const { own } of [...SAME, ...DIFFERENT, ...SAME_UNSEEN, ...DIFFERENT_UNSEEN]) {
      const asked = nameForms(own);
      const all = forms
        .filter(({ known }) => scoreNames(asked, known).score >= THRESHOLD)
        .map(({ item }) => item);
      const found = index.search(own, THRESHOLD).map(({ item }) => item);
      assert.deepEqual(found.toSorted(), all.toSorted(), own);
    }
  });
  test('finds it in lists of any names, by any score', () => {
    const syllable = fc.constantFrom(
      ...'ma ta ro ki be lu sha cho zha dra kov ev in bek mir jan ali sen tan wang li zhang abdul al ng a m'.split(' '),
    );
    const part = fc.array(syllable, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
    const made = fc.array(part, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
    const lists = fc.array(made, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lists, fc.array(made, { minLength: 1, maxLength: 5 }), fc.integer({ min: 50, max: 95 }), (listed, names, least) => {
        const index = buildIndex(listed.map((each, item) => ({ item, name: each })));
        const forms = listed.map(nameForms);
        for (const own of [...names, listed[0] ?? '']) {
          const asked = nameForms(own);
          const all = forms.flatMap((known, item) => (scoreNames(asked, known).score >= least ? [item] : []));
          const found = index.search(own, least).map(({ item }) => item);
          assert.deepEqual(found.toSorted((a, b) => a - b), all, own);
        }
      }),
    );
  }); // prettier-ignore
  test('compares few of twenty thousand entries', () => {
    const syllables = 'mar tan rov kis dor ben lud fer gos hal vin per sol tig rum nad'.split(' ');
    const of = (n: number): string =>
      [n, n >> 4, n >> 8].map((each) => syllables[(each * 7) & 15]).join('') + (n % 13);
    const names = Array.from({ length: 20_000 }, (_, n) => ({
      item: n,
      name: `${of(n * 31)} ${of(n * 17 + 5)}`,
    }));
    const index = buildIndex(names);
    assert.equal(index.size, 20_000);
    assert.equal(index.search(names[777]?.name ?? '', 100)[0]?.score, 100);
    assert.deepEqual(index.search('Quizzical Jabberwock', THRESHOLD), []);
  });
});

describe('births and countries', () => {
  const TABLE = [
    ['1964-03-05', ['1964-03-05'], 'same'],
    ['1964-03-05', ['1964'], 'same'],
    ['1964', ['1964-03-05'], 'same'],
    ['1964-03-05', ['1970', '1965'], 'near'],
    ['1964-03-05', ['1964-11-30'], 'near'],
    ['1999-03-05', ['1964'], 'different'],
    [null, ['1964'], 'unknown'],
    ['1964', [], 'unknown'],
  ] as const;
  for (const [own, listed, fact] of TABLE)
    test(`born ${own} and listed as ${listed.join(', ')} is ${fact}`, () => {
      assert.equal(compareBirth(own, listed), fact);
    });
  test('a country that both name speaks for it, two different ones against', () => {
    assert.equal(compareCountries(['CN'], ['CN', 'RU']), 'same');
    assert.equal(compareCountries(['DE'], ['CN']), 'different');
    assert.equal(compareCountries([], ['CN']), 'unknown');
  });
});
