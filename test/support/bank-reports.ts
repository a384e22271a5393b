// Reports of the simulated bank, and how they are read.
import assert from 'node:assert/strict';
import { type Booking } from '../../simulators/bank/reports.ts';
import type { Currency } from '#common/money';
import { readReport, type Said } from '#connectors';

export const head = { id: 'R1', at: '2026-12-02T13:00:00Z' };
export const booking = {
  reference: 'B1',
  endToEndId: 'wd_1',
  direction: 'DBIT',
  minor: '10000',
  currency: 'EUR',
  day: '2026-12-02',
  returnCode: null,
} as const;
export const back = { ...booking, reference: 'B2', direction: 'CRDT', returnCode: 'AC04' } as const;
const CURRENCIES: Readonly<Record<string, Currency>> = {
  DE1: 'EUR',
  DE89370400440532013000: 'EUR',
  CN1: 'CNY',
};
type Reading = { bytes?: number; currencyOf?: (account: string) => Currency | null };
/** In pieces of so many bytes, as a line brings a file. */
export async function heardOf(
  xml: string,
  { bytes = 64 * 1024, currencyOf = (account) => CURRENCIES[account] ?? null }: Reading = {},
) {
  const file = Buffer.from(xml);
  const chunks = Array.from({ length: Math.ceil(file.length / bytes) }, (_, at) =>
    file.subarray(at * bytes, (at + 1) * bytes),
  );
  const heard: Said[] = [];
  const read = await readReport(
    chunks,
    { isOurs: (id) => id.startsWith('wd_'), isFile: (id) => id.startsWith('pb_'), currencyOf },
    async (lines) => void heard.push(...lines.map((line) => line.said)),
  );
  return { read, heard };
}
export async function said(xml: string, reading: Reading = {}): Promise<Said[] | string> {
  const { read, heard } = await heardOf(xml, reading);
  return read.ok ? heard.filter(({ kind }) => kind !== 'entry' && kind !== 'statement') : read.error.code;
}
/** What our books are compared with. */
export async function stated(xml: string): Promise<Said[]> {
  const { read, heard } = await heardOf(xml);
  assert.ok(read.ok);
  return heard.filter(({ kind }) => kind === 'entry' || kind === 'statement');
}

export const payer = {
  name: 'Łukasz & Söhne',
  account: 'PL61109010140000071219812874',
  bank: null,
  text: 'RF18539007547034',
  isStructured: true,
  sent: null,
};
export const arrived = (more: Partial<Booking> = {}): Booking => ({
  ...booking,
  reference: 'B9',
  endToEndId: 'NOTPROVIDED',
  direction: 'CRDT',
  from: payer,
  ...more,
});
