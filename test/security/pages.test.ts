// What every kind of answer carries, and what no answer gives away: pages, shells, files, data, refusals. (SES-02, SES-08, SES-09,
// OPS-06, OPS-08, OPS-10, PRV-04)
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { member, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const anna = await member(whole);
const cookie = Array.from(anna.browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
const html = { accept: 'text/html,application/xhtml+xml' };
const get = (path: string, headers: Record<string, string> = html, base = whole.url) =>
  fetch(base + path, { headers, redirect: 'manual' });

const PAGES = ['/', '/fees', '/terms', '/privacy', '/contact', '/help', '/help?q=card', '/docs', '/home', '/sign-in', '/register', '/top-up', '/entry/tr_1', '/console', '/console/cases', '/sandbox', '/not-there']; // prettier-ignore
const DATA = ['/api/v1/site', '/api/v1/me', '/api/v1/nothing', '/api/v1/entries?limit=1&limit=2', '/api/openapi.json', '/.well-known/okpay-keys.json', '/health/live', '/health/ready', '/%E0%A4%A']; // prettier-ignore

/** Files that the pages name: scripts, styles, pictures, the manifest. */
async function filesOf(pages: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const page of pages) {
    const text = await (await get(page)).text();
    for (const [, file = ''] of text.matchAll(
      /(?:src|href)="(\/[^"]+\.(?:js|css|svg|png|ico|woff2|webmanifest|json))"/g,
    ))
      found.add(file);
  }
  return [...found];
}
const files = await filesOf(PAGES);

test('there are pages, data and files to look at', () => assert.ok(files.length > 5, String(files)));

test('every answer carries the headers that keep a browser safe', async () => {
  for (const path of [...PAGES, ...DATA, ...files]) {
    for (const headers of [html, { ...html, cookie }]) {
      const { headers: given } = await get(path, headers);
      const policy = given.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/, path);
      assert.doesNotMatch(policy, /unsafe|\*|\bhttp:(?!\/\/127\.0\.0\.1:)/, path);
      for (const part of [
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        assert.ok(policy.includes(part), `${path}: ${part}`);
      assert.equal(given.get('x-content-type-options'), 'nosniff', path);
      assert.equal(given.get('referrer-policy'), 'strict-origin-when-cross-origin', path);
      assert.equal(given.get('cross-origin-opener-policy'), 'same-origin', path);
      assert.equal(given.get('cross-origin-resource-policy'), 'same-origin', path);
      assert.match(given.get('permissions-policy') ?? '', /geolocation=\(\)/, path);
      assert.equal(given.get('server') ?? given.get('x-powered-by'), null, path);
      assert.match(given.get('x-request-id') ?? '', /^req_[0-9a-f]{24}$/, path);
    }
  }
});

test('what a signed-in person sees is kept by no cache', async () => {
  for (const path of [
    '/api/v1/me',
    '/api/v1/accounts',
    '/api/v1/entries',
    '/api/v1/sessions',
    '/api/v1/notifications',
  ])
    assert.equal((await get(path, { cookie })).headers.get('cache-control'), 'no-store', path);
  for (const path of ['/home', '/console', '/'])
    assert.match(
      (await get(path, { ...html, cookie })).headers.get('cache-control') ?? '',
      /no-store|no-cache/,
      path,
    );
});

test('no page has code or style of its own, or asks another origin for anything', async () => {
  for (const page of PAGES) {
    const text = await (await get(page)).text();
    assert.doesNotMatch(
      text,
      /<script(?![^>]*\bsrc=)(?![^>]*type="application\/(?:ld\+)?json")[^>]*>/i,
      page,
    );
    assert.doesNotMatch(text, /<style|\sstyle="|\son[a-z]+="|javascript:/i, page);
    const loaded = [
      ...text.matchAll(/<(?:script|img|link|iframe|source|video)\b[^>]*?(?:src|href)="([^"]+)"/gi),
    ];
    for (const [tag, target = ''] of loaded) {
      const isOurs = target.startsWith('/') || target.startsWith('data:') || target.startsWith(whole.url);
      const isOnlyNamed = /rel="(?:canonical|alternate)"/.test(tag);
      assert.ok(isOurs || isOnlyNamed, `${page}: ${target}`);
    }
  }
});

test('the picture of a mail in the sandbox may do nothing', async () => {
  const { items } = (await (await get('/sandbox/api/messages?kind=mail&limit=1')).json()) as {
    items: { id: string }[];
  };
  const mail = await get(`/sandbox/api/messages/${items[0]?.id}/html`);
  assert.equal(mail.status, 200);
  const policy = mail.headers.get('content-security-policy') ?? '';
  assert.match(policy, /sandbox/);
  assert.doesNotMatch(policy, /script-src(?! 'none')|allow-scripts|allow-same-origin/);
});

test('over https the cookie is bound to the host, and browsers are told to insist', async () => {
  const secure = await wholeProduct({ PUBLIC_URL: 'https://pay.example.org' });
  const given = (await get('/', html, secure.url)).headers;
  const age = Number(
    /max-age=(\d+); includeSubDomains/.exec(given.get('strict-transport-security') ?? '')?.[1],
  );
  assert.ok(age >= 31_536_000);
  const { email, password } = anna.form;
  // Nobody of this name is here, but a browser is remembered all the same.
  const signedIn = await fetch(`${secure.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://pay.example.org' },
    body: JSON.stringify({ login: email, password }),
  });
  assert.equal(signedIn.status, 401);
  for (const line of signedIn.headers.getSetCookie()) {
    assert.match(line, /^__Host-/);
    assert.match(line, /; Secure/);
  }
});

test('a session’s cookie is out of reach of scripts and of other sites, and no address or page holds a token', async () => {
  const { form, browser } = anna;
  const answer = await fetch(`${whole.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
    body: JSON.stringify({ login: form.email, password: form.password }),
  });
  const lines = answer.headers.getSetCookie();
  assert.ok(lines.length > 0);
  for (const line of lines) assert.match(line, /; HttpOnly.*; SameSite=Lax/i);
  const token = browser.cookies.get('okpay') ?? '';
  assert.ok(token.length >= 43);
  for (const path of [...PAGES, '/api/v1/me', '/api/v1/sessions'])
    assert.ok(!(await (await get(path, { ...html, cookie })).text()).includes(token), path);
});

test('what lies beside the product is not served, and files have no source with them', async () => {
  const HIDDEN = [
    '/.git/config', '/.env', '/package.json', '/package-lock.json', '/server/main.ts', '/db/schema.sql', '/node_modules/fastify/package.json', '/.data/postgres.secrets.json',
    '/assets/', '/customer/index.html', '/..%2f..%2fpackage.json', '/%2e%2e/package.json', '//etc/passwd', '/api/v1/../../package.json', '/debug', '/admin', '/server-status',
    '/sandbox/api/../../package.json', '/assets/../../../package.json', '/help/..%2f..%2fpackage.json', '/.well-known/', '/graphql', '/actuator', '/phpinfo.php', '/wp-login.php',
  ]; // prettier-ignore
  for (const path of HIDDEN) {
    const answer = await get(path, { accept: '*/*' });
    const text = await answer.text();
    assert.ok(answer.status === 404 || answer.status === 400, `${path}: ${answer.status}`);
    assert.doesNotMatch(text, /"devDependencies"|create table|root:x:|Index of/, path);
  }
  for (const file of files.filter((name) => name.endsWith('.js') || name.endsWith('.css'))) {
    assert.doesNotMatch(await (await get(file)).text(), /sourceMappingURL=(?!data:,)/, file);
    assert.equal((await get(`${file}.map`, { accept: '*/*' })).status, 404, file);
  }
});

/** The first line of what is answered to bytes that no client of ours would send. */
const rawAnswer = (bytes: string): Promise<string> =>
  new Promise((answered, failed) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(whole.url).port) }, () =>
      socket.write(bytes),
    );
    socket.once('data', (answer) => {
      answered(answer.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('close', () => answered('closed'));
    socket.once('error', failed);
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
  });

test('methods of debugging are not answered, and two lengths of one body are one too many', async () => {
  for (const method of ['TRACE', 'TRACK', 'CONNECT', 'DEBUG', 'PROPFIND'])
    assert.match(
      await rawAnswer(
        `${method} / HTTP/1.1\r\nhost: x\r\ncookie: okpay=secret\r\nconnection: close\r\n\r\n`,
      ).catch(() => 'closed'),
      /^HTTP\/1\.1 4\d\d|^closed$/,
      method,
    );
  const smuggled =
    'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n';
  assert.match(await rawAnswer(smuggled), /^HTTP\/1\.1 400/);
});

test('an address in a header changes no link and no redirect', async () => {
  const evil = {
    ...html,
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    cookie,
  };
  for (const path of ['/', '/home', '/fees', '/help']) {
    const answer = await get(path, evil);
    assert.ok(!(answer.headers.get('location') ?? '').includes('evil'), path);
    assert.ok(!(await answer.text()).includes('evil.example'), path);
  }
});

test('health says that, not why; figures are not for strangers', async () => {
  assert.deepEqual(await (await get('/health/ready')).json(), { status: 'ok' });
  assert.deepEqual(await (await get('/health/live')).json(), { status: 'ok' });
  assert.equal((await get('/metrics', { 'x-forwarded-for': '203.0.113.1' })).status, 404);
});
