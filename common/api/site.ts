import { z } from 'zod';
import { route } from './route.ts';
import { currencySchema, instantSchema } from './wire.ts';

/** What a screen must know about the installation before anybody signs in. */
export const siteApi = {
  site: route({
    method: 'GET',
    path: '/api/v1/site',
    access: 'public',
    tags: ['Site'],
    summary: 'The installation: operator, ways to reach it, version of the terms',
    ok: z.object({
      /** Made-up money and people; every page says so. */
      sandbox: z.boolean(),
      operatorName: z.string(),
      supportEmail: z.string(),
      supportPhone: z.string().nullable(),
      /** The operator lets people set security questions. */
      securityQuestions: z.boolean(),
      /** Money comes in by bank transfer too. */
      bankTransfers: z.boolean(),
      /** What the e-wallet is called that can be topped up from; null where there is none. */
      ewallet: z.string().nullable(),
      termsVersion: z.string(),
      baseCurrency: currencySchema,
      currencies: z.array(currencySchema),
      /** The installation's time: deadlines on screens are counted from it. */
      now: instantSchema,
    }),
  }),
} as const;
