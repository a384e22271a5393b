import { readFileSync } from 'node:fs';
import { Marked } from 'marked';
import type { Locale } from '#common/locale';
import { TERMS_VERSION } from '#common/terms';
import * as m from '#messages';
import { html, trusted, type Html } from './html.ts';
import { page, type SiteContext } from './layout.ts';

const marked = new Marked({ gfm: true });

/** Markdown of our own files → markup. Tables get a box to scroll in, so that phones keep the page's width. */
export function markdown(text: string): Html {
  const markup = marked.parse(text, { async: false });
  return trusted(
    markup
      .replaceAll('<table>', '<div class="overflow-x-auto"><table>')
      .replaceAll('</table>', '</table></div>'),
  );
}

const cache = new Map<string, string>();
function legalText(locale: Locale, name: 'terms' | 'privacy'): string {
  const path = `./legal/${locale}/${name}.md`;
  let text = cache.get(path);
  if (text === undefined) {
    text = readFileSync(new URL(path, import.meta.url), 'utf8');
    cache.set(path, text);
  }
  return text;
}

/** Terms or privacy notice with its version; the version is what a person accepts at registration. */
export function renderLegal(context: SiteContext, name: 'terms' | 'privacy'): string {
  const { locale, operatorName } = context;
  const title =
    name === 'terms' ? m.site_footer_terms({}, { locale }) : m.site_footer_privacy({}, { locale });
  return page(context, {
    title: `${title} · OKPay`,
    description: title,
    main: html`<div class="mx-auto max-w-[720px] px-5 py-12">
      <h1 class="text-32 font-semibold">${title}</h1>
      <p class="mt-2 text-13 text-ink-3">
        ${m.site_legal_version({ version: TERMS_VERSION, operator: operatorName }, { locale })}
      </p>
      <div class="article mt-8">${markdown(legalText(locale, name))}</div>
    </div>`,
  });
}
