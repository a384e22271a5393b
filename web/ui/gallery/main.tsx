import { StrictMode, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { isLocale } from '#common/locale';
import { SkipLink } from '#ui/SkipLink.tsx';
import { ToastProvider } from '#ui/Toast.tsx';
import { startLocale, useLocale } from '#ui/i18n.ts';
import '#ui/app.css';
import { ChatPage } from './ChatPage.tsx';
import { ComponentsPage } from './ComponentsPage.tsx';
import { ConfirmPage } from './ConfirmPage.tsx';
import { ConsolePage } from './ConsolePage.tsx';
import { FailedPage } from './FailedPage.tsx';
import { FormPage } from './FormPage.tsx';
import { HomePage } from './HomePage.tsx';

/** `?page=…&lang=…&theme=…`: what the screenshots and axe walk through. */
const PAGES = {
  components: ComponentsPage,
  home: HomePage,
  failed: FailedPage,
  confirm: ConfirmPage,
  chat: ChatPage,
  form: FormPage,
  console: ConsolePage,
};

const wanted = new URLSearchParams(location.search);
const theme = wanted.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
startLocale(isLocale(wanted.get('lang')) ? wanted.get('lang') : null);

function Gallery(): ReactElement {
  const Page = Object.entries(PAGES).find(([name]) => name === wanted.get('page'))?.[1] ?? ComponentsPage;
  return (
    <ToastProvider key={useLocale()}>
      <SkipLink />
      <Page />
    </ToastProvider>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
}
