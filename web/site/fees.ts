import * as m from '#messages';
import { html, type Html } from './html.ts';
import { page, type SiteContext } from './layout.ts';

/** One line of the tariff, made from the same data that prices a quote. */
export type TariffRow = { item: string; fee: string; arrival: string };
/** A price that is decided and not yet in force. */
export type AnnouncedRow = { item: string; now: string; then: string; from: string };
/** One limit, made from the same data that refuses. */
export type LimitRow = { capability: string; window: string; limit: string };

const TH = 'border-b border-line py-3 text-left text-13 font-medium text-ink-3';
const TD = 'border-b border-line py-3.5 align-top';
/** Between two columns. */
const GAP = 'pr-4 last:pr-0';

export function tariffTable({ locale }: SiteContext, rows: readonly TariffRow[]): Html {
  return html`<table class="w-full">
    <thead>
      <tr>
        <th scope="col" class="${TH} ${GAP}">${m.site_fees_item({}, { locale })}</th>
        <th scope="col" class="${TH} text-right column:pr-4">${m.site_fees_fee({}, { locale })}</th>
        <th scope="col" class="${TH} hidden text-right column:table-cell">
          ${m.site_fees_arrival({}, { locale })}
        </th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <td class="${TD} ${GAP} font-medium">${row.item}</td>
            <td class="${TD} text-right column:pr-4">
              ${row.fee}
              <span class="mt-1 block text-13 text-ink-2 column:hidden">${row.arrival}</span>
            </td>
            <td class="${TD} hidden text-right text-ink-2 column:table-cell">${row.arrival}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function announcedPart({ locale }: SiteContext, rows: readonly AnnouncedRow[]): Html {
  return html`<h2 class="mt-12 text-20">${m.tariffs_announced_title({}, { locale })}</h2>
    <p class="mt-2 leading-(--leading-text) text-ink-2">${m.tariffs_announced_text({}, { locale })}</p>
    <div class="mt-5 overflow-x-auto rounded-card border border-line bg-surface px-5">
      <table class="w-full">
        <thead>
          <tr>
            <th scope="col" class="${TH} ${GAP}">${m.site_fees_item({}, { locale })}</th>
            <th scope="col" class="${TH} ${GAP} hidden column:table-cell">
              ${m.tariffs_col_now({}, { locale })}
            </th>
            <th scope="col" class="${TH} ${GAP}">${m.tariffs_col_then({}, { locale })}</th>
            <th scope="col" class="${TH} ${GAP} text-right">${m.tariffs_from({}, { locale })}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td class="${TD} ${GAP} font-medium">${row.item}</td>
                <td class="${TD} ${GAP} hidden text-ink-2 column:table-cell">${row.now}</td>
                <td class="${TD} ${GAP}">
                  ${row.then}
                  <span class="mt-1 block text-13 text-ink-2 column:hidden"
                    >${m.tariffs_col_now({}, { locale })}: ${row.now}</span
                  >
                </td>
                <td class="${TD} ${GAP} text-right whitespace-nowrap">${row.from}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** The public tariff and limits; nothing on it is written by hand. */
export function renderFees(
  context: SiteContext,
  tariff: readonly TariffRow[],
  announced: readonly AnnouncedRow[],
  limits: readonly LimitRow[],
): string {
  const { locale } = context;
  return page(context, {
    title: m.site_fees_title({}, { locale }),
    description: m.site_home_fees_text({}, { locale }),
    main: html`<div class="mx-auto max-w-[840px] px-5 py-12">
      <h1 class="text-32 font-semibold">${m.site_nav_fees({}, { locale })}</h1>
      <p class="mt-3 leading-(--leading-text) text-ink-2">${m.site_fees_intro({}, { locale })}</p>
      <div class="mt-8 overflow-x-auto rounded-card border border-line bg-surface px-5">
        ${tariffTable(context, tariff)}
      </div>
      ${announced.length > 0 ? announcedPart(context, announced) : null}
      <h2 class="mt-12 text-20">${m.site_limits_title({}, { locale })}</h2>
      <p class="mt-2 leading-(--leading-text) text-ink-2">${m.site_limits_intro({}, { locale })}</p>
      <div class="mt-5 overflow-x-auto rounded-card border border-line bg-surface px-5">
        <table class="w-full">
          <thead>
            <tr>
              <th scope="col" class="${TH} ${GAP}">${m.site_limits_what({}, { locale })}</th>
              <th scope="col" class="${TH} ${GAP}">${m.site_limits_window({}, { locale })}</th>
              <th scope="col" class="${TH} ${GAP} text-right">${m.site_limits_limit({}, { locale })}</th>
            </tr>
          </thead>
          <tbody>
            ${limits.map(
              (row) =>
                html`<tr>
                  <td class="${TD} ${GAP} font-medium">${row.capability}</td>
                  <td class="${TD} ${GAP} text-ink-2">${row.window}</td>
                  <td class="${TD} ${GAP} text-right whitespace-nowrap">${row.limit}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`,
  });
}
