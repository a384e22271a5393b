import { api } from '#common/api/index';
import type { CustomerId, ExchangeId } from '#common/id';
import { CURRENCIES, toWire } from '#common/money';
import { err, invariant, ok } from '#common/result';
import { type Entry, entryFor } from '#operations';
import type { Reader } from '#platform/db';
import { keepRefusal, serve, type Server } from '#platform/http';
import { ratesAt } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { confirmExchange } from './confirm-exchange.ts';
import { isFresh } from './decide.ts';
import { quoteExchange } from './quote-exchange.ts';
import { exchangeTariffs } from './store.ts';

export function exchangeRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const entryOf = async (read: Reader, customer: CustomerId, id: ExchangeId): Promise<Entry> => {
    const entry = await entryFor(read, customer, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in its owner's history`);
    return entry;
  };

  serve(server, api.exchangeRates, async () => {
    const now = clock.now();
    const today = now.toZonedDateTimeISO('UTC').toPlainDate();
    const { day, rates, origins = {} } = await ratesAt(db.read, now);
    const tariffs = await exchangeTariffs(db.read, now);
    return ok({
      day,
      rates: CURRENCIES.flatMap((currency) => {
        const [rate, origin] = [rates[currency], origins[currency]];
        if (!rate || !origin) return [];
        const { mantissa, scale } = rate;
        const from = { day: origin.day, source: origin.source, offered: isFresh(origin, today) };
        return [{ currency, mantissa: mantissa.toString(), scale, ...from }];
      }),
      tariff: tariffs.map(({ from, to, feeBasisPoints, feeMin, markupBasisPoints, giveMin }) => ({
        from,
        to,
        feeBasisPoints,
        markupBasisPoints,
        feeMin: toWire(feeMin),
        giveMin: toWire(giveMin),
      })),
    });
  });

  serve(server, api.createExchangeQuote, async ({ actor, body: { from, to, amount } }) => {
    if (amount.currency !== from && amount.currency !== to) return err({ code: 'malformed_request' });
    return db.transaction((tx) => quoteExchange(tx, deps, { customer: actor.id, from, to, amount }));
  });

  serve(server, api.createExchange, async ({ actor, body: { id, quoteId }, tx }) => {
    const confirmed = await confirmExchange(tx, deps, { id, customer: actor.id, quoteId });
    if (!confirmed.ok) return confirmed;
    if (confirmed.value.outcome === 'refused')
      return keepRefusal({ ...confirmed.value.refusal, operationId: id });
    return ok(await entryOf(tx, actor.id, id));
  });
}
