import * as m from '#messages';
import { html, type Html } from './html.ts';
import { icon } from './icons.ts';
import { LINE, LINK, page, type SiteContext } from './layout.ts';
import { markdown } from './legal.ts';

export type HelpTopic = {
  topic: string;
  title: string;
  articles: readonly { slug: string; title: string }[];
};
export type HelpHit = { slug: string; title: string; excerpt: string };
export type HelpArticle = { slug: string; title: string; topic: string; body: string };

const searchForm = ({ locale }: SiteContext, query: string): Html =>
  html`<form action="/help" method="get" role="search" class="flex gap-2">
    <label
      class="flex min-h-12 grow items-center gap-3 rounded-control border border-line-strong bg-surface px-4 focus-within:border-accent"
      ><span class="text-ink-3">${icon('search')}</span
      ><span class="sr-only">${m.site_help_search_label({}, { locale })}</span
      ><input
        name="q"
        value="${query}"
        type="search"
        maxlength="120"
        autocomplete="off"
        placeholder="${m.site_help_search_hint({}, { locale })}"
        class="w-full min-w-0 bg-transparent text-[16px] outline-none" /></label
    ><button
      class="rounded-control bg-accent px-5 font-semibold whitespace-nowrap text-on-accent hover:bg-accent-hover"
    >
      ${m.site_help_search_button({}, { locale })}
    </button>
  </form>`;

const stillStuck = ({ locale }: SiteContext): Html =>
  html`<div
    class="mt-10 flex flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-surface px-5 py-4"
  >
    <div>
      <h2 class="text-15">${m.site_help_stuck({}, { locale })}</h2>
      <p class="text-ink-2">${m.site_help_stuck_text({}, { locale })}</p>
    </div>
    <a class="${LINE}" href="/help-me">${m.site_contact_chat_button({}, { locale })}</a>
  </div>`;

function hits({ locale }: SiteContext, query: string, found: readonly HelpHit[]): Html {
  if (found.length === 0)
    return html`<div class="mt-8 grid justify-items-start gap-2">
      <span class="text-ink-3">${icon('help', 26)}</span>
      <h2 class="text-17">${m.site_help_none({ query }, { locale })}</h2>
      <p class="leading-(--leading-text) text-ink-2">${m.site_help_none_text({}, { locale })}</p>
    </div>`;
  return html`<p class="mt-8 text-13 text-ink-3">${m.site_help_found({ count: found.length }, { locale })}</p>
    <ul class="mt-2 rounded-card border border-line bg-surface">
      ${found.map(
        (hit) =>
          html`<li class="border-t border-line first:border-t-0">
            <a
              href="/help/${hit.slug}"
              class="grid grid-cols-[1fr_20px] items-center gap-3 px-5 py-4 hover:bg-well"
              ><span
                ><b class="block text-17 font-medium">${hit.title}</b
                ><span class="mt-0.5 block leading-(--leading-text) text-ink-2">${hit.excerpt}</span></span
              >${icon('chevronRight')}</a
            >
          </li>`,
      )}
    </ul>`;
}

/** The help centre's first page: search, and every topic; with a query, what was found. */
export function renderHelp(
  context: SiteContext,
  topics: readonly HelpTopic[],
  search: { query: string; found: readonly HelpHit[] } | null,
): string {
  const { locale } = context;
  return page(context, {
    title: m.site_help_title({}, { locale }),
    description: m.site_home_answers_text({}, { locale }),
    main: html`<div class="mx-auto max-w-[840px] px-5 py-12">
      <h1 class="mb-6 text-32 font-semibold">${m.site_help_headline({}, { locale })}</h1>
      ${searchForm(context, search?.query ?? '')}
      ${
        search
          ? hits(context, search.query, search.found)
          : html`<div class="mt-10 grid gap-x-10 gap-y-8 column:grid-cols-2">
              ${topics.map(
                (topic) =>
                  html`<section>
                    <h2 class="text-17">${topic.title}</h2>
                    <ul class="mt-1">
                      ${topic.articles.map((article) => html`<li><a class="flex min-h-11 items-center text-ink-2 hover:text-ink" href="/help/${article.slug}">${article.title}</a></li>`)}
                    </ul>
                  </section>`,
              )}
            </div>`
      }
      ${stillStuck(context)}
    </div>`,
  });
}

const nav = (topics: readonly HelpTopic[], current: string, label: string): Html =>
  html`<nav aria-label="${label}" class="hidden split:block">
    ${topics.map(
      (topic) =>
        html`<b class="mt-6 mb-1 block text-13 first:mt-0">${topic.title}</b
          >${topic.articles.map((article) => html`<a href="/help/${article.slug}" ${article.slug === current && html`aria-current="page"`} class="-ml-3 block rounded-control px-3 py-2 text-13 ${article.slug === current ? 'bg-accent-tint font-semibold text-accent-ink' : 'text-ink-2 hover:bg-well'}">${article.title}</a>`)}`,
    )}
  </nav>`;

export function renderArticle(
  context: SiteContext,
  topics: readonly HelpTopic[],
  article: HelpArticle,
): string {
  const { locale } = context;
  const topic = topics.find((each) => each.topic === article.topic);
  return page(context, {
    title: `${article.title} · ${m.site_help_title({}, { locale })}`,
    description: article.title,
    main: html`<div class="bg-surface">
      <div class="mx-auto grid max-w-[1240px] gap-12 px-5 pt-8 pb-20 split:grid-cols-[216px_minmax(0,680px)]">
        ${nav(topics, article.slug, m.site_help_headline({}, { locale }))}
        <div>
          <p class="text-13 text-ink-3">
            <a class="${LINK}" href="/help">${m.site_nav_help({}, { locale })}</a> / ${topic?.title ?? ''}
          </p>
          <h1 class="mt-2 text-32 leading-[1.4] font-semibold">${article.title}</h1>
          <article class="article mt-5">${markdown(article.body)}</article>
          ${stillStuck(context)}
        </div>
      </div>
    </div>`,
  });
}

/** A page that is not there: says so, and leads on. */
export function renderNotFound(context: SiteContext): string {
  const { locale } = context;
  return page(context, {
    title: m.site_not_found_title({}, { locale }),
    description: m.site_not_found_text({}, { locale }),
    main: html`<div class="mx-auto max-w-[840px] px-5 py-16">
      <h1 class="text-32 font-semibold">${m.site_not_found_title({}, { locale })}</h1>
      <p class="mt-3 mb-8 leading-(--leading-text) text-ink-2">${m.site_not_found_text({}, { locale })}</p>
      ${searchForm(context, '')}
      <p class="mt-5 flex flex-wrap gap-x-6">
        <a class="${LINK} inline-flex min-h-11 items-center" href="/"
          >${m.site_not_found_home({}, { locale })}</a
        >
        <a class="${LINK} inline-flex min-h-11 items-center" href="/help"
          >${m.site_nav_help({}, { locale })}</a
        >
      </p>
    </div>`,
  });
}
