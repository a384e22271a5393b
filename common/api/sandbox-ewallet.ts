import { z } from 'zod';
import { route } from './route.ts';

/** What becomes of the next payments that the sandbox's e-wallet is asked for. */
export const EWALLET_MOODS = ['asks', 'approves', 'refuses', 'silent', 'another_amount', 'away'] as const;
export type EwalletMood = (typeof EWALLET_MOODS)[number];
/** How its reports about days stand to its books. */
export const EWALLET_REPORTS = [
  'usual',
  'another_amount',
  'leaves_out',
  'doubled',
  'wrong_currency',
  'malformed',
  'cut_off',
  'does_not_add_up',
] as const;
export type EwalletReports = (typeof EWALLET_REPORTS)[number];

const shown = z.object({ mood: z.enum(EWALLET_MOODS), report: z.enum(EWALLET_REPORTS) });

/** The sandbox's e-wallet: what it does with what we ask for, and what it says of its days. */
export const sandboxEwalletApi = {
  sandboxEwallet: route({
    method: 'GET',
    path: '/sandbox/api/rails/ewallet',
    access: 'public',
    hidden: true,
    summary: 'What the e-wallet does with the next payments, and what it says of its days',
    ok: shown,
    errors: ['not_found'],
  }),
  sandboxEwalletMood: route({
    method: 'POST',
    path: '/sandbox/api/rails/ewallet',
    access: 'public',
    hidden: true,
    summary: 'Choose what the e-wallet does with the next payments, and what it says of its days',
    body: shown,
    ok: shown,
    errors: ['not_found'],
  }),
} as const;
