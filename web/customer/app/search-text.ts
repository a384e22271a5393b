/** A value of the address as text: the router has read digits as a number. Anything else counts as not given. */
export const searchText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
