// Answers that rooms point to by name: a renamed article must not leave a dead link in a mail or beside a reason.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OPERATION_KINDS } from '#common/api/entry-kinds';
import { LOCALES } from '#common/locale';
import { REASON_CODES } from '#common/reasons';
import { Temporal } from '#platform/clock';
import { isFollowMail, isSecretMail, mailText, secretMail } from '../server/notifications/mail-text.ts';
import { MAIL_TEMPLATES } from '../server/notifications/plan.ts';
import { articlesFor } from '../server/support/explain/articles-for.ts';

const SECRET = { secret: '000000', expiresAt: Temporal.Instant.from('2026-11-22T09:00:00Z') };
const exists = (slug: string): boolean =>
  LOCALES.every((locale) => existsSync(join(import.meta.dirname, '../help/articles', locale, `${slug}.md`)));

test('the answers beside every reason and every kind of entry exist', () => {
  const named = OPERATION_KINDS.flatMap((kind) =>
    [null, ...REASON_CODES].map((reason) => articlesFor({ kind, reason })),
  );
  for (const slugs of [...named, articlesFor(null)]) {
    assert.ok(slugs.length > 0);
    for (const slug of slugs) assert.ok(exists(slug), slug);
  }
});

test('the answers that mails lead to exist', () => {
  const paths = MAIL_TEMPLATES.flatMap((template) =>
    isSecretMail(template)
      ? secretMail(template, SECRET, { locale: 'en', timeZone: 'UTC', now: SECRET.expiresAt }).path
      : isFollowMail(template)
        ? []
        : mailText(template, null, 'en', () => '/not-me').path,
  );
  const slugs = paths.flatMap((path) => (path.startsWith('/help/') ? path.slice('/help/'.length) : []));
  assert.ok(slugs.length > 0);
  for (const slug of slugs) assert.ok(exists(slug), slug);
});
