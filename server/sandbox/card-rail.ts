import { z } from 'zod';
import { CURRENCIES, type Currency } from '#common/money';
import { ask, OutsideRefused, type RailAddresses } from './outside.ts';

const charge = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  amount: z.string(),
  currency: z.enum(CURRENCIES as [Currency, ...Currency[]]),
  decline_code: z.string().nullable(),
  card: z.object({ brand: z.string(), last4: z.string() }),
  charged_back: z.string(),
  created: z.string(),
});
export type RailCharge = z.output<typeof charge>;

const card = z.object({
  number: z.string(),
  brand: z.string(),
  name: z.string(),
  en: z.string(),
  zh: z.string(),
});
export type TestCard = z.output<typeof card>;

/** The acquirer's charges, newest first. */
export const charges = async (rails: RailAddresses): Promise<RailCharge[]> =>
  (await ask(z.object({ charges: z.array(charge) }), rails.acquirer, '/control/charges')).charges;

export const testCards = async (rails: RailAddresses): Promise<TestCard[]> =>
  (await ask(z.object({ cards: z.array(card) }), rails.acquirer, '/test-cards')).cards;

/** The card holder takes a charge back. Pressed twice it is taken back once; null when there is no such charge. */
export async function chargeBack(rails: RailAddresses, id: string): Promise<RailCharge | null> {
  const path = `/control/charges/${encodeURIComponent(id)}/chargeback`;
  try {
    return (await ask(z.object({ charge }), rails.acquirer, path, {})).charge;
  } catch (error) {
    if (!(error instanceof OutsideRefused) || ![404, 409].includes(error.status)) throw error;
    return (await charges(rails)).find((one) => one.id === id) ?? null;
  }
}
