// The public pages: facts from the rooms, drawn by web/site.
import { CURRENCIES, type Currency, type Money } from '#common/money';
import type { TariffKind, TariffPrices } from '#common/tariff';
import { minimumText, priceText, tariffName } from '#common/tariff-text';
import { formatDay, formatMoney, formatPercent } from '#common/format';
import { isLocale, LOCALE_COOKIE, LOCALE_COOKIE_MAX_AGE_SECONDS, type Locale } from '#common/locale';
import { unreachable } from '#common/result';
import { BASE_TIER } from '#common/tier';
import * as m from '#messages';
import type { Clock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Db } from '#platform/db';
import { localeOf, page, type PageContext, type Server } from '#platform/http';
import { type LimitPolicy, tierLimits } from '#risk';
import { articleOf, helpTopics, searchHelp } from '#support';
import {
  bankTopUpTariffs,
  exchangeTariffs,
  roadsInForce,
  standingTariffs,
  tariffsInForce,
  type WalletDeps,
  withdrawalTariffs,
} from '#wallet';
import { renderContact } from '../../web/site/contact.ts';
import { type AnnouncedRow, type LimitRow, renderFees, type TariffRow } from '../../web/site/fees.ts';
import { renderArticle, renderHelp, renderNotFound } from '../../web/site/help.ts';
import { renderHome } from '../../web/site/home.ts';
import type { SiteContext } from '../../web/site/layout.ts';
import { renderVerify } from '../../web/site/verify.ts';
import { renderLegal } from '../../web/site/legal.ts';
import type { FastifyRequest } from 'fastify';

export type PageDeps = {
  db: Db;
  clock: Clock;
  config: Config;
  limits: LimitPolicy;
  bank: WalletDeps['bank'];
  ewallet: WalletDeps['ewallet'];
  correspondent: WalletDeps['correspondent'];
};

/** What a page says in its frame. */
export function siteContext(
  config: Config,
  { request, locale, signedIn }: { request: FastifyRequest; locale: Locale; signedIn: boolean },
): SiteContext {
  return {
    locale,
    path: request.url,
    sandbox: config.mode === 'sandbox',
    signedIn,
    operatorName: config.operatorName,
    supportEmail: config.supportEmail,
    supportPhone: config.supportPhone ?? null,
    publicUrl: config.publicUrl,
  };
}

export const renderMissing =
  (config: Config) =>
  (request: FastifyRequest): string =>
    renderNotFound(siteContext(config, { request, locale: localeOf(request), signedIn: false }));

type Draw = (context: SiteContext, asked: PageContext) => Promise<string | null> | string | null;

/** Adds pages to the site. A language in the address wins, and is remembered by the browser. */
export const sitePage =
  (server: Server, config: Config) =>
  (path: string, draw: Draw): void =>
    page(server, path, (asked) => {
      const chosen = asked.query['lang'];
      const locale = isLocale(chosen) ? chosen : asked.locale;
      if (isLocale(chosen)) remember(asked, chosen, config);
      return draw(
        siteContext(config, { request: asked.request, locale, signedIn: asked.actor.kind === 'customer' }),
        asked,
      );
    });

/** Serves home, fees, contact, terms, privacy and the help centre. */
export function publicPages(server: Server, deps: PageDeps): void {
  const serve = sitePage(server, deps.config);
  serve('/', async (context, { reply, actor, query }) => {
    if (actor.kind === 'customer' && query['lang'] === undefined) {
      await reply.redirect('/home', 303);
      return null;
    }
    return renderHome(context, await tariffRows(deps, context.locale));
  });
  serve('/fees', async (context) =>
    renderFees(
      context,
      [...(await tariffRows(deps, context.locale)), ...(await abroadRows(deps, context.locale))],
      await announcedRows(deps, context.locale),
      await limitRows(deps, context.locale),
    ),
  );
  serve('/contact', (context) => renderContact(context));
  serve('/verify', (context) => renderVerify(context));
  serve('/terms', (context) => renderLegal(context, 'terms'));
  serve('/terms/accept', (context) => renderLegal(context, 'terms'));
  serve('/privacy', (context) => renderLegal(context, 'privacy'));
  serve('/help', (context, { query }) => {
    const asked = (query['q'] ?? '').slice(0, 120).trim();
    return renderHelp(
      context,
      helpTopics(context.locale),
      asked === '' ? null : { query: asked, found: searchHelp(asked, context.locale, 12) },
    );
  });
  serve('/help/:slug', (context, { params }) => {
    const article = articleOf(params['slug'] ?? '', context.locale);
    return article ? renderArticle(context, helpTopics(context.locale), article) : null;
  });
}

function remember({ reply }: PageContext, locale: Locale, config: Config): void {
  void reply.setCookie(LOCALE_COOKIE, locale, {
    path: '/',
    maxAge: LOCALE_COOKIE_MAX_AGE_SECONDS,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https://'),
  });
}

/** The tariff from the rows that price a quote. */
async function tariffRows({ db, clock, bank, ewallet }: PageDeps, locale: Locale): Promise<TariffRow[]> {
  const now = clock.now();
  const tariffs = await tariffsInForce(db.read, 'card_top_up', now);
  const fromEwallet = ewallet ? await tariffsInForce(db.read, 'ewallet_top_up', now) : [];
  const order = (currency: string): number => CURRENCIES.findIndex((each) => each === currency);
  const rowsOf = (
    list: typeof tariffs,
    itemOf: typeof m.site_tariff_card_top_up | typeof m.site_tariff_ewallet_top_up,
  ): TariffRow[] =>
    list
      .toSorted((a, b) => order(a.feeMin.currency) - order(b.feeMin.currency))
      .map((tariff) => ({
        item: itemOf({ currency: tariff.feeMin.currency }, { locale }),
        fee: m.site_tariff_percent_min(
          { percent: formatPercent(tariff.feeBasisPoints, locale), min: amountText(tariff.feeMin, locale) },
          { locale },
        ),
        arrival: m.site_tariff_within_a_minute({}, { locale }),
      }));
  return [
    {
      item: m.site_tariff_transfer({}, { locale }),
      fee: m.site_tariff_free({}, { locale }),
      arrival: m.site_tariff_seconds({}, { locale }),
    },
    ...rowsOf(tariffs, m.site_tariff_card_top_up),
    ...rowsOf(fromEwallet, m.site_tariff_ewallet_top_up),
    ...(await bankTopUpRows({ db, clock, bank }, locale)),
    ...(await withdrawalRows({ db, clock, bank }, locale)),
    ...(await exchangeRows({ db, clock }, locale)),
  ];
}

/** What sending abroad costs by the currency that it is paid from, and the mark-up and the promise by the one that arrives. */
async function abroadRows(
  { db, clock, correspondent }: Pick<PageDeps, 'db' | 'clock' | 'correspondent'>,
  locale: Locale,
): Promise<TariffRow[]> {
  if (!correspondent) return [];
  const now = clock.now();
  const roads = new Map((await roadsInForce(db.read, now)).map((road) => [road.currency, road]));
  const arrival = (kind: TariffKind, currency: Currency): string => {
    const road = kind === 'cross_border_corridor' ? roads.get(currency) : undefined;
    if (!road) return m.site_tariff_abroad_arrival({}, { locale });
    const [min, max] = [road.arrivesAfterDaysMin, road.arrivesAfterDaysMax];
    return min === max
      ? m.site_tariff_bank_days({ days: max }, { locale })
      : m.site_tariff_bank_days_between({ min, max }, { locale });
  };
  return (await standingTariffs(db.read, now))
    .map(({ inForce }) => inForce)
    .filter(({ kind, currency }) => isAbroad(kind) && isOffered({ correspondent }, kind, currency))
    .map(({ kind, key, currency, prices }) => ({
      item: tariffName(kind, key, locale),
      fee: priceText(prices, currency, locale),
      arrival: arrival(kind, currency),
    }));
}

const isAbroad = (kind: TariffKind): boolean => kind === 'cross_border' || kind === 'cross_border_corridor';

/** Whether anybody can pay this price here: some ways need a company outside. */
function isOffered(
  { bank, ewallet, correspondent }: Partial<Pick<PageDeps, 'bank' | 'ewallet' | 'correspondent'>>,
  kind: TariffKind,
  currency: Currency,
): boolean {
  switch (kind) {
    case 'ewallet_top_up':
      return Boolean(ewallet);
    case 'withdrawal':
    case 'bank_top_up':
      return bank?.accounts.has(currency) === true;
    case 'cross_border':
      return Boolean(correspondent);
    case 'cross_border_corridor':
      return correspondent?.accounts.has(currency) === true;
    case 'card_top_up':
    case 'exchange':
      return true;
    default:
      return unreachable(kind);
  }
}

/** What money by transfer costs, by currency, and when banks promise it. */
async function bankTopUpRows(
  { db, clock, bank }: Pick<PageDeps, 'db' | 'clock' | 'bank'>,
  locale: Locale,
): Promise<TariffRow[]> {
  const tariffs = await bankTopUpTariffs(db.read, clock.now());
  return tariffs
    .filter(({ fee }) => bank?.accounts.has(fee.currency))
    .map(({ fee, arrivesAfterDays: days }) => ({
      item: m.site_tariff_bank_top_up({ currency: fee.currency }, { locale }),
      fee: amountText(fee, locale),
      arrival: m.site_tariff_bank_days({ days }, { locale }),
    }));
}

/** What a payout costs, by currency, and what the bank promises. */
async function withdrawalRows(
  { db, clock, bank }: Pick<PageDeps, 'db' | 'clock' | 'bank'>,
  locale: Locale,
): Promise<TariffRow[]> {
  const tariffs = await withdrawalTariffs(db.read, { clock, bank });
  return tariffs.map(({ fee, arrivesAfterDays: days }) => ({
    item: m.site_tariff_withdrawal({ currency: fee.currency }, { locale }),
    fee: amountText(fee, locale),
    arrival: m.site_tariff_bank_days({ days }, { locale }),
  }));
}

type Pair = { readonly from: string; readonly to: string };

/** What a price is for, when it is not that of most pairs: all pairs of one currency, or each pair by its name. */
function pairsText(pairs: readonly Pair[], locale: Locale): string[] {
  const common = CURRENCIES.find((currency) =>
    pairs.every(({ from, to }) => from === currency || to === currency),
  );
  return common === undefined || pairs.length === 1
    ? pairs.map((pair) => m.site_tariff_exchange(pair, { locale }))
    : [m.site_tariff_exchange_with({ currency: common }, { locale })];
}

/** The price of exchanges: what most pairs cost, and those that cost something else. */
async function exchangeRows(
  { db, clock }: Pick<PageDeps, 'db' | 'clock'>,
  locale: Locale,
): Promise<TariffRow[]> {
  const pairsOf = new Map<string, Pair[]>();
  for (const tariff of await exchangeTariffs(db.read, clock.now())) {
    const { from, to, feeBasisPoints, feeMin, markupBasisPoints } = tariff;
    const percent = formatPercent(markupBasisPoints, locale);
    const [share, min] = [formatPercent(feeBasisPoints, locale), amountText(feeMin, locale)];
    const fee =
      feeBasisPoints === 0 && feeMin.minor === 0n
        ? m.site_tariff_markup({ percent }, { locale })
        : m.site_tariff_markup_fee(
            { percent, fee: m.site_tariff_percent_min({ percent: share, min }, { locale }) },
            { locale },
          );
    pairsOf.set(fee, [...(pairsOf.get(fee) ?? []), { from, to }]);
  }
  const arrival = m.site_tariff_seconds({}, { locale });
  const [most, ...others] = [...pairsOf].toSorted(([, a], [, b]) => b.length - a.length);
  if (!most) return [];
  const rest = others.flatMap(([fee, pairs]) =>
    pairsText(pairs, locale).map((item) => ({ item, fee, arrival })),
  );
  const between =
    rest.length === 0
      ? m.site_tariff_exchange_all({}, { locale })
      : m.site_tariff_exchange_others({}, { locale });
  return [...rest, { item: between, fee: most[0], arrival }];
}

/** Prices that are decided for a day to come, each beside the one that it follows. */
async function announcedRows(deps: PageDeps, locale: Locale): Promise<AnnouncedRow[]> {
  const { db, clock, limits } = deps;
  const now = clock.now().toString();
  return (await standingTariffs(db.read, clock.now())).flatMap(({ inForce, upcoming }) => {
    const { kind, key, currency, prices } = inForce;
    return !isOffered(deps, kind, currency)
      ? []
      : upcoming.map((next, place) => ({
          item: tariffName(kind, key, locale),
          now: priceText(upcoming[place - 1]?.prices ?? prices, currency, locale),
          then: changedText(upcoming[place - 1]?.prices ?? prices, next.prices, currency, locale),
          from: formatDay(next.validFrom.toString(), { locale, timeZone: limits.timeZone, now }),
        }));
  });
}

/** The new price; where the smallest sum changes, that too. */
function changedText(before: TariffPrices, next: TariffPrices, currency: Currency, locale: Locale): string {
  const price = priceText(next, currency, locale);
  const least = minimumText(next, currency, locale);
  if (least === null || before.minimumMinor === next.minimumMinor) return price;
  return `${price} · ${m.tariffs_minimum({}, { locale })} ${least}`;
}

const LIMITED = {
  top_up: m.site_limit_top_up,
  transfer: m.site_limit_transfer,
  withdraw: m.site_limit_withdraw,
};
const WINDOWS = { payment: m.site_limit_payment, day: m.site_limit_day, month: m.site_limit_month };

async function limitRows({ db, clock, limits }: PageDeps, locale: Locale): Promise<LimitRow[]> {
  const rows = await tierLimits(db.read, clock, limits, [BASE_TIER]);
  return rows.map(({ capability, window, limit }) => ({
    capability: LIMITED[capability]({}, { locale }),
    window: WINDOWS[window]({}, { locale }),
    limit: amountText(limit, locale),
  }));
}

const amountText = (amount: Money, locale: Locale): string =>
  formatMoney(amount, { locale, among: CURRENCIES });
