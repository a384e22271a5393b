const FULL_WIDTH_ZERO = '０'.charCodeAt(0);

/** The digits of a text as typed or pasted, full-width ones as their plain twins: "１２3 456" is "123456". */
export const digitsOf = (text: string): string =>
  text.replaceAll(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO)).replaceAll(/\D/g, '');
