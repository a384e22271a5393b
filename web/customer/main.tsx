import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLocale, useLocale } from '#ui/i18n.ts';
import '#ui/app.css';
import { queryClient } from '#web/call.ts';
import { router } from './router.tsx';

startLocale();

/** A change of language draws everything anew, so that no sentence stays behind in the old one. */
function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider key={useLocale()} router={router} />
    </QueryClientProvider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

/** A release may have replaced the parts that a page opened long ago still asks for. It is loaded anew, once within this time, in milliseconds. */
const RELOAD_PAUSE = 30_000;
const RELOADED = 'okpay_reloaded';
addEventListener('vite:preloadError', (event) => {
  if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < RELOAD_PAUSE) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
});

/** Milliseconds until a page that has opened is done with what people wait for. */
const SETTLED_MS = 3_000;

/** Tells the worker which files of the app were loaded, now and later, so that it can give them out without a network. */
async function keepForOffline(): Promise<void> {
  await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  const tell = (entries: readonly PerformanceEntry[]): void =>
    active?.postMessage({
      loaded: entries.map(({ name }) => name).filter((name) => name.includes('/assets/')),
    });
  new PerformanceObserver((list) => tell(list.getEntries())).observe({ type: 'resource', buffered: true });
}

if ('serviceWorker' in navigator) void keepForOffline();
