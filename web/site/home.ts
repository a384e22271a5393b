import * as m from '#messages';
import { html, type Html } from './html.ts';
import { icon, type IconName } from './icons.ts';
import { LINK, PRIMARY, page, type SiteContext } from './layout.ts';
import { tariffTable, type TariffRow } from './fees.ts';

const pill = (tone: string, name: IconName, word: string): Html =>
  html`<span
    class="inline-flex items-center gap-1.5 rounded-tag px-1.5 text-12 leading-5 font-medium whitespace-nowrap ${tone}"
    >${icon(name, 13)}${word}</span
  >`;

/** The product in one picture: an entry that did not go through, and its reason card. */
function stage({ locale }: SiteContext): Html {
  const row = (glyph: Html, who: string, sub: Html, amount: Html): Html =>
    html`<div class="grid min-h-[68px] grid-cols-[40px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-3">
      ${glyph}<span class="min-w-0"
        ><span class="block truncate font-medium">${who}</span
        ><span class="mt-0.5 block text-13 text-ink-3">${sub}</span></span
      >${amount}
    </div>`;
  const glyph = (name: IconName): Html =>
    html`<span class="grid size-10 place-items-center rounded-control bg-well text-ink-2"
      >${icon(name)}</span
    >`;
  const round = (letter: string): Html =>
    html`<span
      class="grid size-10 place-items-center rounded-full bg-accent-tint font-semibold text-accent-ink"
      >${letter}</span
    >`;
  const label = (text: string): Html => html`<dt class="mb-0.5 text-13 text-ink-3">${text}</dt>`;
  return html`<div class="rounded-card border border-line bg-surface py-1.5 shadow-pop" aria-hidden="true">
    ${row(round(m.site_stage_payer_initial({}, { locale })), m.site_stage_payer({}, { locale }), html`${m.site_stage_payer_note({}, { locale })}`, html`<span class="font-semibold whitespace-nowrap text-in">+¥1,850.00</span>`)}
    <div class="border-t border-line">
      ${row(glyph('card'), m.site_stage_top_up({}, { locale }), pill('bg-danger-tint text-danger', 'cross', m.site_stage_failed({}, { locale })), html`<span class="font-semibold whitespace-nowrap text-ink-3 line-through">¥500.00</span>`)}
    </div>
    <dl class="mx-4 mb-4 overflow-hidden rounded-control border border-line pane:ml-[68px]">
      <div class="px-4 py-3">
        ${label(m.site_stage_happened_label({}, { locale }))}
        <dd class="leading-(--leading-text)">${m.site_stage_happened({}, { locale })}</dd>
      </div>
      <div class="border-t border-line bg-well px-4 py-3">
        ${label(m.site_stage_money_label({}, { locale }))}
        <dd class="leading-(--leading-text) font-semibold">${m.site_stage_money({}, { locale })}</dd>
      </div>
      <div class="border-t border-line px-4 py-3">
        ${label(m.site_stage_next_label({}, { locale }))}
        <dd class="leading-(--leading-text)">
          ${m.site_stage_next({}, { locale })}<span
            class="mt-2 flex min-h-11 items-center justify-center rounded-control bg-accent font-semibold text-on-accent"
            >${m.site_stage_button({}, { locale })}</span
          >
        </dd>
      </div>
    </dl>
  </div>`;
}

function promises({ locale }: SiteContext): Html {
  const rows = [
    [
      pill('bg-pending-tint text-pending', 'clock', m.site_promise_wait_pill({}, { locale })),
      m.site_promise_wait_title({}, { locale }),
      m.site_promise_wait_text({}, { locale }),
    ],
    [
      pill('bg-danger-tint text-danger', 'cross', m.site_promise_failed_pill({}, { locale })),
      m.site_promise_failed_title({}, { locale }),
      m.site_promise_failed_text({}, { locale }),
    ],
    [
      pill('bg-held-tint text-held', 'pause', m.site_promise_held_pill({}, { locale })),
      m.site_promise_held_title({}, { locale }),
      m.site_promise_held_text({}, { locale }),
    ],
    [
      pill('bg-in-tint text-in', 'check', m.site_promise_done_pill({}, { locale })),
      m.site_promise_done_title({}, { locale }),
      m.site_promise_done_text({}, { locale }),
    ],
  ] as const;
  return html`<div>
    ${rows.map(
      ([mark, title, text]) =>
        html`<div
          class="grid gap-x-6 gap-y-2 border-t border-line py-5 first:border-t-0 first:pt-1 column:grid-cols-[120px_1fr]"
        >
          <span>${mark}</span>
          <div>
            <h3 class="text-17">${title}</h3>
            <p class="mt-1 leading-(--leading-text) text-ink-2">${text}</p>
          </div>
        </div>`,
    )}
  </div>`;
}

/** A text whose line breaks are kept. */
const lines = (text: string): Html[] =>
  text.split('\n').map((line, place) => (place === 0 ? html`${line}` : html`<br />${line}`));

/** The promise in one sentence, the way in, and a picture of it. */
function hero(context: SiteContext): Html {
  const { locale } = context;
  return html`<section
    class="mx-auto grid max-w-[1240px] items-center gap-12 px-5 pt-12 pb-20 split:grid-cols-[minmax(0,580px)_1fr] split:gap-20 split:pt-16 split:pb-24"
  >
    <div>
      <h1 class="text-44 leading-[1.2] font-semibold split:text-56 split:leading-[1.2]">
        ${lines(m.site_home_headline({}, { locale }))}
      </h1>
      <p class="mt-6 max-w-[32em] text-17 leading-(--leading-text) text-ink-2">
        ${m.site_home_lead({}, { locale })}
      </p>
      <div class="mt-9 flex flex-wrap items-center gap-x-6 gap-y-3">
        <a class="${PRIMARY}" href="/register">${m.site_home_register({}, { locale })}</a
        ><a class="${LINK} flex min-h-11 items-center" href="/fees"
          >${m.site_home_see_fees({}, { locale })}</a
        >
      </div>
      <p class="mt-7 text-13 text-ink-3">${m.site_home_open_source({}, { locale })}</p>
    </div>
    ${stage(context)}
  </section>`;
}

/** What a newcomer sees first: what it is, sign in, register, help, contact, fees, terms. */
export function renderHome(context: SiteContext, tariff: readonly TariffRow[]): string {
  const { locale } = context;
  const band =
    'mx-auto grid max-w-[1240px] gap-10 px-5 py-16 split:grid-cols-[400px_1fr] split:gap-[88px] split:py-22';
  const heading = 'text-32 leading-[1.35]';
  const lead = 'mt-4 text-17 leading-(--leading-text) text-ink-2';
  return page(context, {
    title: m.site_home_title({}, { locale }),
    description: m.site_home_lead({}, { locale }),
    main: html` ${hero(context)}
      <section class="border-y border-line bg-surface">
        <div class="${band}">
          <div>
            <h2 class="${heading}">${lines(m.site_home_answers_title({}, { locale }))}</h2>
            <p class="${lead}">${m.site_home_answers_text({}, { locale })}</p>
            <p class="mt-6">
              <a class="${LINK}" href="/help">${m.site_home_answers_link({}, { locale })}</a>
            </p>
          </div>
          ${promises(context)}
        </div>
      </section>
      <section class="${band}">
        <div>
          <h2 class="${heading}">${m.site_home_fees_title({}, { locale })}</h2>
          <p class="${lead}">${m.site_home_fees_text({}, { locale })}</p>
        </div>
        <div class="overflow-x-auto">${tariffTable(context, tariff)}</div>
      </section>
      <section class="border-t border-line bg-surface">
        <div class="${band}">
          <div><h2 class="${heading}">${m.site_home_safety_title({}, { locale })}</h2></div>
          <div class="leading-(--leading-text) text-ink-2">
            <p class="text-17">${m.site_home_safety_text({}, { locale })}</p>
            <p class="mt-4">
              <a class="${LINK}" href="/contact">${m.site_home_safety_link({}, { locale })}</a>
            </p>
          </div>
        </div>
      </section>`,
  });
}
