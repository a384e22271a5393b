import { parseId, type KeptCardId } from '#common/id';
import { searchText } from '../app/search-text.ts';

/** The card that the bank's page sends back from. */
export type MethodsSearch = { card?: KeptCardId | undefined };
export const readMethodsSearch = (search: Record<string, unknown>): MethodsSearch => ({
  card: parseId('kc', searchText(search['card'])) ?? undefined,
});

/** The card in whose place another one comes. */
export type AddCardSearch = { replaces?: KeptCardId | undefined };
export const readAddCardSearch = (search: Record<string, unknown>): AddCardSearch => ({
  replaces: parseId('kc', searchText(search['replaces'])) ?? undefined,
});
