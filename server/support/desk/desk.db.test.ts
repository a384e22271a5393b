import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import { newId } from '#platform/ids';
import {
  agent,
  clock,
  customer,
  decline,
  drain,
  guest,
  uncertainTopUp,
  type Customer,
} from '../testing/desk.ts';

const zhou = await agent('周青');
const shen = await agent('沈朗');
const smith = await agent('Mary Smith', { locale: 'en' });

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof ApiProblem) return error.code;
    throw error;
  }
}
async function asked(
  who: Customer,
  { subjectId = null as string | null, text = '卡里明明有钱' } = {},
): Promise<CaseId> {
  const id = newId('case');
  await who.call(api.openCase, { body: { id, topic: 'top_up', subjectId, text }, idempotencyKey: id });
  return id;
}
const say = (who: Customer, id: string, text: string) =>
  who.call(api.postMessage, { params: { id }, body: { clientId: newId('msg'), text } });
const answer = (id: string, text: string, note = false) =>
  zhou.call(api.answerCase, { params: { id }, body: { clientId: newId('msg'), text, note } });

test('help on an entry tells why at once, in the words of the entry itself, with buttons that go on', async () => {
  const lin = await customer();
  const entry = await uncertainTopUp(lin);
  const { reason, actions, articles, entry: shown } = await lin.call(api.explain, { query: { entry } });
  assert.equal(reason?.code, 'top_up_checking');
  assert.match(reason.money, /最多一次/);
  assert.deepEqual(
    actions.map(({ kind }) => kind),
    ['check_again', 'open_case'],
  );
  assert.equal(actions.at(-1)?.href, `/help-me?entry=${entry}`);
  assert.deepEqual(
    articles.map(({ slug }) => slug),
    ['top-up-checking', 'pressed-twice'],
  );
  assert.equal(shown?.id, entry);
  const other = await customer();
  assert.equal(await refusal(other.call(api.explain, { query: { entry } })), 'not_found');
  assert.equal((await other.call(api.explain, { query: {} })).reason, null);
});

describe('from an entry to a person and back', () => {
  test('the case begins with what was explained, carries the entry, and goes through both hands to its end', async () => {
    const lin = await customer();
    const entry = await uncertainTopUp(lin);
    const id = await asked(lin, { subjectId: entry });
    const opened = await lin.call(api.case, { params: { id } });
    assert.equal(opened.title, '充值 ¥200.00，Visa •••• 4242');
    assert.deepEqual(
      [opened.state, opened.nextActor, opened.lastSeq, opened.readByCustomerSeq],
      ['awaiting_agent', 'okpay', 3, 3],
    );
    const { items } = await lin.call(api.caseMessages, { params: { id }, query: {} });
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['explained', 'text', 'opened'],
    );
    const { reason } = await lin.call(api.explain, { query: { entry } });
    assert.equal(
      items[0]?.text,
      [reason?.happened, reason?.money, reason?.next].join('\n'),
      'the same text as in help',
    );

    await zhou.call(api.takeCase, { params: { id }, body: {} });
    await answer(id, '第二次这样了', true);
    const said = await answer(id, '您好，我是周青，银行正在查。');
    assert.equal(said.authorName, '周青');
    const after = await lin.call(api.caseMessages, { params: { id }, query: { since: 3 } });
    assert.deepEqual(
      after.items.map(({ kind, authorName }) => [kind, authorName]),
      [
        ['agent_joined', '周青'],
        ['text', '周青'],
      ],
    );
    const read = await lin.call(api.readMessages, { params: { id }, body: { seq: 2_000_000_000 } });
    assert.deepEqual(
      [read.state, read.readByCustomerSeq, read.assigneeName],
      ['awaiting_customer', after.lastSeq, '周青'],
    );
    await say(lin, id, '好的');
    const resolved = await zhou.call(api.resolveCase, {
      params: { id },
      body: { clientId: newId('msg'), text: '银行确认没有扣款。' },
    });
    assert.deepEqual([resolved.state, resolved.nextActor], ['resolved', 'nobody']);
  });
  test('a repeated opening is the same case; a closed one says where to begin anew', async () => {
    const lin = await customer();
    const body = { id: newId('case'), topic: 'fees' as const, text: '收多少' };
    const first = await lin.call(api.openCase, { body, idempotencyKey: 'k-1' });
    assert.deepEqual(await lin.call(api.openCase, { body, idempotencyKey: 'k-1' }), first);
    assert.deepEqual(
      await lin.call(api.openCase, { body, idempotencyKey: 'k-2' }),
      first,
      'a new key, the same case',
    );
    const other = await customer();
    assert.equal(
      await refusal(other.call(api.openCase, { body, idempotencyKey: 'k-3' })),
      'idempotency_key_reused',
    );
    await zhou.call(api.resolveCase, {
      params: { id: first.id },
      body: { clientId: newId('msg'), text: '见费用页。' },
    });
    clock.advance({ days: 7, hours: 1 });
    await drain();
    assert.equal((await lin.call(api.case, { params: { id: first.id } })).state, 'closed');
    assert.equal(await refusal(say(lin, first.id, '还在吗')), 'case_closed');
  });
  test('two agents press at once: one has it, the other is told', async () => {
    const id = await asked(await customer());
    const [a, b] = await Promise.all([
      refusal(zhou.call(api.takeCase, { params: { id }, body: {} })),
      refusal(shen.call(api.takeCase, { params: { id }, body: {} })),
    ]);
    assert.deepEqual([a, b].toSorted(), ['case_changed_meanwhile', 'none']);
  });
  test('a missed promise shows in the queue, and a colleague steps in', async () => {
    const lin = await customer();
    const id = await asked(lin);
    await zhou.call(api.takeCase, { params: { id }, body: {} });
    clock.advance({ hours: 24, minutes: 1 });
    await drain();
    const { items } = await shen.call(api.queue, { query: { view: 'open', limit: 100 } });
    const row = items.find(({ case: it }) => it.id === id);
    assert.equal(row?.case.escalated, true);
    assert.deepEqual(
      [row.customerName, row.lastText, row.lastAuthor],
      ['林知夏', '卡里明明有钱', 'customer'],
    );
    assert.equal((await shen.call(api.takeCase, { params: { id }, body: {} })).assigneeName, '沈朗');
    assert.ok(
      (await lin.call(api.caseMessages, { params: { id }, query: {} })).items.every(
        ({ kind }) => kind !== 'escalated',
      ),
    );
    assert.ok(
      (await shen.call(api.consoleMessages, { params: { id }, query: {} })).items.some(
        ({ kind }) => kind === 'escalated',
      ),
    );
  });
});

test('a note reaches no customer by any road', async () => {
  const lin = await customer();
  const id = await asked(lin);
  const secret = '疑似团伙，勿告知';
  await answer(id, secret, true);
  await drain();
  const roads = [
    lin.call(api.case, { params: { id } }),
    lin.call(api.cases, { query: {} }),
    lin.call(api.caseMessages, { params: { id }, query: {} }),
    lin.call(api.caseMessages, { params: { id }, query: { since: 3 } }),
    lin.call(api.caseRecord, { params: { id } }),
    lin.call(api.readMessages, { params: { id }, body: { seq: 100 } }),
    lin.call(api.explain, { query: {} }),
  ];
  for (const told of await Promise.all(roads)) {
    const text = JSON.stringify(told);
    assert.ok(!text.includes(secret) && !text.includes('"note"'), text);
  }
  const shown = await lin.call(api.case, { params: { id } });
  assert.deepEqual([shown.lastSeq, shown.readByCustomerSeq], [2, 2], 'nothing counts as unread');
  assert.ok(
    (await zhou.call(api.consoleMessages, { params: { id }, query: {} })).items.some(
      ({ text }) => text === secret,
    ),
  );
});

test('somebody else finds no case on any route, and a customer none of the desk', async () => {
  const lin = await customer();
  const id = await asked(lin);
  const stranger = await customer();
  for (const work of [
    () => stranger.call(api.case, { params: { id } }),
    () => stranger.call(api.caseMessages, { params: { id }, query: {} }),
    () => stranger.call(api.postMessage, { params: { id }, body: { clientId: newId('msg'), text: 'x' } }),
    () => stranger.call(api.readMessages, { params: { id }, body: { seq: 1 } }),
    () => stranger.call(api.caseRecord, { params: { id } }),
    () => lin.call(api.case, { params: { id: newId('case') } }),
  ])
    assert.equal(await refusal(work()), 'not_found');
  assert.deepEqual((await stranger.call(api.cases, { query: {} })).items, []);
  const entry = await uncertainTopUp(lin);
  const body = { id: newId('case'), topic: 'top_up' as const, subjectId: entry, text: 'mine?' };
  assert.equal(
    await refusal(stranger.call(api.openCase, { body, idempotencyKey: 'k' })),
    'not_found',
    'nobody attaches the entry of another',
  );
  const nothing = await agent('谁', { role: 'finance' });
  for (const who of [lin.call, guest, nothing.call])
    for (const work of [
      () => who(api.queue, { query: {} }),
      () => who(api.consoleCase, { params: { id } }),
      () => who(api.consoleMessages, { params: { id }, query: {} }),
      () => who(api.takeCase, { params: { id }, body: {} }),
      () => who(api.answerCase, { params: { id }, body: { clientId: newId('msg'), text: 'x' } }),
      () => who(api.readCase, { params: { id }, body: { seq: 1 } }),
      () => who(api.resolveCase, { params: { id }, body: { clientId: newId('msg'), text: 'x' } }),
    ])
      assert.match(await refusal(work()), /^(unauthenticated|forbidden)$/);
});

describe("the agent's screen", () => {
  test('shows who asks, masked; the entry now and as it was; and what the customer was told, in the language of the agent', async () => {
    const lin = await customer();
    const entry = await uncertainTopUp(lin);
    const id = await asked(lin, { subjectId: entry });
    const before = await smith.call(api.consoleCase, { params: { id } });
    await decline(entry);
    const shown = await smith.call(api.consoleCase, { params: { id } });
    assert.deepEqual(
      [
        shown.customer.name,
        shown.customer.maskedPhone.startsWith('•••• '),
        shown.customer.maskedEmail.startsWith('l••••@'),
      ],
      ['林知夏', true, true],
    );
    assert.doesNotMatch(JSON.stringify(shown), /lin\d+@mail\.example|\+86139/);
    assert.deepEqual([shown.entry?.state, shown.evidence.entry?.state], ['failed', 'checking']);
    assert.deepEqual(shown.evidence, before.evidence, 'evidence does not follow the entry');
    assert.equal(shown.explanation.reason?.title, 'Not enough money on the card');
    assert.equal(shown.case.title, 'Top-up of ¥200.00, Visa •••• 4242');
    assert.equal(shown.customer.accounts[0]?.currency, 'CNY');
    assert.equal(shown.customer.recentEntries[0]?.id, entry);
    assert.deepEqual([shown.entry?.challengeUrl, shown.evidence.entry?.challengeUrl], [null, null]);
    assert.deepEqual(shown.entry?.cases, [{ id, state: 'awaiting_agent' }]);
  });
  test('past cases stand beside it, without this one', async () => {
    const lin = await customer();
    const [first, second] = [await asked(lin), await asked(lin)];
    const { customer: person } = await zhou.call(api.consoleCase, { params: { id: second } });
    assert.deepEqual(
      person.pastCases.map(({ id }) => id),
      [first],
    );
  });
  test('every look is on record under the own name, and asking for news is none', async () => {
    const lin = await customer();
    const id = await asked(lin);
    await zhou.call(api.consoleCase, { params: { id } });
    const { lastSeq } = await shen.call(api.consoleMessages, { params: { id }, query: {} });
    await shen.call(api.consoleMessages, { params: { id }, query: { since: lastSeq } });
    const { items } = await lin.call(api.accessLog, {});
    assert.deepEqual(
      items.map(({ staffName, what, caseId }) => [staffName, what, caseId]).toSorted(),
      [
        ['周青', 'case', id],
        ['沈朗', 'conversation', id],
      ].toSorted(),
    );
    assert.deepEqual(
      (await (await customer()).call(api.accessLog, {})).items,
      [],
      'of one’s own account only',
    );
  });
});

test('bad words are refused as what they are', async () => {
  const lin = await customer();
  const id = await asked(lin);
  assert.equal(await refusal(say(lin, id, ' \n ')), 'message_empty');
  assert.equal(await refusal(say(lin, id, '字'.repeat(4_001))), 'message_too_long');
  assert.equal(await refusal(say(lin, id, '字'.repeat(8_001))), 'malformed_request');
  const clientId = newId('msg');
  const first = await lin.call(api.postMessage, {
    params: { id },
    body: { clientId, text: '<script>alert(1)</script> 👩‍👩‍👧 \u202egnp' },
  });
  assert.deepEqual(
    await lin.call(api.postMessage, {
      params: { id },
      body: { clientId, text: '<script>alert(1)</script> 👩‍👩‍👧 \u202egnp' },
    }),
    first,
  );
  assert.equal(
    await refusal(lin.call(api.postMessage, { params: { id }, body: { clientId, text: 'other' } })),
    'message_id_reused',
  );
  assert.equal(
    await refusal(lin.call(api.readMessages, { params: { id }, body: { seq: 3_000_000_000 } })),
    'malformed_request',
  );
  assert.equal(await refusal(lin.call(api.cases, { query: { cursor: 'bm9uc2Vuc2U' } })), 'malformed_request');
});

test('help is searched by anybody, in the language of the page or the one that is named', async () => {
  const { items } = await guest(api.searchHelp, { query: { q: '钱扣了没到账', locale: 'zh-CN' } });
  assert.equal(items[0]?.slug, 'top-up-checking');
  assert.equal((await guest(api.searchHelp, { query: { q: '', limit: 3 } })).items.length, 3);
  assert.deepEqual(
    (await guest(api.publicKeys)).keys.map(({ id }) => id),
    ['test-1'],
  );
});
