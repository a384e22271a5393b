import { z } from 'zod';
import { KEPT_CARD_STATES } from '#common/kept-card';
import { route } from './route.ts';
import { idSchema, instantSchema, reasonSchema } from './wire.ts';

export const keptCardSchema = z
  .object({
    id: idSchema('kc'),
    state: z.enum(KEPT_CARD_STATES),
    /** Scheme and last four digits; null until the acquirer has told. */
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    /** `MM/YY` */
    expiry: z.string().nullable(),
    isExpired: z.boolean(),
    isDefault: z.boolean(),
    createdAt: instantSchema,
    nextActor: z.enum(['you', 'okpay']).nullable(),
    /** When whoever acts next has to have acted. */
    dueAt: instantSchema.nullable(),
    /** The page of the card's bank, while it asks. */
    challengeUrl: z.string().nullable(),
    /** Why it is not kept. */
    reason: reasonSchema.nullable(),
    /** The card whose place it takes once it is kept. */
    replaces: idSchema('kc').nullable(),
  })
  .meta({ id: 'KeptCard' });

/** Cards that are kept for top-ups. */
export const keptCardApi = {
  keptCards: route({
    method: 'GET',
    path: '/api/v1/kept-cards',
    access: 'customer',
    tags: ['Kept cards'],
    summary: 'The own kept cards, masked, and how many there may be',
    ok: z.object({ items: z.array(keptCardSchema), max: z.number().int() }),
  }),
  addKeptCard: route({
    method: 'POST',
    path: '/api/v1/kept-cards',
    access: 'customer',
    tags: ['Kept cards'],
    status: 201,
    idempotent: true,
    summary: 'Keep a card: its bank asks its holder, and nothing is charged',
    description:
      '`cardToken` comes from the acquirer’s frame, `stepUpId` is a proof for exactly this token (`keep_card`). A card that is `challenged` is finished on its bank’s page. `replaces` is removed once the new one is kept.',
    body: z.object({
      id: idSchema('kc'),
      cardToken: z.string().min(8).max(200),
      stepUpId: idSchema('su'),
      replaces: idSchema('kc').nullish(),
    }),
    ok: keptCardSchema,
    errors: ['kept_cards_too_many', 'operation_id_reused', 'step_up_not_valid'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  checkKeptCard: route({
    method: 'POST',
    path: '/api/v1/kept-cards/:id/checks',
    access: 'customer',
    tags: ['Kept cards'],
    summary: 'Ask the acquirer now whether a card is kept',
    params: z.object({ id: idSchema('kc') }),
    body: z.object({}),
    ok: keptCardSchema,
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
  makeKeptCardDefault: route({
    method: 'PUT',
    path: '/api/v1/kept-cards/:id/default',
    access: 'customer',
    tags: ['Kept cards'],
    summary: 'Propose this card first when topping up',
    params: z.object({ id: idSchema('kc') }),
    body: z.object({}),
    ok: keptCardSchema,
  }),
  removeKeptCard: route({
    method: 'DELETE',
    path: '/api/v1/kept-cards/:id',
    access: 'customer',
    tags: ['Kept cards'],
    summary: 'Remove a kept card, here and at the acquirer; top-ups that are under way go on',
    params: z.object({ id: idSchema('kc') }),
    ok: null,
    status: 204,
  }),
} as const;
