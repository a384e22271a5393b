import { Flag } from 'lucide-react';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { Brand } from '#ui/Brand.tsx';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { SkipLink } from '#ui/SkipLink.tsx';
import { ThemeSwitch } from '#ui/ThemeSwitch.tsx';
import { Bank } from './Bank.tsx';
import { Correspondent } from './Correspondent.tsx';
import { Charges } from './Charges.tsx';
import { Ewallet } from './Ewallet.tsx';
import { FirstAgent } from './FirstAgent.tsx';
import { People } from './People.tsx';
import { Sent } from './Sent.tsx';
import { TestCards } from './TestCards.tsx';
import { TestClock } from './TestClock.tsx';

/** Plays the world around the product: what was sent, the card acquirer, the clock, people to be. */
export function SandboxDesk(): ReactElement {
  useEffect(() => {
    document.title = `${m.sandbox_title()} · OKPay`;
  }, []);
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <aside
        aria-label={m.sandbox_title()}
        className="flex items-start gap-2 bg-pending-tint px-4 py-2 font-medium text-pending column:px-8"
      >
        <Flag size={16} aria-hidden="true" className="mt-0.5" />
        <span className="text-balance">{m.sandbox_banner()}</span>
      </aside>
      <header className="flex min-h-[60px] flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-2 column:px-8">
        <Brand />
        <h1 className="text-13 font-normal text-ink-2">{m.sandbox_title()}</h1>
        <nav aria-label={m.sandbox_links()} className="ml-auto flex flex-wrap gap-x-5">
          <PartLink href="/">{m.sandbox_link_home()}</PartLink>
          <PartLink href="/home">{m.sandbox_link_app()}</PartLink>
          <PartLink href="/console">{m.sandbox_link_console()}</PartLink>
        </nav>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="grid grow grid-cols-[minmax(0,1fr)] content-start items-start gap-5 p-4 column:p-8 split:grid-cols-[minmax(0,1fr)_420px] split:grid-rows-[auto_1fr] [&_.btn.line]:border-line"
      >
        <Sent />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5 split:col-start-2 split:row-span-2">
          <TestClock />
          <People />
          <FirstAgent />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Bank />
          <Correspondent />
          <Ewallet />
          <Charges />
          <TestCards />
        </div>
      </main>
      <footer className="flex flex-wrap gap-4 px-4 pb-8 column:px-8">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

const PartLink = ({ href, children }: { href: string; children: ReactNode }): ReactElement => (
  <a className="flex min-h-11 items-center text-ink-2 hover:text-ink" href={href}>
    {children}
  </a>
);
