import { z } from 'zod';
import { BANK_SAID } from '#common/api/trace';
import { currencySchema } from '#common/api/wire';
import { money } from '#common/money';
import type { Said } from '#connectors';
import type { Keyring } from '#platform/keys';

const amount = z
  .object({ minor: z.string(), currency: currencySchema })
  .transform(({ minor, currency }) => money(BigInt(minor), currency));
const schema = z.union([
  z.object({
    kind: z.enum(['accepted', 'rejected']),
    file: z.string(),
    payment: z.string().nullable(),
    bankCode: z.string(),
  }),
  z.object({
    kind: z.enum(['booked', 'returned']),
    payment: z.string(),
    amount,
    entry: z.string(),
    bankCode: z.string(),
  }),
  z.object({
    kind: z.literal('answer'),
    question: z.string(),
    payment: z.string(),
    said: z.enum(BANK_SAID),
    bankCode: z.string(),
  }),
  z.object({
    kind: z.literal('came'),
    booking: z.string(),
    part: z.int(),
    amount,
    sent: amount.nullable(),
    day: z.string(),
    payer: z.object({
      name: z.string(),
      number: z.string(),
      scheme: z.enum(['iban', 'cn']),
      bankCode: z.string().nullable(),
    }),
    texts: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('entry'),
    day: z.string(),
    bookedOn: z.string(),
    booking: z.string(),
    amount,
    direction: z.enum(['in', 'out']),
    code: z.string(),
    isReversal: z.boolean(),
    refs: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('statement'),
    currency: currencySchema,
    day: z.string(),
    openingMinor: z.string().transform(BigInt),
    closingMinor: z.string().transform(BigInt),
  }),
]);

/** Which line a box is: it opens for no other. */
const lineOf = (reading: string, place: number): string => `bank_line:${reading}:${place}`;

/** What a line says, names and numbers with it: between reading and working off it lies sealed. */
export const sealLine = (
  keys: Keyring,
  { reading, place }: { reading: string; place: number },
  said: Said,
): string =>
  keys.encrypt(
    JSON.stringify(said, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    lineOf(reading, place),
  );

export const openLine = (
  keys: Keyring,
  reading: string,
  { place, box }: { place: number; box: string },
): Said => schema.parse(JSON.parse(keys.decrypt(box, lineOf(reading, place))));
