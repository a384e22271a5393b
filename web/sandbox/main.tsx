import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '#ui/app.css';
import { startLocale, useLocale } from '#ui/i18n.ts';
import { queryClient } from '#web/call.ts';
import { SandboxDesk } from './SandboxDesk.tsx';

startLocale();

/** A change of language draws everything anew, so that no sentence stays behind in the old one. */
function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <SandboxDesk key={useLocale()} />
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
