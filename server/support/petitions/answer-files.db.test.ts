import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { LOCALES } from '#common/locale';
import type { PetitionItem } from '#common/api/petition';
import type { AnswerFileId, CaseId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { keyringOf } from '#platform/keys';
import { erasePetitionAnswers, keepAnswersNow, petitionAnswersEver, renewAnswerSeals } from '#risk';
import { pdf, photo, SVG } from '#test/files';
import {
  type Agent,
  clock,
  customer,
  type Customer,
  db,
  drain,
  folder,
  owner,
  sealing,
} from '../testing/desk.ts';
import {
  appealed,
  decided,
  give,
  GRANTED,
  he,
  inForce,
  opened,
  propose,
  read,
  refusal,
  REFUSED,
  restricted,
  risk,
  shen,
  yu,
  zhou,
} from '../testing/petitions.ts';

const [front, back] = await Promise.all([photo({ mark: 1 }), photo({ mark: 2 })]);
const blobOf = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)]);
const send = (who: Customer, id: CaseId, item: PetitionItem, bytes: Buffer = front) =>
  who.call(api.sendAnswerFile, { params: { id }, query: { item }, file: blobOf(bytes) });
const idsIn = ({ items }: Awaited<ReturnType<typeof send>>, item: PetitionItem) => {
  const asked = items.find((each) => each.item === item);
  return { draft: asked?.draft.map(({ id }) => id) ?? [], files: asked?.files.map(({ id }) => id) ?? [] };
};
const open = async (by: Agent, id: AnswerFileId): Promise<number> =>
  (await by.get(`/api/v1/staff/petition-files/${id}`)).status;
const onDisk = (id: string): boolean => fs.existsSync(`${folder}/${id}.1`);

/** A request to lift a restriction, of which everything is given; the first answer is two files and no word. */
async function handedIn() {
  const one = await restricted('unusual_payments');
  const id = await opened(one);
  await send(one.who, id, 'explanation', front);
  const { draft } = idsIn(await send(one.who, id, 'explanation', back), 'explanation');
  await give(one.who, id, 'explanation', '');
  await give(one.who, id, 'source_of_funds');
  await give(one.who, id, 'account_statement');
  const [first, second] = draft;
  assert.ok(first && second);
  return { ...one, id, files: [first, second] as const };
}
const judge = (by: Agent, id: CaseId, item: PetitionItem) =>
  by.call(api.judgeItem, { params: { id }, body: { item, attempt: 1, fault: null } });
/** As if that time had passed and the daily job had run. */
async function after(hours: number): Promise<void> {
  clock.advance({ hours });
  await db.transaction(keepAnswersNow);
  await drain();
}
const rowsOf = async (id: CaseId) =>
  (
    await sql<{ item: PetitionItem; answer: string | null; sealed: string | null }>`
      select item, answer, sealed from risk.petition_answer where case_id = ${id} order by given_at, item`.execute(
      owner.read,
    )
  ).rows;

describe('an answer by file', () => {
  test('is words, files or both; before it is given its owner alone sees it, and may take it away', async () => {
    const one = await restricted('unusual_payments');
    const { who } = one;
    const id = await opened(one);
    assert.equal(await refusal(give(who, id, 'explanation', '')), 'message_empty', 'neither');
    await send(who, id, 'explanation', front);
    const sent = await send(who, id, 'explanation', pdf({ pages: 2 }));
    const asked = sent.items.find(({ item }) => item === 'explanation');
    assert.deepEqual([asked?.state, asked?.draft.map(({ pages }) => pages)], ['asked', [1, 2]]);
    const [first, second] = idsIn(sent, 'explanation').draft;
    assert.ok(first && second);
    const picture = await who.get(`/api/v1/petition-files/${second}?page=2`);
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
    assert.deepEqual(
      (await read(zhou, id)).items[0]?.draft,
      [],
      'nobody of the staff sees that there is one',
    );
    assert.equal(await open(zhou, first), 404);
    await who.call(api.removeAnswerFile, { params: { id: first } });
    assert.equal((await who.get(`/api/v1/petition-files/${first}`)).status, 404);
    await drain();
    assert.ok(!onDisk(first) && onDisk(second));
    const given = await give(who, id, 'explanation', '');
    assert.deepEqual(idsIn(given, 'explanation'), { draft: [], files: [second] });
    assert.equal(
      await refusal(who.call(api.removeAnswerFile, { params: { id: second } })),
      'case_changed_meanwhile',
      'what was given stays',
    );
    await send(who, id, 'source_of_funds');
    const both = await give(who, id, 'source_of_funds', 'wages');
    const { answer, files } = both.items.find(({ item }) => item === 'source_of_funds') ?? {};
    assert.deepEqual([answer, files?.length], ['wages', 1]);
  });

  test('is somebody’s own: for others there is none, and none is taken of whom none is wanted', async () => {
    const one = await restricted('too_many_failures');
    const id = await opened(one);
    const other = await customer();
    assert.equal(await refusal(send(other, id, 'new_password')), 'not_found');
    assert.equal(
      await refusal(send(one.who, id, 'new_password')),
      'case_changed_meanwhile',
      'the system looks',
    );
    assert.equal(await refusal(send(one.who, id, 'explanation')), 'case_changed_meanwhile', 'not asked for');
    const handed = await handedIn();
    const [file] = handed.files;
    assert.equal((await other.get(`/api/v1/petition-files/${file}`)).status, 404);
    assert.equal(await refusal(other.call(api.removeAnswerFile, { params: { id: file } })), 'not_found');
    assert.equal(
      await refusal(send(handed.who, handed.id, 'explanation')),
      'case_changed_meanwhile',
      'given',
    );
  });

  test('is told by its bytes, looked at as every upload is, and at most six', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    const sent = async (bytes: Buffer) => refusal(send(one.who, id, 'explanation', bytes));
    assert.equal(await sent(SVG), 'file_kind_not_taken');
    assert.equal(await sent(await photo({ blurred: true })), 'picture_blurred');
    assert.equal(await sent(await photo({ dark: true })), 'picture_too_dark');
    for (let count = 0; count < 6; count++) assert.equal(await sent(front), 'none');
    assert.equal(await sent(front), 'answer_files_too_many');
  });
});

describe('who decides', () => {
  test('has opened every file since it was given, and each look stands in the customer’s log', async () => {
    const { who, id, files } = await handedIn();
    await read(zhou, id);
    const [first, second] = files;
    assert.equal(await open(zhou, first), 200);
    assert.equal(await refusal(judge(zhou, id, 'explanation')), 'answer_not_opened');
    assert.equal(await refusal(propose(zhou, id, GRANTED)), 'answer_not_opened', 'one of two');
    assert.equal(await open(zhou, second), 200);
    await judge(zhou, id, 'explanation');
    const { proposals } = await propose(zhou, id, GRANTED);
    const proposalId = proposals[0]?.id;
    assert.ok(proposalId);
    const approve = () =>
      shen.call(api.decidePetition, { params: { id }, body: { proposalId, decision: 'approve' } });
    await read(shen, id);
    assert.equal(await refusal(approve()), 'answer_not_opened', 'the second pair of eyes is a pair of eyes');
    for (const file of files) await open(shen, file);
    await approve();
    assert.deepEqual(await inForce(who.id), []);
    assert.equal(await open(shen, first), 404, 'what is decided is opened by nobody');
    const log = await who.call(api.accessLog);
    const documents = log.items.filter(({ what, caseId }) => what === 'document' && caseId === id);
    assert.deepEqual(
      documents.map(({ staffName }) => staffName).toSorted(),
      ['周青', '周青', '沈朗', '沈朗'].toSorted(),
    );
  });

  test('of staff for risk is on record, but not told', async () => {
    const { who, id, files } = await handedIn();
    for (const file of files) assert.equal(await open(risk, file), 200);
    const { items } = await who.call(api.accessLog);
    assert.ok(items.every(({ staffName }) => staffName !== '林岚'));
    const { rows } = await sql`
      select 1 from risk.petition_look where case_id = ${id} and staff_id = ${risk.id} and file_id is not null`.execute(
      owner.read,
    );
    assert.equal(rows.length, 2);
  });

  test('about what must not be told opens it as staff for risk alone', async () => {
    const one = await restricted('sanctions_review');
    const id = await opened(one);
    const [file] = idsIn(await send(one.who, id, 'explanation'), 'explanation').draft;
    assert.ok(file);
    await give(one.who, id, 'explanation', '');
    assert.equal(await open(zhou, file), 404);
    assert.equal(await open(risk, file), 200);
  });

  test('on appeal sees, and has opened, what the contested decision rests on', async () => {
    const { who, id, files } = await handedIn();
    for (const by of [zhou, shen]) for (const file of files) await read(by, id).then(() => open(by, file));
    await decided(id, REFUSED);
    assert.equal(await open(he, files[0]), 404);
    const appeal = await appealed(who, id);
    const seen = await read(he, appeal);
    assert.deepEqual(
      seen.before.find(({ item }) => item === 'explanation')?.files.map((each) => each.id),
      files,
    );
    assert.equal(await refusal(propose(he, appeal, GRANTED)), 'answer_not_opened');
    for (const by of [he, yu]) for (const file of files) assert.equal(await open(by, file), 200);
    await decided(appeal, GRANTED, [he, yu]);
    assert.deepEqual(await inForce(who.id), []);
  });
});

describe('what was given', () => {
  test('lies sealed: neither table nor folder tells of it, and it opens in its own place only', async () => {
    const { id, files } = await handedIn();
    const rows = await rowsOf(id);
    assert.ok(rows.every(({ answer }) => answer === null));
    assert.doesNotMatch(JSON.stringify(rows), /长河书店/);
    const page = fs.readFileSync(`${folder}/${files[0]}.1`);
    assert.ok(!page.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])), 'no JPEG');
    const sealed = rows.find(({ item }) => item === 'source_of_funds')?.sealed ?? '';
    assert.equal(sealing.decrypt(sealed, `petition ${id} source_of_funds 1`), '工资，单位是长河书店');
    assert.throws(() => sealing.decrypt(sealed, `petition ${newId('case')} source_of_funds 1`));
  });

  test('in the clear by a version before is read as it was, and sealed by the job, once', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    await sql`insert into risk.petition_answer (case_id, item, attempt, answer, given_at)
              values (${id}, 'explanation', 1, '年会的钱', ${clock.now().toString()})`.execute(owner.read);
    const answer = async () => (await one.who.call(api.petition, { params: { id } })).items[0]?.answer;
    assert.equal(await answer(), '年会的钱');
    assert.ok((await renewAnswerSeals({ db, keys: sealing })) >= 1);
    assert.deepEqual(
      (await rowsOf(id)).map((row) => row.answer),
      [null],
    );
    assert.equal(await answer(), '年会的钱');
    assert.equal(await renewAnswerSeals({ db, keys: sealing }), 0);
    await assert.rejects(
      sql`update risk.petition_answer set sealed = null where case_id = ${id}`.execute(db.read),
      /permission denied/,
    );
  });

  test('is sealed by the newest key by the same job', async () => {
    const { id, files } = await handedIn();
    const newer = keyringOf(new Map([['k-2', Buffer.alloc(32, 7)]]));
    const renewing = (from: typeof newer, to: typeof newer) => ({ ...to, renew: (box: string, context: string) => to.encrypt(from.decrypt(box, context), context) }); // prettier-ignore
    assert.ok((await renewAnswerSeals({ db, keys: renewing(sealing, newer) })) >= 4);
    const sealed = (await rowsOf(id)).find(({ item }) => item === 'source_of_funds')?.sealed ?? '';
    assert.equal(newer.decrypt(sealed, `petition ${id} source_of_funds 1`), '工资，单位是长河书店');
    await renewAnswerSeals({ db, keys: renewing(newer, sealing) });
    assert.equal(await open(zhou, files[0]), 200);
  });

  test('is in the copy of one’s data, words and files', async () => {
    const { who, files } = await handedIn();
    const rows = await petitionAnswersEver(db.read, { keys: sealing }, who.id);
    assert.deepEqual(rows.map(({ item, answer, files: sent }) => [item, answer, sent]).toSorted(), [
      ['account_statement', '工资，单位是长河书店', []],
      ['explanation', null, [...files]],
      ['source_of_funds', '工资，单位是长河书店', []],
    ]);
  });

  test('goes with the conversations of a closed account: words, keys and bytes, of that person alone', async () => {
    const [one, other] = [await handedIn(), await handedIn()];
    await db.transaction((tx) => erasePetitionAnswers(tx, clock, one.who.id));
    await drain();
    assert.ok((await rowsOf(one.id)).every(({ sealed }) => sealed === null));
    assert.ok(one.files.every((file) => !onDisk(file)) && other.files.every(onDisk));
    assert.ok((await rowsOf(other.id)).some(({ sealed }) => sealed !== null));
  });

  test('goes by itself: ninety days after what was never handed in, three years after what was decided', async () => {
    const idle = await restricted('unusual_payments');
    const idleId = await opened(idle);
    const [draft] = idsIn(await send(idle.who, idleId, 'explanation'), 'explanation').draft;
    const done = await handedIn();
    for (const by of [zhou, shen])
      for (const file of done.files) await read(by, done.id).then(() => open(by, file));
    await decided(done.id, GRANTED);
    const waits = await handedIn();
    assert.ok(draft);
    await after(24 * 89);
    assert.ok(onDisk(draft));
    await after(24 * 2);
    assert.ok(!onDisk(draft), 'never handed in');
    assert.ok(done.files.every(onDisk));
    await after(24 * (3 * 365 - 92));
    assert.ok(done.files.every(onDisk), 'the day before');
    await after(24 * 4);
    assert.ok(done.files.every((file) => !onDisk(file)));
    assert.ok((await rowsOf(done.id)).every(({ sealed }) => sealed === null));
    assert.ok(waits.files.every(onDisk), 'what we owe a decision about stays');
  });

  test('is kept as long as the privacy notice says', async () => {
    const { rows } = await sql<{ what: string; span: number }>`
      select what, span from risk.petition_retention order by what`.execute(owner.read);
    assert.deepEqual(rows, [
      { what: 'decided_months', span: 36 },
      { what: 'undecided_days', span: 90 },
    ]);
    const lines = { en: /for a decision.*3 years.*90 days/, 'zh-CN': /为一项决定.*3 年.*90 天/ };
    for (const locale of LOCALES) {
      const notice = new URL(`../../../web/site/legal/${locale}/privacy.md`, import.meta.url);
      assert.match(fs.readFileSync(notice, 'utf8'), lines[locale]);
    }
  });
});
