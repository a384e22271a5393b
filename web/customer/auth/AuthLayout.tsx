import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Brand } from '#ui/Brand.tsx';
import { setServerNow } from '#ui/clock.ts';
import { setLocale, useLocale } from '#ui/i18n.ts';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { SkipLink } from '#ui/SkipLink.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';

export const siteQuery = {
  queryKey: ['site'],
  staleTime: 60_000,
  queryFn: async () => {
    const site = await call(api.site);
    setServerNow(site.now);
    return site;
  },
} as const;

/** The frame of pages for guests: brand, language, one column, the way to help. */
export function AuthLayout({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const locale = useLocale();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      {site?.sandbox ? <SandboxBanner /> : null}
      <header className="mx-auto flex w-full max-w-[960px] items-center justify-between px-5 py-4">
        <a href="/" className="flex min-h-11 items-center" aria-label={m.customer_to_public_home()}>
          <Brand />
        </a>
        <TextLink alone onPress={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}>
          <span lang={locale === 'en' ? 'zh-CN' : 'en'}>{locale === 'en' ? '简体中文' : 'English'}</span>
        </TextLink>
      </header>
      <main id="main" className="mx-auto w-full max-w-[440px] grow px-5 pt-4 pb-16 column:pt-10">
        <h1 ref={heading} className="text-24 font-semibold">
          {title}
        </h1>
        {lead ? <div className="prose mt-2 text-ink-2">{lead}</div> : null}
        <div className="mt-6">{children}</div>
      </main>
      <footer className="mx-auto flex w-full max-w-[960px] flex-wrap gap-x-6 px-5 pb-6 text-13">
        <TextLink alone href="/help">
          {m.customer_footer_help()}
        </TextLink>
        <TextLink alone href="/contact">
          {m.customer_footer_contact()}
        </TextLink>
        <TextLink alone href="/terms">
          {m.customer_footer_terms()}
        </TextLink>
        <TextLink alone href="/privacy">
          {m.customer_footer_privacy()}
        </TextLink>
      </footer>
    </div>
  );
}
