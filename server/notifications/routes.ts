import { api } from '#common/api/index';
import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import { err } from '#common/result';
import { customerById } from '#identity';
import { Temporal } from '#platform/clock';
import { serve, type Server } from '#platform/http';
import type { NotificationDeps } from './deps.ts';
import { shownChoices } from './choices.ts';
import { renderNotice } from './render-notice.ts';
import * as store from './store.ts';
import type { Notice, NoticePosition } from './store.ts';

export function routes(server: Server, { db, clock }: Pick<NotificationDeps, 'db' | 'clock'>): void {
  serve(server, api.notifications, async ({ actor, query, locale }) => {
    const after = query.cursor === undefined ? null : parseCursor(query.cursor);
    if (query.cursor !== undefined && after === null) return err({ code: 'malformed_request' });
    const customer = await customerById(db.read, actor.id);
    const rows = await store.noticesOf(db.read, actor.id, { after, limit: query.limit + 1 });
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const format = { locale, timeZone: customer?.timeZone ?? 'UTC', now: clock.now().toString() };
    return {
      items: shown.map((notice) => wireNotice(notice, format)),
      next: rows.length > query.limit && last ? cursorOf(last) : null,
      unread: await store.countUnread(db.read, actor.id),
    };
  });
  serve(server, api.readNotifications, async ({ actor, body }) => {
    await db.transaction((tx) => store.markRead(tx, actor.id, body.ids ?? 'all', clock.now()));
    return { unread: await store.countUnread(db.read, actor.id) };
  });
  const choices = async (customer: CustomerId) => {
    const unwanted = await store.unwantedMails(db.read, [customer]);
    const [quiet] = await store.quietHoursOf(db.read, [customer]);
    const known = await customerById(db.read, customer);
    return {
      items: shownChoices(unwanted.map(({ topic }) => topic)),
      quietHours: quiet ? { fromMinute: quiet.fromMinute, toMinute: quiet.toMinute } : null,
      timeZone: known?.timeZone ?? 'UTC',
    };
  };
  serve(server, api.notificationChoices, ({ actor }) => choices(actor.id));
  serve(server, api.setQuietHours, async ({ actor, body: { quietHours } }) => {
    await db.transaction((tx) => store.saveQuietHours(tx, actor.id, quietHours, clock.now()));
    return choices(actor.id);
  });
  serve(server, api.chooseNotifications, async ({ actor, body }) => {
    await db.transaction((tx) => store.saveChoice(tx, { customer: actor.id, ...body }, clock.now()));
    return choices(actor.id);
  });
}

const wireNotice = (notice: Notice, format: { locale: Locale; timeZone: string; now: string }) => ({
  id: notice.id,
  kind: notice.kind,
  ...renderNotice(notice, format),
  createdAt: notice.createdAt.toString(),
  readAt: notice.readAt?.toString() ?? null,
});

const cursorOf = ({ createdAt, id }: Notice): string =>
  Buffer.from(`${createdAt.toString()} ${id}`).toString('base64url');

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z) (ntf_[0-7][0-9A-HJKMNP-TV-Z]{25})$/;
function parseCursor(text: string): NoticePosition | null {
  const [, at, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (at === undefined || id === undefined) return null;
  try {
    return { at: Temporal.Instant.from(at), id };
  } catch {
    return null; // 31 February has the form of a date.
  }
}
