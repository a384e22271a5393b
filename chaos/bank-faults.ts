// The bank of a run: hard to reach, silent, telling things twice, with another sum or another end, and files that are not its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { control } from './outside-faults.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

type Bank = World['bank'];

const turn = async ({ url }: Bank, knobs: object): Promise<boolean> =>
  (await control(`${url}/control/knobs`, knobs)) !== null;

/** How many reports it has made. */
export const reportsOf = async (bank: Bank): Promise<number> =>
  (await control<{ reports: number }>(`${bank.url}/control/books`))?.reports ?? 0;

/** As it is when nothing is wrong; what it held back is said now. */
export async function calmBank(bank: Bank): Promise<void> {
  const calm = { upload: 'taken', reports: 'sent', reject: null, sendBack: null, bookMore: 0 };
  if (!(await turn(bank, calm))) throw new Error('the bank does not answer');
}

async function forAWhile({ bank }: World, random: Random, knobs: object): Promise<boolean> {
  const isTurned = await turn(bank, knobs);
  await sleep(random.between(500, 3_000));
  await calmBank(bank);
  return isTurned;
}

/** Files that it does not take, or takes without an answer, or hangs up on. */
export const bankHardToReach = (world: World, random: Random): Promise<boolean> =>
  forAWhile(world, random, { upload: random.oneOf(['unavailable', 'drop_answer', 'drop_before']) });

/** What it does is told late, all at once, or twice. */
export const bankSilent = (world: World, random: Random): Promise<boolean> =>
  forAWhile(world, random, { reports: random.oneOf(['held', 'held', 'twice']) });

/** It refuses what is good, sends back what it has paid, or books another sum than it was asked for. */
export const bankContradicts = (world: World, random: Random): Promise<boolean> =>
  forAWhile(world, random, random.oneOf<object>([{ reject: 'AC06' }, { sendBack: 'AC04' }, { bookMore: 7 }]));

const FORGED = [
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr>',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><Document><a>&b;</a></Document>',
  'no xml at all',
] as const;
/** A file that is cut off, that wants to read ours, or is none. */
export const reportForged = async ({ bank }: World, random: Random): Promise<boolean> =>
  (await control(`${bank.url}/control/reports`, { xml: random.oneOf(FORGED) })) !== null;
