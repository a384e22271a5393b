// Every address that a page, a remedy or a message of ours leads to must be answered. Read from the text of the sources, since a dead link
// compiles like any other.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { REMEDY_SCREENS } from '#common/reasons';
import { shellOf } from '../server/wiring/web.ts';

const read = (path: string): string => fs.readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const matchesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '');

/** Paths of the customer's router: `path: '/entry/$id'`. */
const routerPaths = (text: string): string[] => matchesIn(text, /path: '(\/[^']*)'/g);
/** Pages drawn by the server: `serve('/help/:slug', …)`. */
const serverPaths = (text: string): string[] => matchesIn(text, /serve\('(\/[^']*)'/g);
/** Where a source leads: `to="/pay"`, `href={`/help/${slug}`}`, `push('/me')`, `: '/me/security'`. */
const linksIn = (text: string): string[] =>
  matchesIn(
    text,
    /(?:\bto[=:] ?|\bhref[=:] ?|push\(|replace\(|\? |: )\{?["'`](\/(?![/*])[a-z][^"'`\s]*)["'`]/g,
  );

/** An address as segments; what is filled in while running stands for any value. */
const segmentsOf = (path: string): string[] =>
  (path.split(/[?#]/)[0] ?? '')
    .replace(/\$\{[^}]*\}/g, '*')
    .split('/')
    .slice(1);
function isAnswered(link: string, pages: readonly string[]): boolean {
  const asked = segmentsOf(link);
  return pages.some((page) => {
    const segments = segmentsOf(page);
    return (
      segments.length === asked.length &&
      segments.every((segment, place) => /^[$:]/.test(segment) || segment === asked[place])
    );
  });
}

function sourcesUnder(folder: string): string[] {
  return fs
    .readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`);
}

const ROUTER = routerPaths(
  read('web/customer/guest-routes.ts') +
    read('web/customer/abroad/routes.ts') +
    read('web/customer/payment-methods/method-routes.ts') +
    read('web/customer/router.tsx'),
);
const PAGES = [...ROUTER, ...serverPaths(read('server/wiring/pages.ts')), '/', '/sandbox'];

test('the check sees a dead link, in every form that a link has', () => {
  const planted =
    "<Link to=\"/nowhere\" /> <a href={`/gone/${id}`}> router.history.push('/lost'); see: '/away' ";
  assert.deepEqual(linksIn(planted), ['/nowhere', '/gone/${id}', '/lost', '/away']);
  for (const link of linksIn(planted)) assert.equal(isAnswered(link, PAGES), false, link);
  assert.equal(isAnswered('/entry/${id}?x=1', ['/entry/$id']), true);
  assert.ok(ROUTER.length > 15, 'the walk found the router');
  assert.ok(PAGES.length > ROUTER.length + 5, 'the walk found the server’s pages');
});

test('every remedy leads to a page that exists', () => {
  for (const [kind, path] of Object.entries(REMEDY_SCREENS))
    if (path !== null) assert.ok(isAnswered(path, PAGES), `${kind}: ${path}`);
});

test('every link of the customer’s app and of its messages leads to a page that exists', () => {
  const sources = [...sourcesUnder('web/customer'), 'server/notifications/render-notice.ts'];
  const links = sources.flatMap((path) => linksIn(read(path)).map((link) => ({ path, link })));
  assert.ok(links.length > 40, 'the walk found links');
  const dead = links.filter(
    ({ path, link }) => !/(router\.tsx|routes\.ts)$/.test(path) && !isAnswered(link, PAGES),
  );
  assert.deepEqual(dead, []);
  const routed = sources.flatMap((path) => matchesIn(read(path), /<Link[^>]* to="([^"]+)"/g));
  assert.ok(routed.length > 20, 'the walk found links of the router');
  assert.deepEqual(
    routed.filter((link) => !isAnswered(link, ROUTER)),
    [],
    'the router draws what its own links lead to',
  );
});

test('a reload on any page of the customer’s app finds the app again, with a network and without', () => {
  const kept = /APP_PATHS =\s+\/(.+)\/;/.exec(read('web/public/sw.js'))?.[1];
  assert.ok(kept, 'the service worker knows the paths of the app');
  for (const path of ROUTER) {
    const address = path.replace(/\$\w+/g, 'x');
    assert.equal(shellOf(address, { sandbox: false }), 'customer/index.html', address);
    assert.match(address, new RegExp(kept), address);
  }
});
