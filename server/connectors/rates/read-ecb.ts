// The daily reference rates as the European Central Bank publishes them: units of each currency for one euro. Operators may keep a file of
// the same form, with the name of its publisher, for what the bank leaves out. A document type or an entity of its own is refused.
import { SaxesParser } from 'saxes';
import { type Currency, isCurrency } from '#common/money';
import type { Rate } from '#common/rates';
import { err, ok, type Result } from '#common/result';

export type ReadRates = {
  /** ISO 8601 date. */
  readonly day: string;
  readonly rates: Readonly<Partial<Record<Currency, Rate>>>;
};
export type RatesRefusal = {
  readonly code: 'not_xml' | 'has_dtd' | 'no_day' | 'no_rates' | 'rate_not_usable' | 'two_days';
};

/** Digits of a rate, before and behind its point; more are no rate of a currency of ours. */
const RATE = /^(\d{1,9})(?:\.(\d{1,9}))?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** "7.1234" as mantissa and scale; null of anything that is not a positive decimal. */
function rateOf(text: string): Rate | null {
  const match = RATE.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const mantissa = BigInt(whole + fraction);
  return mantissa > 0n ? { mantissa, scale: fraction.length } : null;
}

class Refused extends Error {
  readonly code: RatesRefusal['code'];
  constructor(code: RatesRefusal['code']) {
    super(code);
    this.code = code;
  }
}

/** Reads one day of rates, or says what is wrong with all of it. Currencies that we do not have are passed over. */
export function readEcb(xml: string): Result<ReadRates, RatesRefusal> {
  const rates = new Map<Currency, Rate>([['EUR', { mantissa: 1n, scale: 0 }]]);
  let day: string | null = null;
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new Refused('has_dtd');
  });
  parser.on('error', () => {
    throw new Refused('not_xml');
  });
  parser.on('opentag', ({ attributes }) => {
    const { time, currency, rate } = attributes;
    if (typeof time === 'string') {
      if (day !== null || !DAY.test(time)) throw new Refused(day === null ? 'no_day' : 'two_days');
      day = time;
    }
    if (typeof currency !== 'string' || !isCurrency(currency)) return;
    const read = typeof rate === 'string' ? rateOf(rate) : null;
    if (!read || rates.has(currency)) throw new Refused('rate_not_usable');
    rates.set(currency, read);
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    if (error instanceof Refused) return err({ code: error.code });
    throw error;
  }
  if (day === null) return err({ code: 'no_day' });
  if (rates.size < 2) return err({ code: 'no_rates' });
  return ok({ day, rates: Object.fromEntries(rates) });
}
