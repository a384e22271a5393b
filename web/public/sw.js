// Keeps the app's shell, so that an installed OKPay opens without a network and can say so. It never keeps what the API answers.
const SHELL = 'okpay-shell-v1';
/** Files kept at most; older ones are dropped first. */
const KEPT_MAX = 400;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/**
 * Files of the app that a page has loaded, kept for when there is no network. With one they are the browser's own matter, which keeps them too and
 * gives them out in half the time: they are hashed and never change.
 */
async function keep(urls) {
  const cache = await caches.open(SHELL);
  const kept = await cache.keys();
  const known = new Set(kept.map(({ url }) => url));
  const missing = urls.filter((url) => isAsset(new URL(url)) && !known.has(url));
  if (missing.length === 0) return;
  for (const old of kept.slice(0, Math.max(0, kept.length + missing.length - KEPT_MAX)))
    await cache.delete(old);
  await Promise.all(missing.map((url) => cache.add(url).catch(() => undefined)));
}

const isAsset = (url) => url.origin === self.location.origin && url.pathname.startsWith('/assets/');

self.addEventListener('message', (event) => {
  const { loaded } = event.data ?? {};
  if (Array.isArray(loaded)) event.waitUntil(keep(loaded.slice(0, KEPT_MAX)));
});

/** The network may be there and we not: a page that came from the copy has its files from there too. */
let isCutOff = false;

/** The shell comes from the server while there is one, so that a new release is seen at once. */
async function shell(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    isCutOff = false;
    if (answer.ok && answer.headers.get('okpay-shell') === 'customer')
      await cache.put('/home', answer.clone());
    return answer;
  } catch (error) {
    isCutOff = true;
    const kept = await cache.match('/home');
    if (kept) return kept;
    throw error;
  }
}

const APP_PATHS =
  /^\/(home|pay|requests|code|scan|pickup|top-up|exchange|withdraw|abroad|history|entry|receipt|messages|statements|statement|spending|help-me|me|sign-in|not-me|register|verify|verify-email|closure-record|forgot-password|reset-password)(\/|$)/;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (isAsset(url)) {
    if (isCutOff || !self.navigator.onLine)
      event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && APP_PATHS.test(url.pathname)) event.respondWith(shell(request));
});
