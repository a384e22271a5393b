import * as m from '#messages';
import type { Locale } from '#common/locale';
import { html, trusted, type Html } from './html.ts';
import { icon } from './icons.ts';

/** What every public page knows about the request and the operator. */
export type SiteContext = {
  locale: Locale;
  /** Path and query of this page, for the language switch. */
  path: string;
  sandbox: boolean;
  signedIn: boolean;
  operatorName: string;
  supportEmail: string;
  supportPhone: string | null;
  /** Origin that links in feeds and canonical tags are built from. */
  publicUrl: string;
};

const mark = (size: number): Html =>
  trusted(
    `<svg width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true" class="text-accent"><path d="M12 2a10 10 0 1 0 10 10h-5.2A4.8 4.8 0 1 1 12 7.2z" fill="currentColor"/><rect x="14.2" y="2.4" width="7.4" height="7.4" rx="2" fill="currentColor"/></svg>`,
  );
export const brand = (size = 26): Html =>
  html`<span class="inline-flex items-center gap-2 text-20 font-bold text-ink"
    >${mark(size)}<span>OKPay</span></span
  >`;

export const LINK =
  'font-medium text-accent underline decoration-accent/30 underline-offset-[3px] hover:decoration-accent';
export const PRIMARY =
  'inline-flex min-h-12 items-center justify-center rounded-control bg-accent px-5 font-semibold whitespace-nowrap text-on-accent hover:bg-accent-hover';
export const LINE =
  'inline-flex min-h-11 items-center justify-center rounded-control border border-line-strong bg-surface px-4 font-semibold whitespace-nowrap hover:bg-well';

/** The same page in the other language; the answer remembers the choice. */
function otherLanguage({ locale, path }: SiteContext): { href: string; lang: Locale; label: string } {
  const lang: Locale = locale === 'en' ? 'zh-CN' : 'en';
  const [pathname, query = ''] = path.split('?');
  const search = new URLSearchParams(query);
  search.set('lang', lang);
  return { href: `${pathname}?${search}`, lang, label: lang === 'en' ? 'English' : '简体中文' };
}

function header(context: SiteContext): Html {
  const { locale, signedIn } = context;
  const other = otherLanguage(context);
  const links = [
    ['/fees', m.site_nav_fees({}, { locale })],
    ['/help', m.site_nav_help({}, { locale })],
    ['/contact', m.site_nav_contact({}, { locale })],
  ] as const;
  return html`<header class="border-b border-line bg-surface">
    <div class="mx-auto flex min-h-16 max-w-[1240px] flex-wrap items-center gap-x-8 gap-y-1 px-5 py-2">
      <a href="/" class="flex min-h-11 items-center" aria-label="${m.site_nav_home({}, { locale })}"
        >${brand()}</a
      >
      <nav
        aria-label="${m.site_nav_label({}, { locale })}"
        class="order-3 flex w-full gap-6 column:order-none column:w-auto"
      >
        ${links.map(([href, label]) => html`<a href="${href}" class="flex min-h-11 items-center font-medium text-ink-2 hover:text-ink">${label}</a>`)}
      </nav>
      <div class="ml-auto flex items-center gap-5">
        <a
          href="${other.href}"
          hreflang="${other.lang}"
          lang="${other.lang}"
          class="flex min-h-11 items-center font-medium text-ink-2 hover:text-ink"
          >${other.label}</a
        >
        ${
          signedIn
            ? html`<a href="/home" class="${LINE}">${m.site_nav_open_wallet({}, { locale })}</a>`
            : html`<a href="/sign-in" class="flex min-h-11 items-center font-medium text-ink-2 hover:text-ink"
                  >${m.site_nav_sign_in({}, { locale })}</a
                >
                <a
                  href="/register"
                  class="hidden min-h-11 items-center rounded-control bg-accent px-4 font-semibold whitespace-nowrap text-on-accent hover:bg-accent-hover column:inline-flex"
                  >${m.site_nav_register({}, { locale })}</a
                >`
        }
      </div>
    </div>
  </header>`;
}

function footer({ locale, operatorName }: SiteContext): Html {
  const columns = [
    [
      m.site_footer_product({}, { locale }),
      [
        ['/register', m.site_nav_register({}, { locale })],
        ['/sign-in', m.site_nav_sign_in({}, { locale })],
        ['/fees', m.site_nav_fees({}, { locale })],
      ],
    ],
    [
      m.site_footer_help({}, { locale }),
      [
        ['/help', m.site_nav_help({}, { locale })],
        ['/contact', m.site_nav_contact({}, { locale })],
        ['/verify', m.site_footer_verify({}, { locale })],
      ],
    ],
    [
      m.site_footer_developers({}, { locale }),
      [
        ['/docs', m.site_footer_docs({}, { locale })],
        ['/api/openapi.json', 'OpenAPI'],
      ],
    ],
    [
      m.site_footer_terms_head({}, { locale }),
      [
        ['/terms', m.site_footer_terms({}, { locale })],
        ['/privacy', m.site_footer_privacy({}, { locale })],
      ],
    ],
  ] as const;
  return html`<footer class="border-t border-line">
    <div
      class="mx-auto grid max-w-[1240px] grid-cols-2 gap-x-6 gap-y-8 px-5 py-12 text-ink-2 pane:grid-cols-[2fr_1fr_1fr_1fr_1fr]"
    >
      <div class="col-span-2 pane:col-span-1">
        ${brand(22)}
        <p class="mt-3 max-w-[28em] text-13">
          ${m.site_footer_operator({ operator: operatorName }, { locale })}
        </p>
      </div>
      ${columns.map(
        ([head, items]) =>
          html`<div>
            <b class="mb-2 block font-medium text-ink">${head}</b
            >${items.map(([href, label]) => html`<a href="${href}" class="flex min-h-11 items-center hover:text-ink column:min-h-9">${label}</a>`)}
          </div>`,
      )}
    </div>
  </footer>`;
}

const sandboxBanner = ({ locale }: SiteContext): Html =>
  html`<div
    class="flex items-center justify-center gap-2 bg-pending-tint px-5 py-2 text-13 font-medium text-pending"
  >
    ${icon('flag', 16)}<span
      >${m.site_sandbox({}, { locale })}
      <a class="underline underline-offset-[3px]" href="/sandbox"
        >${m.site_sandbox_desk({}, { locale })}</a
      ></span
    >
  </div>`;

/** A whole public page. The main part has the id that the skip link leads to. */
export function page(
  context: SiteContext,
  { title, description, main }: { title: string; description: string; main: Html },
): string {
  const { locale, sandbox, publicUrl, path } = context;
  return html`${trusted('<!doctype html>')}
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        <link rel="canonical" href="${publicUrl}${path.split('?')[0] ?? '/'}" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <meta name="theme-color" content="#f3f7f7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0d1417" media="(prefers-color-scheme: dark)" />
        <script src="/boot.js"></script>
        <link rel="stylesheet" href="/site.css" />
      </head>
      <body class="flex flex-col">
        <a
          href="#main"
          class="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded-control focus:bg-surface focus:px-4 focus:py-3"
          >${m.site_skip({}, { locale })}</a
        >
        ${sandbox && sandboxBanner(context)} ${header(context)}
        <main id="main" class="grow">${main}</main>
        ${footer(context)}
      </body>
    </html>`.markup;
}
