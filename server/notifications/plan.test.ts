import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BANK_TOP_UP_STATES, CROSS_BORDER_STATES, WITHDRAWAL_STATES } from '#common/api/entry-kinds';
import { LOCALES } from '#common/locale';
import { newId } from '#platform/ids';
import { disownPath } from '#identity';
import { Temporal } from '#platform/clock';
import { layOut } from './mail-layout.ts';
import { codeText, followMail, isFollowMail, isSecretMail, mailText, secretMail } from './mail-text.ts';
import { MAIL_TEMPLATES, NOTICE_KINDS, planFor, TOLD_EVENTS, type ToldEvent } from './plan.ts';
import { renderNotice } from './render-notice.ts';

const PUBLIC_URL = 'https://pay.example.org';
const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const customerId = newId('cus');
const notMe = () => disownPath('T'.repeat(200));

/** One of each that is told, in every state that matters. */
const EVENTS: readonly ToldEvent[] = [
  { type: 'customer.email_verified', customerId },
  { type: 'customer.phone_verified', customerId },
  { type: 'customer.registration_repeated', customerId },
  { type: 'customer.code_requested', customerId, purpose: 'email' },
  { type: 'customer.code_requested', customerId, purpose: 'phone' },
  { type: 'customer.code_requested', customerId, purpose: 'reset_email' },
  { type: 'customer.code_requested', customerId, purpose: 'reset_phone' },
  { type: 'customer.code_requested', customerId, purpose: 'sign_in' },
  { type: 'customer.code_requested', customerId, purpose: 'new_email' },
  { type: 'customer.code_requested', customerId, purpose: 'new_phone' },
  { type: 'customer.code_requested', customerId, purpose: 'access_email' },
  { type: 'customer.code_requested', customerId, purpose: 'access_phone' },
  { type: 'customer.signed_in', customerId, sessionId: newId('ses'), newDevice: true },
  { type: 'customer.sign_in_paused', customerId },
  { type: 'identity.proof_submitted', customerId, proofId: newId('kyc') },
  { type: 'identity.proof_refused', customerId, proofId: newId('kyc') },
  { type: 'identity.tier_raised', customerId, proofId: newId('kyc') },
  { type: 'identity.proof_expiring', customerId, proofId: newId('kyc') },
  { type: 'identity.tier_fell', customerId, proofId: newId('kyc') },
  { type: 'customer.password_changed', customerId },
  { type: 'customer.contact_changed', customerId, kind: 'email', formerContact: '1' },
  { type: 'customer.contact_changed', customerId, kind: 'phone', formerContact: '2' },
  { type: 'customer.phrase_changed', customerId },
  { type: 'customer.security_questions_changed', customerId },
  { type: 'customer.closing_started', customerId },
  { type: 'customer.closing_taken_back', customerId },
  { type: 'customer.closing_waits', customerId },
  { type: 'customer.closed', customerId },
  { type: 'customer.code_requested', customerId, purpose: 'closure_email' },
  { type: 'customer.payment_password_set', customerId },
  { type: 'customer.payment_password_paused', customerId },
  { type: 'customer.second_factor_added', customerId },
  { type: 'customer.second_factor_removed', customerId },
  { type: 'customer.second_factor_paused', customerId },
  { type: 'customer.recovery_codes_made', customerId },
  { type: 'customer.recovery_code_used', customerId },
  { type: 'account.restricted', customerId, restrictionId: newId('rst') },
  { type: 'account.restriction_lifted', customerId, restrictionId: newId('rst') },
  ...['settled', 'failed', 'expired', 'checking', 'conflict', 'in_review', 'refunding', 'refunded'].map(
    (state) => ({ type: 'top_up.changed', topUpId: newId('tu'), customerId, state }) as const,
  ),
  { type: 'top_up.funds_released', topUpId: newId('tu'), customerId },
  { type: 'top_up.charged_back', chargebackId: newId('cb'), topUpId: newId('tu'), customerId },
  { type: 'debt.collected', chargebackId: newId('cb'), customerId },
  { type: 'transfer.completed', transferId: newId('tr'), payerId: customerId, payeeId: newId('cus') },
  { type: 'transfer.failed', transferId: newId('tr'), payerId: customerId },
  { type: 'transfer.held', transferId: newId('tr'), payerId: customerId },
  ...(['on_hold', 'given_back', 'let_go'] as const).map((state): ToldEvent => ({
    type: 'recall.changed',
    recallId: newId('rc'),
    customerId,
    state,
  })),
  ...([null, { id: '3', kind: 'email' }, { id: '4', kind: 'phone' }] as const).flatMap(
    (formerContact): ToldEvent[] => [
      { type: 'customer.access_requested', customerId, caseId: newId('case'), formerContact },
      { type: 'customer.access_restored', customerId, caseId: newId('case'), formerContact },
    ],
  ),
  { type: 'exchange.completed', exchangeId: newId('fx'), customerId },
  { type: 'exchange.failed', exchangeId: newId('fx'), customerId },
  { type: 'bank_account.added', bankAccountId: newId('ba'), customerId },
  { type: 'bank_account.removed', bankAccountId: newId('ba'), customerId },
  { type: 'beneficiary.added', beneficiaryId: newId('bf'), customerId },
  { type: 'beneficiary.removed', beneficiaryId: newId('bf'), customerId },
  ...CROSS_BORDER_STATES.map((state): ToldEvent => ({
    type: 'cross_border.changed',
    crossBorderId: newId('xb'),
    customerId,
    state,
  })),
  ...(['asked', 'accepted', 'refused'] as const).map((recall): ToldEvent => ({
    type: 'cross_border.recall_changed',
    crossBorderId: newId('xb'),
    customerId,
    recall,
  })),
  { type: 'kept_card.added', keptCardId: newId('kc'), customerId },
  { type: 'kept_card.removed', keptCardId: newId('kc'), customerId },
  { type: 'kept_card.failed', keptCardId: newId('kc'), customerId },
  { type: 'kept_card.taken_back', keptCardId: newId('kc'), customerId },
  ...WITHDRAWAL_STATES.filter((state) => state !== 'in_batch').map((state): ToldEvent => ({
    type: 'withdrawal.changed',
    withdrawalId: newId('wd'),
    customerId,
    state,
  })),
  ...(['made', 'reminded', 'declined', 'cancelled', 'expired'] as const).map((change): ToldEvent => ({
    type: 'money_request.changed',
    requestId: newId('rq'),
    askerId: newId('cus'),
    payerId: customerId,
    change,
  })),
  { type: 'pickup.offered', transferId: newId('tr'), payerId: customerId },
  { type: 'pickup.expired', transferId: newId('tr'), payerId: customerId },
  ...BANK_TOP_UP_STATES.map((state): ToldEvent => ({
    type: 'bank_top_up.changed',
    bankTopUpId: newId('bt'),
    customerId,
    state,
  })),
  { type: 'case.opened', caseId: newId('case'), customerId, kind: 'question' },
  {
    type: 'case.changed',
    caseId: newId('case'),
    customerId,
    kind: 'lift_request',
    state: 'awaiting_customer',
  },
  ...(['question', 'account_access', 'lift_request', 'payment_claim', 'appeal'] as const).flatMap(
    (kind): ToldEvent[] => [
      { type: 'case.changed', caseId: newId('case'), customerId, kind, state: 'resolved' },
      { type: 'case.changed', caseId: newId('case'), customerId, kind, state: 'closed' },
      {
        type: 'case.message_posted',
        caseId: newId('case'),
        customerId,
        kind,
        messageId: newId('msg'),
        author: 'staff',
      },
      { type: 'case.escalated', caseId: newId('case'), customerId, kind },
    ],
  ),
];

test('every event that is heard tells somebody something, and every text is used', () => {
  assert.deepEqual(new Set(EVENTS.map(({ type }) => type)), new Set(TOLD_EVENTS));
  const told = EVENTS.flatMap((event) => {
    const plan = planFor(event);
    assert.ok(plan.length > 0, event.type);
    return plan;
  });
  assert.deepEqual(new Set(told.flatMap(({ notice }) => notice ?? [])), new Set(NOTICE_KINDS));
  assert.deepEqual(new Set(told.flatMap(({ mail }) => mail ?? [])), new Set(MAIL_TEMPLATES));
});

test('what a person does on the screen is not told to him', () => {
  for (const event of [
    { type: 'customer.signed_in', customerId, sessionId: newId('ses'), newDevice: false },
    { type: 'top_up.changed', topUpId: newId('tu'), customerId, state: 'awaiting_challenge' },
    {
      type: 'case.message_posted',
      caseId: newId('case'),
      customerId,
      kind: 'question',
      messageId: newId('msg'),
      author: 'customer',
    },
    { type: 'case.changed', caseId: newId('case'), customerId, kind: 'question', state: 'in_progress' },
    { type: 'case.opened', caseId: newId('case'), customerId, kind: 'account_access' },
    { type: 'case.opened', caseId: newId('case'), customerId, kind: 'lift_request' },
    // It is told when it has gone, seconds later.
    { type: 'withdrawal.changed', withdrawalId: newId('wd'), customerId, state: 'in_batch' },
  ] as const)
    assert.deepEqual(planFor(event), [], event.type);
});

for (const locale of LOCALES) {
  const mails = () => [
    ...MAIL_TEMPLATES.filter(isSecretMail).map((template) =>
      secretMail(
        template,
        { secret: 'T'.repeat(43), expiresAt: now.add({ minutes: 30 }) },
        { locale, timeZone: 'Asia/Shanghai', now },
      ),
    ),
    ...MAIL_TEMPLATES.filter(isFollowMail).map((template) => followMail(template, 'T'.repeat(43), locale)),
    ...MAIL_TEMPLATES.flatMap((template) =>
      isSecretMail(template) || isFollowMail(template)
        ? []
        : [mailText(template, null, locale, notMe), mailText(template, newId('tu'), locale, notMe)],
    ),
  ];

  test(`each mail in ${locale} has one link, to us, and no figure of money`, () => {
    for (const mail of mails()) {
      const { subject, text, html } = layOut(mail, { locale, publicUrl: PUBLIC_URL, phrase: null });
      assert.equal(html.match(/<a /g)?.length, 1, subject);
      assert.equal(html.match(/https?:/g)?.length, 1, subject);
      const links = text.match(/https?:\/\/\S+/g) ?? [];
      assert.equal(links.length, 1, subject);
      assert.equal(new URL(links[0] ?? '').host, new URL(PUBLIC_URL).host);
      // An id in the link may hold any letters, also those of a currency.
      const words = subject + text.replace(links[0] ?? '', '');
      assert.doesNotMatch(words, /[¥$€£]|CNY|\d[\d,]*\.\d{2}/, subject);
      assert.doesNotMatch(html, /<img|<script|url\(|@import/i);
      if (locale === 'zh-CN') assert.doesNotMatch(mail.body, /你/, 'mails say 您');
    }
  });

  test(`each mail in ${locale} is unlike every other`, () => {
    const subjects = MAIL_TEMPLATES.flatMap((template) =>
      isSecretMail(template)
        ? []
        : isFollowMail(template)
          ? [followMail(template, 'T'.repeat(43), locale).subject]
          : [mailText(template, null, locale, notMe).subject],
    );
    assert.equal(new Set(subjects).size, subjects.length);
  });

  test(`each line of the message centre in ${locale} has its words and facts`, () => {
    const format = { locale, timeZone: 'Asia/Shanghai', now: now.toString() };
    const facts = {
      at: now.toString(),
      amount: { amount: '20050', currency: 'CNY' },
      name: 'A••• S.',
      received: { amount: '2750', currency: 'USD' },
    } as const;
    const titles = NOTICE_KINDS.map((kind) => {
      const { title, body } = renderNotice({ kind, facts, subjectId: null }, format);
      assert.doesNotMatch(title + body, /[{}…]|undefined/, kind);
      if (locale === 'zh-CN') assert.doesNotMatch(title + body, /您/, 'the product says 你');
      return title;
    });
    assert.equal(new Set(titles).size, NOTICE_KINDS.length);
    assert.match(
      renderNotice({ kind: 'transfer_received', facts, subjectId: 'tr_1' }, format).title,
      /¥200\.50/,
    );
    assert.equal(
      renderNotice({ kind: 'transfer_received', facts, subjectId: 'tr_1' }, format).href,
      '/entry/tr_1',
    );
    assert.equal(
      renderNotice({ kind: 'case_answered', facts, subjectId: 'case_1' }, format).href,
      '/help-me/case_1',
    );
    assert.match(
      renderNotice({ kind: 'top_up_failed', facts: {}, subjectId: null }, format).title,
      /…/,
      'a line without facts is still readable',
    );
  });
}

test('between two Chinese characters a line has no gap, around Latin and figures it has', () => {
  const format = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', now: now.toString() } as const;
  const line = (name: string): string =>
    renderNotice({ kind: 'top_up_failed', facts: { amount: '', name }, subjectId: null }, format).body;
  assert.match(line(''), /^银行卡没有扣款。/);
  assert.match(line('Visa •••• 9995'), /^Visa •••• 9995 没有扣款。/);
});

test('a mail about security never leads to a page that asks for a password', () => {
  for (const template of MAIL_TEMPLATES)
    if (!isSecretMail(template) && !isFollowMail(template) && !/^(news|case)_/.test(template))
      assert.match(mailText(template, null, 'en', notMe).path, /^\/help\/|^\/not-me#token=/, template);
});

test('what stands in a mail cannot become markup', () => {
  const { html } = layOut(
    { subject: '<b>&"\'', body: '</p><script>', button: '<i>', path: '/x?"onclick=' },
    { locale: 'en', publicUrl: PUBLIC_URL, phrase: '<u>' },
  );
  assert.doesNotMatch(html, /<script>|<b>|<i>|<u>|"onclick/);
});

test('a code is told with the minutes that it really has', () => {
  const secret = { secret: '482913', expiresAt: now.add({ seconds: 599 }) };
  assert.match(codeText('code', secret, { locale: 'en', now }), /^482913 .* 9 minutes/);
  assert.match(codeText('code', secret, { locale: 'zh-CN', now }), /482913，9 分钟/);
  const texts = (['code', 'reset_code', 'sign_in_code', 'new_phone_code', 'access_code'] as const).map(
    (each) => codeText(each, secret, { locale: 'en', now }),
  );
  assert.equal(new Set(texts).size, texts.length, 'each says what it is for');
});
