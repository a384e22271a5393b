import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { Brand } from '#ui/Brand.tsx';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { siteQuery } from '../session.ts';

/** The frame of the console's pages before the desk. */
export function SignInFrame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}): ReactElement {
  const { data: site } = useQuery(siteQuery);
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col">
      {site?.sandbox ? <SandboxBanner /> : null}
      <header className="mx-auto flex w-full max-w-[960px] flex-wrap items-center justify-between gap-3 px-5 py-4">
        <span className="flex items-center gap-4">
          <Brand />
          <span className="text-ink-2">{m.console_title()}</span>
        </span>
        <LanguageSwitch />
      </header>
      <main id="main" className="mx-auto w-full max-w-[440px] grow px-5 pt-4 pb-16 column:pt-10">
        <h1 className="text-24 font-semibold">{title}</h1>
        {lead ? <div className="prose mt-2 text-15 text-ink-2">{lead}</div> : null}
        <div className="mt-6">{children}</div>
      </main>
    </div>
  );
}
