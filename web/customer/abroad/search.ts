import { parseId } from '#common/id';
import { searchText } from '../app/search-text.ts';

export type AbroadSearch = { to?: string | undefined };
/** Who is paid, by address: the book and "try again" lead here with it. */
export function readAbroadSearch(search: Record<string, unknown>): AbroadSearch {
  return { to: parseId('bf', searchText(search['to'])) ?? undefined };
}
