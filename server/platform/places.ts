// Where networks are, by data that the operator supplies: CSV files of `network,country,city` in one folder. Nobody is asked over the
// network for it, and without data nothing is said.
import fs from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';

export type Place = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string | null;
};
export type PlaceOf = (ip: string) => Place | null;

/** Bytes of one file; a file of every network in the world is a tenth of it. */
const FILE_BYTES_MAX = 1_000_000_000;
const CITY_MAX = 80;
const HEADER = 'network,country,city';
const BITS = { v4: 32, v6: 128 } as const;
type Family = keyof typeof BITS;
type Address = { readonly family: Family; readonly bits: bigint };

export const noPlaces: PlaceOf = () => null;

/** Reads every CSV file of the folder, or names the line that is wrong: half of the data would be worse than none. */
export function openPlaces(folder: string): PlaceOf {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.csv'));
  if (files.length === 0) throw new OperatorError(`${folder} holds no .csv file of networks and places`);
  const networks = { v4: new Map<number, Map<bigint, Place>>(), v6: new Map<number, Map<bigint, Place>>() };
  for (const name of files.toSorted()) {
    const file = join(folder, name);
    if (fs.statSync(file).size > FILE_BYTES_MAX) throw new OperatorError(`${file} is larger than 1 GB`);
    readInto(networks, fs.readFileSync(file, 'utf8'), file);
  }
  // The narrowest network that holds an address knows it best.
  const widths = {
    v4: [...networks.v4].toSorted(([a], [b]) => b - a),
    v6: [...networks.v6].toSorted(([a], [b]) => b - a),
  };
  return (ip) => {
    const address = readAddress(ip);
    if (!address) return null;
    for (const [width, places] of widths[address.family]) {
      const place = places.get(prefixOf(address, width));
      if (place) return place;
    }
    return null;
  };
}

function readInto(
  networks: Record<Family, Map<number, Map<bigint, Place>>>,
  text: string,
  file: string,
): void {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== HEADER) throw new OperatorError(`${file} does not begin with the line ${HEADER}`);
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const parsed = readLine(line);
    if (!parsed) throw new OperatorError(`${file}, line ${index + 1} is not ${HEADER}: ${line.slice(0, 80)}`);
    const { address, width, place } = parsed;
    const ofWidth = networks[address.family].get(width) ?? new Map<bigint, Place>();
    networks[address.family].set(width, ofWidth);
    ofWidth.set(prefixOf(address, width), place);
  }
}

function readLine(line: string): { address: Address; width: number; place: Place } | null {
  const [network = '', country = '', city = '', ...more] = line.split(',').map((part) => part.trim());
  const [ip = '', digits = ''] = network.split('/');
  const address = readAddress(ip);
  const width = Number(digits);
  const isRight =
    address !== null &&
    /^\d{1,3}$/.test(digits) &&
    width <= BITS[address.family] &&
    /^[A-Z]{2}$/.test(country) &&
    city.length <= CITY_MAX &&
    more.length === 0;
  return isRight ? { address, width, place: { country, city: city === '' ? null : city } } : null;
}

const prefixOf = ({ family, bits }: Address, width: number): bigint => bits >> BigInt(BITS[family] - width);

function readAddress(ip: string): Address | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  const text = mapped ?? ip;
  if (isIPv4(text))
    return { family: 'v4', bits: text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
  return isIPv6(text) && !text.includes('%') ? { family: 'v6', bits: bitsOfV6(text) } : null;
}

/** Eight groups of four hex digits, of which a run of zeros may be written `::`, and the last two as an IPv4 address. */
function bitsOfV6(text: string): bigint {
  const [left = '', right] = text.split('::');
  const groupsOf = (part: string): bigint[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          const v4 = isIPv4(group) ? readAddress(group) : null;
          return v4 ? [v4.bits >> 16n, v4.bits & 0xffffn] : [BigInt(`0x${group}`)];
        });
  const [before, after] = [groupsOf(left), groupsOf(right ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | group, 0n);
}
