import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { canonicalJson } from '#common/canonical-json';
import { verifyCaseRecord } from '#common/case-record';
import type { PublishedKey } from '#common/signature';
import { newId } from '#platform/ids';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { agent, clock, customer, decline, guest, uncertainTopUp } from '../testing/desk.ts';

const zhou = await agent('周青');
const lin = await customer();
const entry = await uncertainTopUp(lin);
const id = newId('case');
await lin.call(api.openCase, {
  body: { id, topic: 'top_up', subjectId: entry, text: '钱呢 💸' },
  idempotencyKey: id,
});
await zhou.call(api.answerCase, { params: { id }, body: { clientId: newId('msg'), text: '在查' } });
await decline(entry);
const record = await lin.call(api.caseRecord, { params: { id } });
const { keys } = await guest(api.publicKeys);
const check = (given: unknown, by: readonly PublishedKey[] = keys) => verifyCaseRecord(given, by);
const faultOf = async (given: unknown, by?: readonly PublishedKey[]): Promise<string> => {
  const outcome = await check(given, by);
  return outcome.ok ? 'none' : outcome.fault;
};

test('a record proves itself with the published keys alone', async () => {
  const outcome = await check(JSON.parse(JSON.stringify(record, null, 2)));
  assert.ok(outcome.ok);
  assert.deepEqual(
    outcome.record.messages.map(({ kind }) => kind),
    ['explained', 'text', 'opened', 'agent_joined', 'text'],
  );
  assert.equal(outcome.record.evidence.entry?.state, 'checking', 'as it was when the case was opened');
});

test('no letter of it can be changed', async () => {
  const text = canonicalJson(record);
  let looked = 0;
  // Every seventh letter: each field is met, and the test ends today.
  for (let at = 0; at < text.length; at += 7) {
    const letter = text[at] ?? '';
    const changed = text.slice(0, at) + (letter === 'x' ? 'y' : 'x') + text.slice(at + 1);
    let parsed: unknown;
    try {
      parsed = JSON.parse(changed);
    } catch {
      continue; // No JSON any more: nobody would take it for a record.
    }
    looked++;
    assert.notEqual(await faultOf(parsed), 'none', `${at}: ${text.slice(at - 20, at + 20)}`);
  }
  assert.ok(looked > 200, String(looked));
});

describe('what somebody might try', () => {
  const copy = (): typeof record => structuredClone(record);
  test('another word, a message less, one more, another order', async () => {
    const first = copy();
    first.messages = record.messages.map((message) =>
      message.author === 'customer' ? { ...message, text: '钱到了' } : message,
    );
    const less = { ...copy(), messages: record.messages.slice(0, -1) };
    const more = {
      ...copy(),
      messages: [
        ...record.messages,
        ...record.messages.slice(0, 1).map((message) => ({ ...message, seq: 99 })),
      ],
    };
    const other = { ...copy(), messages: record.messages.toReversed() };
    for (const given of [first, less, more, other]) assert.equal(await faultOf(given), 'altered');
  });
  test('a field more, a signature with a spare bit, the evidence of another case', async () => {
    assert.equal(await faultOf({ ...copy(), approved: true }), 'altered');
    const last = record.signature.at(-1) ?? '';
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = letters[letters.indexOf(last) ^ 1] ?? '';
    assert.equal(await faultOf({ ...copy(), signature: record.signature.slice(0, -1) + spare }), 'altered');
    const stranger = signingKeysOf([newSigningKey('test-1', clock.now())]);
    assert.equal(await faultOf(record, stranger.published), 'altered', 'another key under the same name');
  });
  test('a key that is not known, stolen, or younger than the record', async () => {
    assert.equal(await faultOf(record, []), 'key_unknown');
    const at = clock.now().toString();
    assert.equal(
      await faultOf(
        record,
        keys.map((key) => ({ ...key, revokedAt: at })),
      ),
      'key_revoked',
    );
    assert.equal(
      await faultOf(
        record,
        keys.map((key) => ({ ...key, validFrom: clock.now().add({ hours: 1 }).toString() })),
      ),
      'key_not_yet_valid',
    );
  });
  test('anything else', async () => {
    for (const given of [null, 1, 'x', [], {}, { ...copy(), messages: 'none' }])
      assert.equal(await faultOf(given), 'not_a_record');
  });
});
