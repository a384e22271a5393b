/**
 * The mail simulator: a real SMTP server, and an HTTP port through which people read what came.
 * Environment: PORT (SMTP), HTTP_PORT, HOST, DATA_DIR, optionally SMTP_USER with SMTP_PASSWORD.
 */
import { createClock } from '../shared/clock.ts';
import { answerOnlyTo, createServer, portOf, refuse, serveClock } from '../shared/gate.ts';
import {
  announceReady,
  bookPath,
  readPort,
  readSettings,
  requireSetting,
  stopWithParent,
} from '../shared/process.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { mailKnobsSchema, type MailKnobs, noMailTrouble } from './knobs.ts';
import { createSmtp, rememberConnections } from './smtp.ts';

/** Mails per answer, unless asked for fewer; and the most that one answer holds. */
const PAGE = 100;
const PAGE_MAX = 500;

const settings = readSettings();
const httpPort = readPort('HTTP_PORT');
const user = process.env['SMTP_USER'];
const credentials = user === undefined ? null : { user, password: requireSetting('SMTP_PASSWORD') };

const clock = createClock();
const inbox = await openInbox(bookPath(settings.dataDir), clock);
const knobs = noMailTrouble();
const smtp = createSmtp(inbox, knobs, credentials);
rememberConnections(smtp);
smtp.on('error', () => undefined); // A caller that hangs up early is no fault of the server.
await new Promise<void>((resolve) => smtp.listen(settings.port, settings.host, resolve));

const http = createServer();
answerOnlyTo(http, [settings.host]);
serveClock(http, clock);
serveMessages(inbox, knobs);
await http.listen({ host: settings.host, port: httpPort });

const address = smtp.server.address();
if (address === null || typeof address === 'string')
  throw new Error('the mail server does not listen on a port');
stopWithParent(async () => {
  await Promise.all([http.close(), new Promise<void>((resolve) => smtp.close(resolve))]);
  await inbox.close();
});
announceReady({ port: address.port, httpPort: portOf(http) });

function serveMessages(kept: Inbox, trouble: MailKnobs): void {
  const query = {
    type: 'object',
    additionalProperties: false,
    properties: {
      to: { type: 'string', maxLength: 254 },
      since: { type: 'string', format: 'date-time' },
      limit: { type: 'integer', minimum: 1, maximum: PAGE_MAX, default: PAGE },
    },
  };
  http.get<{ Querystring: { to?: string; since?: string; limit: number } }>(
    '/messages',
    { schema: { querystring: query } },
    (request) => ({
      messages: kept.list(request.query),
    }),
  );
  http.get<{ Params: { id: string } }>(
    '/messages/:id',
    (request, reply) =>
      kept.find(request.params.id) ?? refuse(reply, 404, 'not_found', 'There is no such mail.'),
  );
  http.get('/control/knobs', () => trouble);
  http.post<{ Body: Partial<MailKnobs> }>(
    '/control/knobs',
    { schema: { body: mailKnobsSchema } },
    (request) => Object.assign(trouble, request.body),
  );
  http.post('/control/reset', () => Object.assign(trouble, noMailTrouble()));
}
