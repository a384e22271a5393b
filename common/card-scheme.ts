/** Names of card schemes as they write themselves; acquirers tell them in lower case. */
const SCHEMES = new Map([
  ['visa', 'Visa'],
  ['mastercard', 'Mastercard'],
  ['unionpay', 'UnionPay'],
  ['jcb', 'JCB'],
  ['amex', 'American Express'],
]);
export const schemeName = (brand: string): string => SCHEMES.get(brand) ?? brand;
export const lastDigits = (last4: string): string => `•••• ${last4}`;
/** A card as people tell it from others. */
export const cardText = ({ brand, last4 }: { readonly brand: string; readonly last4: string }): string =>
  `${schemeName(brand)} ${lastDigits(last4)}`;
