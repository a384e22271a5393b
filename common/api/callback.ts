import { z } from 'zod';
import { route } from './route.ts';

/** What other companies tell us, signed. */
export const callbackApi = {
  ewalletCallback: route({
    method: 'POST',
    path: '/api/v1/callbacks/ewallet',
    access: 'provider',
    tags: ['Callbacks'],
    summary: 'Signed news from the e-wallet',
    hidden: true,
    body: z.looseObject({}),
    ok: null,
    status: 204,
  }),
  cardCallback: route({
    method: 'POST',
    path: '/api/v1/callbacks/card',
    access: 'provider',
    tags: ['Callbacks'],
    summary: 'Signed news from the card acquirer',
    hidden: true,
    body: z.looseObject({}),
    ok: null,
    status: 204,
  }),
} as const;
