import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLocale, useLocale } from '#ui/i18n.ts';
import '#ui/app.css';
import { queryClient } from '#web/call.ts';
import { router } from './router.tsx';
import { watchSignOut } from './session.ts';

startLocale();
watchSignOut(queryClient);

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
