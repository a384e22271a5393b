import type { z } from 'zod';
import { crossBorderQuoteSchema } from '#common/api/cross-border';
import { maskedAccount } from '#common/bank-account';
import type { Purpose } from '#common/beneficiary';
import type { BeneficiaryId, CustomerId } from '#common/id';
import { type Currency, toWire } from '#common/money';
import { rateText } from '#common/rates';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { maskedNameOf } from '#identity';
import { createQuote, wireQuoteOf } from '#operations';
import { Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { keptLimitFacts, originOf, ratesAt, type RateTable, readLimits } from '#risk';
import type { Beneficiary } from '../beneficiary/beneficiary.ts';
import { openDetails } from '../beneficiary/sealed.ts';
import { findBeneficiary } from '../beneficiary/store.ts';
import type { WalletDeps } from '../deps.ts';
import { bankDays } from '../withdrawal/bank-days.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { QUOTE_KIND, QUOTE_MINUTES, type Road, type Tariff } from './cross-border.ts';
import { decideQuote, type QuoteRefusal } from './decide.ts';
import { markupOf, type Price, type Wanted } from './price.ts';
import { standingOf } from './standing-of.ts';
import { crossBorderTariffs, historyOf, roadInto } from './tariff-store.ts';
import type { WireTerms } from './terms.ts';

export type WireQuote = z.output<typeof crossBorderQuoteSchema>;
type QuoteDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'keys' | 'correspondent'>;
export type QuoteWanted = Wanted & {
  readonly customer: CustomerId;
  readonly beneficiary: BeneficiaryId;
  readonly from: Currency;
  readonly purpose: Purpose;
  readonly purposeText: string | null;
};

/** A payee of this customer that is in use; somebody else's is not there. */
export async function ownBeneficiary(
  read: Reader,
  customer: CustomerId,
  id: BeneficiaryId,
): Promise<Beneficiary | null> {
  const found = await findBeneficiary(read, id);
  return found?.customer === customer && found.removedAt === null ? found : null;
}

/** Prices a transfer abroad, promises when it arrives, and keeps both for half an hour and not past the cut-off; nothing moves and nothing is reserved. */
export async function quoteCrossBorder(
  tx: Tx,
  deps: QuoteDeps,
  wanted: QuoteWanted,
): Promise<Result<WireQuote, QuoteRefusal | Refusal<'not_found' | 'malformed_request'>>> {
  const { clock, signingKeys, correspondent } = deps;
  const { customer, from, fixed, amount } = wanted;
  const to = await ownBeneficiary(tx, customer, wanted.beneficiary);
  if (!to) return err({ code: 'not_found' });
  if (amount.currency !== (fixed === 'source' ? from : to.currency))
    return err({ code: 'malformed_request' });
  const now = clock.now();
  const tariff = (await crossBorderTariffs(tx, now)).find(({ currency }) => currency === from) ?? null;
  const isPayable = correspondent?.accounts.has(to.currency) === true;
  const road = isPayable ? await roadInto(tx, to.currency, now) : null;
  const rates = await ratesAt(tx, now);
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  const limits = await readLimits(tx, clock, deps.limits, { customer, capability: 'withdraw' });
  const asked = { customer, beneficiary: to.id, from, to: to.currency };
  const standing = await standingOf(tx, clock, asked, limits);
  const purposeText = wanted.purposeText?.trim() || null;
  const meant = { country: to.country, purpose: wanted.purpose, purposeText };
  const decided = decideQuote(wanted, meant, { ...standing, tariff, road, rates, today });
  if (!decided.ok) return decided;
  invariant(tariff !== null && road !== null, 'what is priced has a tariff and a road');
  const history = await historyOf(tx, { country: to.country, currency: to.currency }, now);
  const arrival = arrivalOf(now, road, await bankDays(road.calendar), history);
  const terms: WireTerms = {
    fixed,
    ...priceTold(decided.value, { tariff, road, rates }),
    ...payeeTold(deps, to),
    purpose: wanted.purpose,
    purposeText,
    ...arrivalTold(arrival),
  };
  const untilCutOff = now.until(arrival.cutOffAt);
  const usual = Temporal.Duration.from({ minutes: QUOTE_MINUTES });
  const quote = await createQuote(tx, clock, signingKeys, {
    kind: QUOTE_KIND,
    owner: customer,
    terms,
    basis: {
      tariff: tariff.rule,
      road: road.rule,
      spread: toWire(decided.value.spread),
      rounding: toWire(decided.value.rounding),
      limits: keptLimitFacts(limits),
    },
    // Confirmed behind the cut-off it would go, and arrive, on another day than it says.
    validFor: Temporal.Duration.compare(untilCutOff, usual) < 0 ? untilCutOff : usual,
  });
  return ok(crossBorderQuoteSchema.parse({ ...wireQuoteOf(quote), signature: quote.signature }));
}

/** Both sums, every line, the rate beside the market's with its publisher and time. */
function priceTold(
  price: Price,
  { tariff, road, rates }: { tariff: Tariff; road: Road; rates: RateTable },
): Pick<
  WireTerms,
  | 'total'
  | 'fee'
  | 'correspondentFee'
  | 'converted'
  | 'get'
  | 'cost'
  | 'rate'
  | 'referenceRate'
  | 'referenceSource'
  | 'referenceDay'
  | 'referenceFetchedAt'
  | 'markupBasisPoints'
> {
  const [from, to] = [tariff.currency, road.currency];
  const origin = from === to ? null : originOf(rates, from, to);
  return {
    total: toWire(price.total),
    fee: toWire(price.fee),
    correspondentFee: toWire(price.correspondentFee),
    converted: toWire(price.converted),
    get: toWire(price.get),
    cost: toWire(price.cost),
    rate: rateText(price.rate, from, to),
    referenceRate: rateText(price.reference, from, to),
    referenceSource: origin?.source ?? 'none',
    referenceDay: origin?.day ?? rates.day,
    referenceFetchedAt: origin?.fetchedAt?.toString() ?? null,
    markupBasisPoints: markupOf(tariff, road),
  };
}

function payeeTold(
  { keys }: Pick<WalletDeps, 'keys'>,
  to: Beneficiary,
): Pick<WireTerms, 'beneficiaryId' | 'name' | 'account' | 'country' | 'bankName'> {
  const { name, bankName } = openDetails(keys, to);
  return {
    beneficiaryId: to.id,
    name: maskedNameOf(name),
    account: maskedAccount(to),
    country: to.country,
    bankName,
  };
}

const arrivalTold = ({ basis, samples, waitsFor, ...at }: Arrival) => ({
  goesAt: at.goesAt.toString(),
  cutOffAt: at.cutOffAt.toString(),
  waitsFor,
  arrivesFrom: at.arrivesFrom.toString(),
  arrivesBy: at.arrivesBy.toString(),
  arrivalBasis: basis,
  arrivalSamples: samples,
});
