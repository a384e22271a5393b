import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { control, type Simulators, startSimulators } from '#test/simulators';
import { createMailer, type Mail, type Mailer } from './mailer.ts';

type Kept = {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  links: string[];
};

let world: Simulators;
let mailer: Mailer;
before(async () => {
  world = await startSimulators();
  mailer = createMailer({ url: world.mail.smtpUrl, from: 'OKPay <no-reply@okpay.example>' });
});
after(() => world.stop());
beforeEach(() => control(world.mail.httpUrl, '/control/reset', {}));

let count = 0;
const mailTo = (to: string, changes: Partial<Mail> = {}): Mail => ({
  to,
  subject: 'News',
  text: 'There is news.',
  html: '<p>There is news.</p>',
  messageId: `<ntf_${++count}@okpay.example>`,
  ...changes,
});
const inboxOf = async (to: string): Promise<Kept[]> =>
  (await control<{ messages: Kept[] }>(world.mail.httpUrl, `/messages?to=${encodeURIComponent(to)}`))
    .messages;
const turn = (knobs: Record<string, unknown>): Promise<unknown> =>
  control(world.mail.httpUrl, '/control/knobs', knobs);

test('a Chinese mail arrives whole, with its link and its id', async () => {
  const link = 'https://okpay.example/verify?token=a1&lang=zh-CN';
  const html = `<p>林知夏，您好：</p><p><a href="${link.replace('&', '&amp;')}">验证邮箱</a></p>`;
  const sent = await mailer.send(
    mailTo('lin@mail.example', {
      subject: '请完成邮箱验证：钱在哪里，一看便知，随时都可以查到每一笔的去向',
      text: `打开 ${link} 完成验证。`,
      html,
      messageId: '<ntf_zh@okpay.example>',
    }),
  );
  assert.deepEqual(sent, { ok: true, value: { smtpStatus: 250 } });
  const [kept] = await inboxOf('LIN@mail.example');
  assert.equal(kept?.subject, '请完成邮箱验证：钱在哪里，一看便知，随时都可以查到每一笔的去向');
  assert.match(kept.html, /<p>林知夏，您好：<\/p>/);
  assert.match(kept.text, /完成验证。/);
  assert.deepEqual(kept.links, [link]);
  assert.equal(kept.from, 'OKPay <no-reply@okpay.example>');
  assert.equal(kept.headers['message-id'], '<ntf_zh@okpay.example>');
});

describe('a line break adds neither a header nor a recipient', () => {
  const attack = 'Hello\r\nBcc: thief@mail.example\r\n\r\nBody of the thief';
  const cases: [string, Partial<Mail>][] = [
    ['in the subject', { subject: attack }],
    ['in a header value', { headers: { 'Auto-Submitted': attack } }],
    ['in the id', { messageId: `<a@okpay.example>\r\nBcc: thief@mail.example` }],
  ];
  for (const [place, changes] of cases) {
    test(place, async () => {
      const to = `victim-${++count}@mail.example`;
      await mailer.send(mailTo(to, changes));
      const [kept] = await inboxOf(to);
      assert.ok(kept, 'the mail itself arrives');
      assert.deepEqual(kept.to, [to]);
      assert.equal(kept.headers['bcc'], undefined);
      assert.equal(kept.text.trim(), 'There is news.');
      assert.deepEqual(await inboxOf('thief@mail.example'), []);
    });
  }
  for (const to of [
    'a@mail.example\r\nRCPT TO:<thief@mail.example>',
    'a@mail.example, thief@mail.example',
    'A <a@mail.example>',
    'nobody',
    '',
  ]) {
    test(`an address that is not one is refused for good: ${JSON.stringify(to)}`, async () => {
      assert.deepEqual(await mailer.send(mailTo(to)), {
        ok: false,
        error: { code: 'mail_refused', isPermanent: true, smtpStatus: null },
      });
    });
  }
  test('a header of address or content is a mistake of ours', async () => {
    for (const name of ['Bcc', 'content-type', 'X Y', 'A\r\nB'])
      await assert.rejects(
        mailer.send(mailTo('a@mail.example', { headers: { [name]: 'x' } })),
        /may not set the header/,
      );
  });
});

describe('what did not arrive is told apart', () => {
  test('no such mailbox: final', async () => {
    await turn({ rejectAddresses: ['gone@mail.example'] });
    assert.deepEqual(await mailer.send(mailTo('gone@mail.example')), {
      ok: false,
      error: { code: 'mail_refused', isPermanent: true, smtpStatus: 550 },
    });
  });
  test('try again later: the next attempt arrives, once', async () => {
    await turn({ temporaryFailures: 1 });
    const mail = mailTo('later@mail.example');
    assert.deepEqual(await mailer.send(mail), {
      ok: false,
      error: { code: 'mail_deferred', isPermanent: false, smtpStatus: 451 },
    });
    assert.equal((await mailer.send(mail)).ok, true);
    assert.equal((await inboxOf('later@mail.example')).length, 1);
  });
  test('accepted and the answer lost: unknown, and the double has the same id', async () => {
    await turn({ lostAnswers: 1 });
    const mail = mailTo('twice@mail.example');
    assert.deepEqual(await mailer.send(mail), {
      ok: false,
      error: { code: 'mail_unknown', isPermanent: false, smtpStatus: null },
    });
    assert.equal((await mailer.send(mail)).ok, true);
    assert.deepEqual(
      new Set((await inboxOf('twice@mail.example')).map(({ headers }) => headers['message-id'])),
      new Set([mail.messageId]),
    );
  });
  test('nobody listens: nothing was sent, and the error names nobody', async () => {
    const port = await freePort();
    const sent = await createMailer({
      url: `smtp://user:secret-word@127.0.0.1:${port}`,
      from: 'a@okpay.example',
    }).send(mailTo('private@mail.example'));
    assert.deepEqual(sent, {
      ok: false,
      error: { code: 'mail_unavailable', isPermanent: false, smtpStatus: null },
    });
    assert.doesNotMatch(JSON.stringify(sent), /secret-word|private@/);
  });
});

describe('mails handed over together', () => {
  test('go by one connection, and what became of each is its own', async () => {
    await turn({ rejectAddresses: ['gone-too@mail.example'], lostAnswers: 1 });
    const mails = ['lost@mail.example', 'gone-too@mail.example', 'kept@mail.example'].map((to) => mailTo(to));
    const handed = await mailer.sendMany(mails);
    assert.deepEqual(
      handed.map((one) => (one.ok ? one.value.smtpStatus : one.error.code)),
      ['mail_unknown', 'mail_refused', 250],
    );
    assert.equal((await inboxOf('kept@mail.example')).length, 1);
    assert.equal((await inboxOf('lost@mail.example')).length, 1, 'and is not sent twice by itself');
  });
  test('are not tried one after the other where nobody listens', async () => {
    const away = createMailer({ url: `smtp://127.0.0.1:${await freePort()}`, from: 'a@okpay.example' });
    const handed = await away.sendMany([mailTo('a@mail.example'), mailTo('b@mail.example')]);
    assert.deepEqual(
      handed.map((one) => !one.ok && one.error.code),
      ['mail_unavailable', 'mail_unavailable'],
    );
  });
});

test('mails outlive a crash of the mail server', async () => {
  const first = await startSimulators();
  const kept = createMailer({ url: first.mail.smtpUrl, from: 'no-reply@okpay.example' });
  await kept.send(mailTo('keeper@mail.example', { subject: '还在' }));
  await first.processes.mail.kill();
  const second = await startSimulators({ dataDir: first.dataDir });
  const { messages } = await control<{ messages: Kept[] }>(
    second.mail.httpUrl,
    '/messages?to=keeper@mail.example',
  );
  await Promise.all([second.stop(), first.stop()]);
  assert.deepEqual(
    messages.map(({ subject }) => subject),
    ['还在'],
  );
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
