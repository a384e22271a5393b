/** Units for one euro on the first day, with four to six digits as central banks publish them; made up, round, near the market. */
const BASE: Readonly<Record<string, number>> = {
  USD: 1.165,
  JPY: 176.2,
  GBP: 0.875,
  CNY: 8.3,
  HKD: 9.06,
  KWD: 0.357,
};
/** Minutes after midnight UTC at which a day's rates come out: four in the afternoon in Frankfurt, in winter. */
const PUBLISHED_AT_MINUTES = 15 * 60;
const DAY_MILLIS = 86_400_000;

/** The newest day whose rates are out: not a Saturday, not a Sunday, and not before its hour. */
export function publishedDay(nowMillis: number): string {
  let day = new Date(nowMillis - PUBLISHED_AT_MINUTES * 60_000);
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day = new Date(day.getTime() - DAY_MILLIS);
  return day.toISOString().slice(0, 10);
}

/** The same rate for the same day, whenever it is asked for; from day to day it moves by a few tenths of a percent. */
export function rateOn(currency: string, day: string): string {
  const base = BASE[currency] ?? 1;
  const number = Date.parse(day) / DAY_MILLIS;
  const phase = currency.charCodeAt(0) + currency.charCodeAt(1);
  const moved = base * (1 + 0.012 * Math.sin(number / 11 + phase) + 0.004 * Math.sin(number * 1.7 + phase));
  return moved.toPrecision(5);
}

/** One day of rates in the form of the European Central Bank's daily publication. */
export function dailyXml(day: string): string {
  const cubes = Object.keys(BASE).map(
    (currency) => `\t\t\t<Cube currency='${currency}' rate='${rateOn(currency, day)}'/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>Simulated central bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='${day}'>
${cubes.join('\n')}
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
`;
}
