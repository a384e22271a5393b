/**
 * The acquirer simulator: hosted card fields, charges, the bank's challenge, callbacks; a company of its own with its own books.
 * Environment: PORT, HOST, DATA_DIR, API_KEY, CALLBACK_SECRET; optionally CALLBACK_URL, PUBLIC_URL, MERCHANT_NAME.
 */
import { join } from 'node:path';
import { createClock } from '../shared/clock.ts';
import { answerOnlyTo, createServer, portOf } from '../shared/gate.ts';
import {
  announceReady,
  bookPath,
  hostInUrl,
  readSettings,
  requireSetting,
  stopWithParent,
} from '../shared/process.ts';
import { serveApi } from './api.ts';
import { type Acquirer, Books, usualKnobs } from './books.ts';
import { resumeCallbacks } from './callbacks.ts';
import { resumeCharges } from './charges.ts';
import { serveControl } from './control.ts';
import { serveChallenge } from './challenge-page.ts';
import { serveSettlements } from './settlements.ts';
import { serveFields } from './fields-page.ts';
import { serveAssets } from '../shared/pages/assets.ts';

const settings = readSettings();
const key = requireSetting('API_KEY');
const publicUrl = process.env['PUBLIC_URL']?.replace(/\/+$/, '');

const acquirer: Acquirer = {
  books: await Books.open(bookPath(settings.dataDir)),
  clock: createClock(),
  knobs: usualKnobs(),
  publicUrl: publicUrl ?? '',
  merchantName: process.env['MERCHANT_NAME'] ?? 'OKPay',
  callbackSecret: requireSetting('CALLBACK_SECRET'),
  callbackUrl: process.env['CALLBACK_URL'] ?? null,
};
const server = createServer();
answerOnlyTo(server, [settings.host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])]);
serveAssets(
  server,
  ['fields.ts', 'card-number.ts'].map((name) => join(import.meta.dirname, 'pages', name)),
);
serveFields(server, acquirer);
serveChallenge(server, acquirer);
serveApi(server, acquirer, key);
serveSettlements(server, acquirer, key);
serveControl(server, acquirer);
await server.listen({ host: settings.host, port: settings.port });
const port = portOf(server);
// With PORT=0 the address is known only now.
acquirer.publicUrl ||= `http://${hostInUrl(settings.host)}:${port}`;
stopWithParent(async () => {
  acquirer.clock.stop();
  await server.close();
  await acquirer.books.close();
});
announceReady({ port });
resumeCallbacks(acquirer);
await resumeCharges(acquirer);
