import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import type { Route } from '#common/api/route';
import { LOCALES } from '#common/locale';
import { REASON_CODES } from '#common/reasons';
import { openApiDocument } from '#platform/openapi';
import { renderDocs } from './docs.ts';

const document = openApiDocument(api, {
  title: 'OKPay',
  version: '1',
  description: 'd',
  serverUrl: 'https://pay.example.org',
});
const pageIn = (locale: (typeof LOCALES)[number]): string =>
  renderDocs(
    {
      locale,
      path: '/docs',
      sandbox: false,
      signedIn: false,
      operatorName: 'OKPay',
      supportEmail: 'help@example.org',
      supportPhone: null,
      publicUrl: 'https://pay.example.org',
    },
    document,
  );

for (const locale of LOCALES)
  test(`the reference in ${locale} shows every route and every code, and its links lead somewhere`, () => {
    const html = pageIn(locale);
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const shown = Object.entries(api).filter(([, r]: [string, Route]) => !r.hidden);
    for (const [name] of shown) assert.ok(ids.has(name), name);
    for (const code of REASON_CODES) assert.ok(ids.has(`code-${code}`), code);
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    assert.ok(links.length > 100);
    assert.deepEqual(
      links.filter((id) => !ids.has(id)),
      [],
    );
    assert.doesNotMatch(html, /<style|\sstyle=|<script(?! src=)|\son\w+=|undefined|\[object|NaN/);
  });
