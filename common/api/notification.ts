import { z } from 'zod';
import { route } from './route.ts';
import { idSchema, instantSchema, pageQuery } from './wire.ts';

export const notificationSchema = z
  .object({
    id: idSchema('ntf'),
    kind: z.string(),
    title: z.string(),
    body: z.string(),
    href: z.string().nullable(),
    createdAt: instantSchema,
    readAt: instantSchema.nullable(),
  })
  .meta({ id: 'Notification' });
export const notificationApi = {
  notifications: route({
    method: 'GET',
    path: '/api/v1/notifications',
    access: 'customer_pending',
    tags: ['Messages'],
    summary: 'Message centre, newest first',
    query: z.object(pageQuery),
    ok: z.object({
      items: z.array(notificationSchema),
      next: z.string().nullable(),
      unread: z.number().int(),
    }),
  }),
  readNotifications: route({
    method: 'POST',
    path: '/api/v1/notifications/reads',
    access: 'customer_pending',
    tags: ['Messages'],
    summary: 'Mark notifications as read',
    body: z.object({ ids: z.array(idSchema('ntf')).max(100).optional() }),
    ok: z.object({ unread: z.number().int() }),
  }),
} as const;
