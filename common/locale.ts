/** The languages of the product. English is the base: it stands in where nothing else is asked for. */
export const LOCALES = ['en', 'zh-CN'] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'en';

/** Name of the cookie that keeps a choice of language; server and browser read the same one. */
export const LOCALE_COOKIE = 'okpay_lang';
/** Seconds the choice is kept: 400 days, the longest a browser allows. */
export const LOCALE_COOKIE_MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/** Languages a header may name before the rest is ignored; browsers send fewer than ten. */
const MAX_RANGES = 20;

export const isLocale = (text: unknown): text is Locale => LOCALES.some((locale) => locale === text);

/** The locale a language tag means: any Chinese is zh-CN until there is another, any English is en. */
export function localeOfTag(tag: string): Locale | null {
  const language = tag.trim().toLowerCase().split(/[-_]/)[0];
  if (language === 'zh') return 'zh-CN';
  return language === 'en' ? 'en' : null;
}

/** Language ranges of an Accept-Language header, most wanted first; those with q=0 are refused ones. Source: RFC 9110 §12.5.4. */
function wantedTags(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .slice(0, MAX_RANGES)
    .map((range, order) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      const q = quality ? Number(quality.slice(2)) : 1;
      return { tag, order, q: Number.isFinite(q) ? q : 0 };
    })
    .filter(({ tag, q }) => tag !== '' && q > 0)
    .toSorted((a, b) => b.q - a.q || a.order - b.order)
    .map(({ tag }) => tag);
}

/** Which language to speak. The profile of a signed-in person wins, then the choice kept in the cookie, then what the browser asks for. */
export function negotiateLocale(
  acceptLanguage: string | null | undefined,
  cookie: string | null | undefined,
  profile?: string | null,
): Locale {
  if (isLocale(profile)) return profile;
  if (isLocale(cookie)) return cookie;
  for (const tag of wantedTags(acceptLanguage ?? '')) {
    const locale = localeOfTag(tag);
    if (locale) return locale;
  }
  return DEFAULT_LOCALE;
}
