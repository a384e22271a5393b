import { z } from 'zod';
import { route } from './route.ts';
import { instantSchema } from './wire.ts';

/** Characters of a phrase: short enough to be seen at a glance, long enough not to be guessed. */
export const PHRASE_MIN = 4;
export const PHRASE_MAX = 40;
/** UTF-16 units taken in, so that a long one is judged by its characters, with a reason. */
const PHRASE_INPUT_MAX = 200;

/** News that can be left out of the mailbox. What protects the account and what is owed cannot. */
export const CHOSEN_TOPICS = ['payments', 'top_ups', 'conversations'] as const;
export type ChosenTopic = (typeof CHOSEN_TOPICS)[number];
/** Every kind of news, with what of it is told by mail whatever is chosen. */
export const NEWS_TOPICS = ['security', 'debts', ...CHOSEN_TOPICS] as const;
export type NewsTopic = (typeof NEWS_TOPICS)[number];

const minuteSchema = z
  .int()
  .min(0)
  .max(24 * 60 - 1);
/** Minutes of the day, in the zone of the profile; from later than to means over midnight. */
const quietHoursSchema = z
  .object({ fromMinute: minuteSchema, toMinute: minuteSchema })
  .refine(({ fromMinute, toMinute }) => fromMinute !== toMinute, { error: 'from and to are the same' })
  .meta({ example: { fromMinute: 1320, toMinute: 420 } });
export type QuietHours = z.output<typeof quietHoursSchema>;

export const notificationChoicesSchema = z
  .object({
    /** When mails that can wait do; null for never. */
    quietHours: quietHoursSchema.nullable(),
    timeZone: z.string(),
    items: z.array(
      z.object({
        topic: z.enum(NEWS_TOPICS),
        mail: z.boolean(),
        /** Told by mail whatever is chosen. */
        isFixed: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'NotificationChoices' });

/** Letters of a picture in base64: a square that the browser has cut. */
const IMAGE_MAX = 60_000;
const pictureSchema = z.object({
  picture: z.string().nullable().meta({ description: 'A small JPEG as a data: address' }),
});

/** What people set up about themselves. */
export const profileApi = {
  avatar: route({
    method: 'GET',
    path: '/api/v1/avatar',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'The own picture',
    ok: pictureSchema,
  }),
  setAvatar: route({
    method: 'PUT',
    path: '/api/v1/avatar',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Set a picture, JPEG or PNG; it is written anew, small, with nothing of what came with it',
    body: z.object({ image: z.base64().max(IMAGE_MAX) }),
    ok: pictureSchema,
    errors: ['avatar_not_usable'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  removeAvatar: route({
    method: 'DELETE',
    path: '/api/v1/avatar',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'Take the picture away',
    ok: pictureSchema,
  }),
  phrase: route({
    method: 'GET',
    path: '/api/v1/phrase',
    access: 'customer_pending',
    tags: ['Account'],
    summary: 'The phrase by which real mails and the real sign-in page are known',
    ok: z.object({ phrase: z.string().nullable(), setAt: instantSchema.nullable() }),
  }),
  setPhrase: route({
    method: 'PUT',
    path: '/api/v1/phrase',
    access: 'customer',
    tags: ['Account'],
    summary: 'Set or change the phrase, or with null stop using one',
    body: z.object({ phrase: z.string().max(PHRASE_INPUT_MAX).nullable() }),
    ok: z.object({ phrase: z.string().nullable(), setAt: instantSchema.nullable() }),
    errors: ['access_proof_required', 'phrase_not_usable'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  knownBrowser: route({
    method: 'GET',
    path: '/api/v1/known-browser',
    access: 'public',
    tags: ['Account'],
    summary: 'The phrase of the one person who signs in from this browser; nothing by any typed address',
    ok: z.object({ phrase: z.string().nullable() }),
    rate: { limit: 120, seconds: 60, by: 'ip' },
  }),
  notificationChoices: route({
    method: 'GET',
    path: '/api/v1/notification-choices',
    access: 'customer_pending',
    tags: ['Messages'],
    summary: 'Which news comes by mail',
    ok: notificationChoicesSchema,
  }),
  chooseNotifications: route({
    method: 'PATCH',
    path: '/api/v1/notification-choices',
    access: 'customer_pending',
    tags: ['Messages'],
    summary: 'Choose whether one kind of news comes by mail',
    body: z.object({ topic: z.enum(CHOSEN_TOPICS), mail: z.boolean() }),
    ok: notificationChoicesSchema,
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  setQuietHours: route({
    method: 'PUT',
    path: '/api/v1/quiet-hours',
    access: 'customer_pending',
    tags: ['Messages'],
    summary:
      'Choose hours in which no mail comes that can wait; null for none. Security and money that goes out never wait',
    body: z.object({ quietHours: quietHoursSchema.nullable() }),
    ok: notificationChoicesSchema,
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
} as const;
