import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiateLocale } from './locale.ts';

const CASES: { header: string | null; cookie?: string; profile?: string; speaks: string; because: string }[] =
  [
    { header: null, speaks: 'en', because: 'nothing is known' },
    { header: 'zh-CN,zh;q=0.9,en;q=0.8', speaks: 'zh-CN', because: 'the browser wants Chinese first' },
    { header: 'en;q=0.8,zh-Hans;q=0.9', speaks: 'zh-CN', because: 'the weight counts, not the place' },
    { header: 'zh-TW', speaks: 'zh-CN', because: 'it is the nearest Chinese there is' },
    { header: 'de-DE,de;q=0.9', speaks: 'en', because: 'German is not there' },
    { header: 'de, zh;q=0', speaks: 'en', because: 'weight 0 refuses Chinese' },
    { header: 'fr, en-GB;q=0.7, zh;q=0.5', speaks: 'en', because: 'the first of those we speak' },
    { header: ';;;q=abc,,', speaks: 'en', because: 'a broken header says nothing' },
    { header: 'en', cookie: 'zh-CN', speaks: 'zh-CN', because: 'a choice outweighs the browser' },
    { header: 'en', cookie: 'klingon', speaks: 'en', because: 'an unknown cookie says nothing' },
    {
      header: 'en',
      cookie: 'en',
      profile: 'zh-CN',
      speaks: 'zh-CN',
      because: 'the profile outweighs the cookie',
    },
    {
      header: 'zh',
      cookie: 'zh-CN',
      profile: 'xx',
      speaks: 'zh-CN',
      because: 'an unknown profile says nothing',
    },
  ];

for (const { header, cookie, profile, speaks, because } of CASES) {
  test(`header ${header ?? 'none'}, cookie ${cookie ?? 'none'}, profile ${profile ?? 'none'}: ${speaks}, since ${because}`, () => {
    assert.equal(negotiateLocale(header, cookie, profile), speaks);
  });
}
