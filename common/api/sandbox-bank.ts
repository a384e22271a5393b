import { z } from 'zod';
import { route } from './route.ts';
import { moneyInput } from './wire.ts';

/** What the sandbox's bank does with the next files: everything as it should, or one thing that banks do. */
export const BANK_MOODS = [
  'normal',
  'refuses',
  'sends_back',
  'books_more',
  'silent',
  'drops_answer',
  'away',
] as const;
export type BankMood = (typeof BANK_MOODS)[number];

/** What the sandbox's correspondent does with the next payments abroad. */
export const CORRESPONDENT_MOODS = [
  'normal',
  'wrong_account',
  'silent',
  'documents',
  'drops_answer',
  'twice',
  'another_amount',
  'recall_refused',
  'away',
] as const;
export type CorrespondentMood = (typeof CORRESPONDENT_MOODS)[number];

/** The sandbox's bank: money that somebody sends, and what the bank makes of what we send. */
export const sandboxBankApi = {
  sandboxTransfer: route({
    method: 'POST',
    path: '/sandbox/api/rails/bank/transfers',
    access: 'public',
    hidden: true,
    summary: 'Somebody sends money to the operator’s account, with a text of any kind',
    body: z.object({
      amount: moneyInput,
      text: z.string().max(140),
      name: z.string().max(140),
      account: z.string().max(34),
    }),
    ok: z.object({ bankReference: z.string() }),
    errors: ['not_found'],
  }),
  sandboxBankBooking: route({
    method: 'POST',
    path: '/sandbox/api/rails/bank/bookings',
    access: 'public',
    hidden: true,
    summary: 'The bank books something without being asked: its fee, interest, or what nobody understands',
    body: z.object({
      amount: moneyInput,
      direction: z.enum(['in', 'out']),
      what: z.enum(['fee', 'interest', 'other']),
    }),
    ok: z.object({ bankReference: z.string() }),
    errors: ['not_found'],
  }),
  sandboxBank: route({
    method: 'GET',
    path: '/sandbox/api/rails/bank',
    access: 'public',
    hidden: true,
    summary: 'What the bank does with the next files',
    ok: z.object({ mood: z.enum(BANK_MOODS) }),
    errors: ['not_found'],
  }),
  sandboxCorrespondent: route({
    method: 'GET',
    path: '/sandbox/api/rails/correspondent',
    access: 'public',
    hidden: true,
    summary: 'What the correspondent bank does with the next payments abroad',
    ok: z.object({ mood: z.enum(CORRESPONDENT_MOODS) }),
    errors: ['not_found'],
  }),
  sandboxCorrespondentMood: route({
    method: 'POST',
    path: '/sandbox/api/rails/correspondent',
    access: 'public',
    hidden: true,
    summary: 'Choose what the correspondent bank does with the next payments abroad',
    body: z.object({ mood: z.enum(CORRESPONDENT_MOODS) }),
    ok: z.object({ mood: z.enum(CORRESPONDENT_MOODS) }),
    errors: ['not_found'],
  }),
  sandboxBankMood: route({
    method: 'POST',
    path: '/sandbox/api/rails/bank',
    access: 'public',
    hidden: true,
    summary: 'Choose what the bank does with the next files',
    body: z.object({ mood: z.enum(BANK_MOODS) }),
    ok: z.object({ mood: z.enum(BANK_MOODS) }),
    errors: ['not_found'],
  }),
} as const;
