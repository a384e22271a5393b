/** Characters kept while typing; longer amounts are refused by the rules anyway. */
const MAX_LENGTH = 24;

/**
 * What stays in an amount field after typing or pasting: digits and one point. Full-width figures become plain ones, the Chinese full stop
 * is the point that the keyboard offers, symbols and grouping marks go: "¥1,234.50" and "１２３４．５０" are both "1234.50".
 * Nothing is rounded or completed here; `parseTypedAmount` judges the text.
 */
export function amountText(text: string): string {
  const plain = text
    .replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replaceAll(/[．。]/g, '.')
    .replaceAll(/[^\d.]/g, '');
  const [whole = '', ...fractions] = plain.split('.');
  const figure = fractions.length > 0 ? `${whole}.${fractions.join('')}` : whole;
  return figure.replace(/^0+(?=\d)/, '').slice(0, MAX_LENGTH);
}
