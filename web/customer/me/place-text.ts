import type { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import type { Locale } from '#common/locale';
import * as m from '#messages';

type Place = OkOf<typeof api.securityEvents>['items'][number]['place'];

/** Country by its name in the reader's language, city as the operator's data write it. */
export function placeText(place: Place, locale: Locale): string | null {
  if (!place) return null;
  const country = new Intl.DisplayNames(locale, { type: 'region' }).of(place.country) ?? place.country;
  return place.city === null ? country : m.customer_security_place({ city: place.city, country });
}
