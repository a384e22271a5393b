import { z } from 'zod';
import { BANK_SCHEMES } from '../bank-account.ts';
import { route } from './route.ts';
import { currencySchema, instantSchema, wireMoneySchema } from './wire.ts';
import { WAITS_FOR } from './withdrawal-terms.ts';

/** How to send money by transfer, in one currency. */
export const bankTransferSchema = z
  .object({
    currency: currencySchema,
    holder: z.string(),
    /** As the operator names it. */
    bankName: z.string().nullable(),
    scheme: z.enum(BANK_SCHEMES),
    number: z.string(),
    bankCode: z.string().nullable(),
    /** This customer's own, for this currency (ISO 11649), always the same; `referenceShown` in fours. */
    reference: z.string(),
    referenceShown: z.string(),
    /** Taken from what arrives. */
    fee: wireMoneySchema,
    amountMin: wireMoneySchema,
    /** Until when a transfer goes the same bank day, as banks promise it, and when it is here then. */
    cutOffAt: instantSchema,
    waitsFor: z.enum(WAITS_FOR).nullable(),
    arrivesBy: instantSchema,
    /** What banking apps read, where there is a standard (EPC069-12, euros). */
    qrSvg: z.string().nullable(),
  })
  .meta({ id: 'BankTransfer' });

/** Money in, by transfer from a bank. */
export const bankTopUpApi = {
  bankTransfers: route({
    method: 'POST',
    path: '/api/v1/bank-transfer-instructions',
    access: 'customer',
    tags: ['Top-ups'],
    summary: 'Where to send money by bank transfer, with the own reference, price and arrival',
    description:
      'References are made when they are first asked for; asked again the answer names the same ones.',
    body: z.object({}),
    ok: z.object({ items: z.array(bankTransferSchema) }),
  }),
} as const;
