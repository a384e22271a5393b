import type { DataSource } from '#platform/data-export';
import { customerById } from '#identity';
import type { Clock } from '#platform/clock';
import { shownChoices } from './choices.ts';
import { renderNotice } from './render-notice.ts';
import * as store from './store.ts';

/** Lines and messages handed out; what is older than these is counted in years. */
const LINES_MAX = 20_000;

/** A time of day as clocks show it. */
const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What was told to a customer, by which way, and what is to be told. */
export const notificationData =
  ({ clock }: { readonly clock: Clock }): DataSource =>
  async (read, customer) => {
    const known = await customerById(read, customer);
    const format = {
      locale: known?.locale ?? 'en',
      timeZone: known?.timeZone ?? 'UTC',
      now: clock.now().toString(),
    } as const;
    const notices = await store.noticesOf(read, customer, { after: null, limit: LINES_MAX });
    const deliveries = await store.deliveriesTo(read, customer, LINES_MAX);
    const unwanted = await store.unwantedMails(read, [customer]);
    return [
      {
        name: 'notices',
        rows: notices.map((notice) => {
          const { title, body } = renderNotice(notice, format);
          const { createdAt, readAt } = notice;
          return { at: createdAt.toString(), title, text: body, read: readAt?.toString() ?? null };
        }),
      },
      {
        name: 'deliveries',
        rows: deliveries.map(({ id, channel, template, state, locale }) => ({
          reference: id,
          channel,
          kind: template,
          state,
          language: locale,
        })),
      },
      {
        name: 'notification_choices',
        rows: shownChoices(unwanted.map(({ topic }) => topic)).map(({ topic, mail }) => ({ topic, mail })),
      },
      {
        name: 'quiet_hours',
        rows: (await store.quietHoursOf(read, [customer])).map(({ fromMinute, toMinute }) => ({
          begins: timeOf(fromMinute),
          ends: timeOf(toMinute),
        })),
      },
    ];
  };
