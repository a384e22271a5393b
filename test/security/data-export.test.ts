// Every table that says something of a customer is in the copy of their data, or on a short list that says why not. (PRV-03)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { LOCALES } from '#common/locale';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { dataWord } from '../../web/site/data-page.ts';
import { colleague, done, member, openCase, pay, settled, topUp, wholeProduct } from '#test/whole';

const whole = await wholeProduct();

/** Where each table's rows stand in the archive. */
const IN_THE_COPY: Record<string, string> = {
  'cases.case': 'conversations',
  'identity.access_request': 'ways_back_in',
  'identity.authenticator': 'second_factors',
  'identity.avatar': 'profile',
  'identity.closing': 'closings',
  'identity.device': 'devices',
  'identity.former_contact': 'former_addresses',
  'identity.handle_claim': 'account_names',
  'identity.message_request': 'messages_asked_for',
  'identity.passkey': 'second_factors',
  'identity.password': 'second_factors',
  'identity.payment_password': 'second_factors',
  'identity.phrase': 'profile',
  'identity.profile': 'profile',
  'identity.proof': 'identity_proofs',
  'identity.proof_look': 'looks',
  'identity.recovery_code': 'second_factors',
  'identity.security_answer': 'second_factors',
  'identity.security_event': 'security_events',
  'identity.session': 'sessions',
  'identity.sms_factor': 'second_factors',
  'identity.step_up': 'payment_confirmations',
  'identity.terms_acceptance': 'consents',
  'notifications.choice': 'notification_choices',
  'notifications.delivery': 'deliveries',
  'notifications.notice': 'notices',
  'notifications.quiet_hours': 'quiet_hours',
  'operations.operation': 'entries',
  'operations.participant': 'entries',
  'risk.account_restriction': 'restrictions',
  'risk.customer_tier': 'profile',
  'risk.petition': 'answers',
  'risk.staff_look': 'looks',
  'support.access_log': 'looks',
  'wallet.bank_account': 'bank_accounts',
  'wallet.kept_card': 'kept_cards',
  'wallet.beneficiary': 'beneficiaries',
  'wallet.blocked_asker': 'people_not_heard',
  'wallet.money_request': 'money_requests',
  'wallet.pay_code': 'pay_codes',
  'wallet.pickup': 'entries',
  'wallet.bank_reference': 'bank_references',
  'wallet.bank_top_up': 'bank_top_ups',
  'wallet.top_up': 'entries',
  'wallet.withdrawal': 'entries',
  'wallet.cross_border': 'entries',
  'wallet.exchange': 'entries',
  'wallet.statement': 'statements',
  'wallet.transfer': 'entries',
  'wallet.debt': 'entries',
};
const NOT_IN_IT: Record<string, string> = {
  'identity.authenticator_offer': 'a secret shown for minutes',
  'identity.closure_record': 'made when there is nobody left to copy for; asked for by its own page',
  'identity.contact_change': 'an address that waits minutes for its code',
  'identity.contact_proof': 'hashes of links and codes that work for minutes',
  'identity.erasure': 'of who has no account any more',
  'identity.pending_sign_in': 'half a sign-in, for ten minutes',
  'operations.quote': 'prices offered for minutes; what came of them stands in the entry',
  'operations.timeline': 'steps of entries, shown with each entry',
  'risk.cooling': 'pauses of a day, told on the pages where they hold',
  'risk.decision':
    'how rules saw payments; what came of it stands in the entry, and the rest would teach thieves',
  'risk.failure':
    'that a payment was not confirmed, for a week; pauses and restrictions that come of it are in the copy',
  'risk.restriction': 'capabilities of the restrictions that are in it',
  'risk.review': 'how a held payment was looked at; that it was held and what came of it stands in the entry',
  'risk.screening_match': 'likeness to names on sanctions lists, which the law forbids to tell',
  'risk.usage': 'sums of entries that are in it',
  'wallet.trace': 'what was asked and found stands in the conversation of its case, which is in it',
  'wallet.request_report': 'what somebody said of somebody else’s request; the request is in the copy',
  'wallet.payment_claim': 'what was held and given back stands in entries of its own',
  'wallet.payout_claim': 'the case is in the copy, and what was given back stands in an entry of its own',
  'wallet.payee_reference': 'who was looked for, for fifteen minutes; it is about somebody else',
};
/** Columns by which a table says whose a row is. */
const OWNERS = ['asker_id', 'customer_id', 'owner_id', 'payer_id', 'payee_id', 'actor_customer_id'];

test('no table of a customer is forgotten', async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct table_schema || '.' || table_name as name from information_schema.columns
     where column_name = any(${OWNERS}::text[]) and table_schema not in ('pg_catalog', 'information_schema')`.execute(
    whole.owner.read,
  );
  assert.ok(rows.length > 30, String(rows.length));
  const named = new Set([...Object.keys(IN_THE_COPY), ...Object.keys(NOT_IN_IT)]);
  const forgotten = rows.map(({ name }) => name).filter((name) => !named.has(name));
  assert.deepEqual(forgotten.toSorted(), [], 'put it into the copy, or say here why it is not in it');
});

test('the copy holds what was done, said, told and looked at, and its receipts', async () => {
  const anna = await member(whole, { name: 'Anna Smith' });
  const ben = await member(whole);
  await topUp(anna, money(200_00n, 'CNY'));
  const transfer = await pay(anna, ben, money(30_00n, 'CNY'), 'harpsichord');
  const caseId = await openCase(anna, 'Where is the harpsichord?', transfer);
  await done(await colleague(whole, 'agent'), 'GET', `/api/v1/staff/cases/${caseId}`);
  await settled(whole);
  await done(anna.browser, 'POST', '/api/v1/access-proofs', { password: anna.form.password });
  const made = await done(anna.browser, 'POST', '/api/v1/data-exports', {});
  const files = unzipSync(Buffer.from(String(made['zip']), 'base64'));
  const text = (name: string): string => {
    const content = files[name];
    assert.ok(content, name);
    // Unlike a decoder, this keeps the mark of UTF-8.
    return Buffer.from(content).toString('utf8');
  };
  for (const part of new Set(Object.values(IN_THE_COPY))) {
    assert.ok(Array.isArray(JSON.parse(text(`data/${part}.json`))), part);
    assert.ok(text(`data/${part}.csv`).startsWith('\ufeff'), part);
  }
  assert.match(text('data/entries.json'), /harpsichord/);
  assert.match(text('data/messages.json'), /Where is the harpsichord/);
  assert.match(text('data/looks.json'), new RegExp(caseId));
  assert.match(text('data/notices.json'), /30\.00/);
  assert.match(text('index.html'), /harpsichord/);
  assert.doesNotMatch(text('index.html'), /<script|<link|http-equiv="refresh"|src=/);
  for (const name of Object.keys(files).filter((each) => /^data.*json$/.test(each)))
    for (const locale of LOCALES) {
      assert.ok(dataWord('part', name.slice('data/'.length, -'.json'.length), locale));
      for (const field of (JSON.parse(text(name)) as object[]).flatMap((row) => Object.keys(row)))
        assert.ok(dataWord('field', field, locale));
    }
  const all = Object.keys(files).map(text).join('\n');
  assert.ok(
    !all.includes(ben.form.email) && !all.includes(ben.form.phone),
    'nothing of others but what was shown',
  );
});
