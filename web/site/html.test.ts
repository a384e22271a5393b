import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from './html.ts';

test('what a person typed shows as typed and never becomes markup', () => {
  const typed = `"><script>alert('x')</script>&`;
  assert.equal(html`<p title="${typed}">${typed}</p>`.markup.includes('<script'), false);
  assert.equal(
    html`<p>${typed}</p>`.markup,
    '<p>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
});

test('markup inside markup, lists and missing parts are put together', () => {
  const items = [1, 2].map((n) => html`<b>${n}</b>`);
  assert.equal(html`<p>${items}${null}${false}</p>`.markup, '<p><b>1</b><b>2</b></p>');
});
