// Lists name countries in English, people have codes.

/** Names that lists use beside those of the Unicode CLDR. */
const ALSO: Record<string, string> = {
  'burma': 'MM', 'korea, north': 'KP', 'north korea': 'KP', "democratic people's republic of korea": 'KP', 'korea, south': 'KR',
  'republic of korea': 'KR', 'russian federation': 'RU', 'iran, islamic republic of': 'IR', 'iran (islamic republic of)': 'IR',
  'syrian arab republic': 'SY', 'congo, democratic republic of the': 'CD', 'democratic republic of the congo': 'CD',
  'congo, republic of the': 'CG', 'united states of america': 'US', 'united kingdom of great britain and northern ireland': 'GB',
  'libyan arab jamahiriya': 'LY', 'venezuela (bolivarian republic of)': 'VE', 'united republic of tanzania': 'TZ', 'turkey': 'TR',
  'czech republic': 'CZ', "cote d ivoire": 'CI', "côte d'ivoire": 'CI', 'palestinian': 'PS', 'region: gaza': 'PS', 'west bank': 'PS',
  'bosnia and herzegovina': 'BA', 'trinidad and tobago': 'TT', 'hong kong': 'HK', 'macau': 'MO', 'the gambia': 'GM', 'the bahamas': 'BS',
}; // prettier-ignore

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const CODES = new Map<string, string>([
  ...LETTERS.flatMap((one) =>
    LETTERS.flatMap((two): [string, string][] => {
      const name = named.of(one + two);
      // UK, DD and their like are told by the code that took their place.
      const region = new Intl.Locale(`und-${one}${two}`).region;
      return name === undefined || region === undefined ? [] : [[name.toLowerCase(), region]];
    }),
  ),
  ...Object.entries(ALSO),
]);

/** ISO 3166-1 alpha-2, or null for what is no country, or none that is known by this name. */
export const countryCode = (text: string): string | null => CODES.get(text.trim().toLowerCase()) ?? null;
