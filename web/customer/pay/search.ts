import { isCurrency } from '#common/money';

export type PaySearch = {
  to?: string | undefined;
  amount?: string | undefined;
  currency?: string | undefined;
  note?: string | undefined;
};
/** A filled-in payment by address, as a retry from a failed entry uses it; anything odd is left out. */
export function readPaySearch(search: Record<string, unknown>): PaySearch {
  const text = (name: string, max: number): string | undefined => {
    const value = search[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, max) : undefined;
  };
  const amount = text('amount', 18);
  const currency = text('currency', 3);
  return {
    to: text('to', 254),
    note: text('note', 140),
    amount: amount && /^\d+$/.test(amount) ? amount : undefined,
    currency: currency && isCurrency(currency) ? currency : undefined,
  };
}
