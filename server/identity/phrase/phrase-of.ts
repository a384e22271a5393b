/** Whose phrase a box holds: it opens for no other row. */
export const phraseOf = (customer: string): string => `phrase:${customer}`;
