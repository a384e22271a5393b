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

/** Hashed files never change: what is kept is right. */
async function fromCacheFirst(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - KEPT_MAX))) await cache.delete(old);
  }
  return answer;
}

/** The shell comes from the server while there is one, so that a new release is seen at once. */
async function shell(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get('okpay-shell') === 'customer')
      await cache.put('/home', answer.clone());
    return answer;
  } catch (error) {
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
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request));
  else if (request.mode === 'navigate' && APP_PATHS.test(url.pathname)) event.respondWith(shell(request));
});
