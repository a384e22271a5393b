import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LOCALES, type Locale } from '#common/locale';
import { sql } from '#platform/db';
import { form, identityWorld, pendingPerson, type Person, verifiedPerson } from '#test/identity';
import { closeAccount } from '../closing/close-account.ts';
import { closingsOf } from '../closing/store.ts';
import { eraseExpired } from './erase-expired.ts';
import { forgetUnproven, UNPROVEN_DAYS } from './forget-unproven.ts';
import { NOBODY, RETAINED } from './retention.ts';
import { retentionRules } from './store.ts';

const world = await identityWorld();
const { db, owner, clock, signingKeys } = world;
const told: string[] = [];
const erasers = {
  messages: async (_tx: unknown, customer: string) => {
    told.push(customer);
  },
  bankAccounts: async () => {},
};
const erase = () => eraseExpired({ db, clock, erasers });

async function closed(): Promise<Person> {
  const person = await verifiedPerson(world, { name: 'Zephyrina Quackenbush' });
  await person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password });
  await person.browser.call('POST', '/api/v1/closing', { word: 'CLOSE' });
  const [closing] = await closingsOf(db.read, person.id);
  assert.ok(closing);
  clock.advance({ days: 14 });
  await closeAccount({ db, clock, signingKeys }, closing.id);
  return person;
}

/** Every table of the database in which something of a person still stands, by what it says. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('identity', 'notifications', 'cases', 'support', 'risk', 'operations', 'wallet')`.execute(
    owner.read,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [schema = '', table = ''] = name.replaceAll('"', '').split('.');
    const { rows } = await sql`
      select 1 from ${sql.table(`${schema}.${table}`)} t where t::text ilike ${`%${text}%`} limit 1`.execute(
      owner.read,
    );
    if (rows.length > 0) found.push(name);
  }
  return found.toSorted();
}

test('what is kept is kept until its time is over, and then it goes by itself', async () => {
  const person = await closed();
  const open = await verifiedPerson(world);
  const rules = await retentionRules(db.read);
  assert.deepEqual(rules.map(({ what }) => what).toSorted(), [...RETAINED].toSorted());
  const erased = async (): Promise<string[]> =>
    (
      await sql<{ what: string }>`select what from identity.erasure where customer_id = ${person.id}`.execute(
        owner.read,
      )
    ).rows.map((row) => row.what);
  let day = 0;
  const goTo = async (next: number): Promise<void> => {
    clock.advance({ days: next - day });
    day = next;
    await erase();
  };
  for (const days of new Set(rules.map((rule) => rule.days))) {
    const due = rules.filter((rule) => rule.days === days).map(({ what }) => what);
    await goTo(days - 1);
    const before = await erased();
    assert.deepEqual(due.filter((what) => before.includes(what)), [], `${due.join()} the day before`); // prettier-ignore
    await goTo(days + 1);
    await erase();
    const after = await erased();
    assert.deepEqual(due.filter((what) => !after.includes(what)), [], `${due.join()} the day after`); // prettier-ignore
  }
  assert.deepEqual(told, [person.id], 'other rooms erase theirs, once');
  for (const text of ['Zephyrina', 'Quackenbush', person.form.email, person.form.phone])
    assert.deepEqual(await tablesWith(text), [], text);
  const { rows } = await sql<{ name: string }>`
    select name from identity.profile where customer_id = ${person.id}`.execute(owner.read);
  assert.equal(rows[0]?.name, NOBODY);
  const { rows: others } = await sql<{ name: string }>`
    select name from identity.profile where customer_id = ${open.id}`.execute(owner.read);
  assert.equal(others[0]?.name, open.form.name, 'who has an account keeps everything');
});

test('an account that was begun and never finished is forgotten after thirty days, and its addresses are free', async () => {
  const begun = await pendingPerson(world, { name: 'Peregrine Oddfellow', handle: 'oddfellow' });
  const finished = await verifiedPerson(world);
  const forget = () => forgetUnproven({ db, clock, erasers });
  clock.advance({ days: UNPROVEN_DAYS - 1 });
  assert.equal(await forget(), 0, 'the day before');
  const late = await pendingPerson(world);
  clock.advance({ days: 2 });
  assert.equal(await forget(), 1, 'the day after');
  assert.equal(await forget(), 0, 'once');
  for (const text of ['Peregrine', 'Oddfellow', begun.form.email, begun.form.phone])
    assert.deepEqual(await tablesWith(text), [], text);
  assert.ok(told.includes(begun.id), 'other rooms erase theirs');
  assert.equal((await begun.browser.call('GET', '/api/v1/me')).status, 401, 'its session is over');
  const login = { login: begun.form.email, password: begun.form.password };
  assert.equal((await begun.browser.call('POST', '/api/v1/sessions', login)).body['code'], 'sign_in_failed');
  for (const { id, form: kept } of [finished, late])
    assert.deepEqual(
      (
        await sql<{ email: string }>`select email from identity.profile where customer_id = ${id}`.execute(
          owner.read,
        )
      ).rows,
      [{ email: kept.email }],
    );
  const again = { ...form(), email: begun.form.email, phone: begun.form.phone };
  assert.equal((await world.browser().call('POST', '/api/v1/registrations', again)).status, 201);
});

test('whoever proves the last address in time keeps the account', async () => {
  const person = await pendingPerson(world);
  clock.advance({ days: UNPROVEN_DAYS - 1 });
  const anew = world.browser();
  await anew.call('POST', '/api/v1/sessions', { login: person.form.email, password: person.form.password });
  for (const purpose of ['email', 'phone'])
    await anew.call('POST', '/api/v1/verification-messages', { purpose });
  const token = await world.delivered(person.id, 'email');
  assert.equal((await anew.call('POST', '/api/v1/email-verifications', { token })).status, 200);
  const code = await world.delivered(person.id, 'phone');
  assert.equal((await anew.call('POST', '/api/v1/phone-verifications', { code })).status, 200);
  clock.advance({ days: 5 });
  await forgetUnproven({ db, clock, erasers });
  assert.equal(
    (await sql`select from identity.password where customer_id = ${person.id}`.execute(owner.read)).rows
      .length,
    1,
  );
});

/** How the privacy notice writes a time. */
const written = (days: number, locale: Locale): string => {
  const years = days / 365;
  if (!Number.isInteger(years)) return locale === 'en' ? `${days} days` : `${days} 天`;
  return locale === 'en' ? `${years} ${years === 1 ? 'year' : 'years'}` : `${years} 年`;
};
/** The line of the notice that is about it, by a word that stands in it. */
const LINES: Record<(typeof RETAINED)[number], Record<Locale, string>> = {
  addresses: { en: 'Name, e-mail, phone', 'zh-CN': '姓名、邮箱、手机号' },
  security_events: { en: 'Changes of what protects', 'zh-CN': '账户保护方式的变更' },
  messages: { en: 'Message centre', 'zh-CN': '消息中心' },
  conversations: { en: 'Conversations with us', 'zh-CN': '与客服的对话' },
  screening: { en: 'Your name beside an entry', 'zh-CN': '你的姓名与公开制裁名单' },
  screening_confirmed: { en: 'Your name beside an entry', 'zh-CN': '你的姓名与公开制裁名单' },
  closure_record: { en: 'Record that an account was closed', 'zh-CN': '注销证明' },
};

for (const locale of LOCALES)
  test(`the privacy notice in ${locale} says the times by which the job erases`, async () => {
    const text = readFileSync(
      new URL(`../../../web/site/legal/${locale}/privacy.md`, import.meta.url),
      'utf8',
    );
    for (const { what, days } of await retentionRules(db.read)) {
      const line = text.split('\n').find((each) => each.startsWith(`| ${LINES[what][locale]}`));
      assert.ok(line, `${what} has its line`);
      assert.ok(line.includes(written(days, locale)), `${line} says ${written(days, locale)}`);
    }
  });
