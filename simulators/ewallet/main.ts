/**
 * The e-wallet simulator: payments that its owners approve on its own page, signed callbacks; a company of its own with its own books.
 * Environment: PORT, HOST, DATA_DIR, PARTNER, KEY, CALLBACK_SECRET; optionally NAME, CALLBACK_URL, PUBLIC_URL, MERCHANT_NAME.
 */
import { createClock } from '../shared/clock.ts';
import { answerOnlyTo, createServer, portOf } from '../shared/gate.ts';
import { serveAssets } from '../shared/pages/assets.ts';
import {
  announceReady,
  bookPath,
  hostInUrl,
  readSettings,
  requireSetting,
  stopWithParent,
} from '../shared/process.ts';
import { serveApi } from './api.ts';
import { Books, usualKnobs, type Wallet } from './books.ts';
import { serveControl } from './control.ts';
import { resumeNews } from './news.ts';
import { servePayPage } from './pay-page.ts';
import { resumePayments } from './payments.ts';
import { serveSettlements } from './settlements.ts';

const settings = readSettings();
const publicUrl = process.env['PUBLIC_URL']?.replace(/\/+$/, '');
const wallet: Wallet = {
  partner: requireSetting('PARTNER'),
  key: requireSetting('KEY'),
  callbackSecret: requireSetting('CALLBACK_SECRET'),
  books: await Books.open(bookPath(settings.dataDir)),
  clock: createClock(),
  knobs: usualKnobs(),
  publicUrl: publicUrl ?? '',
  name: process.env['NAME'] ?? 'Sandpay',
  merchantName: process.env['MERCHANT_NAME'] ?? 'OKPay',
  callbackUrl: process.env['CALLBACK_URL'] ?? null,
};
const server = createServer();
answerOnlyTo(server, [settings.host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])]);
serveAssets(server);
servePayPage(server, wallet);
const guard = serveApi(server, wallet);
serveSettlements(server, wallet, guard);
serveControl(server, wallet);
await server.listen({ host: settings.host, port: settings.port });
const port = portOf(server);
// With PORT=0 the address is known only now.
wallet.publicUrl ||= `http://${hostInUrl(settings.host)}:${port}`;
stopWithParent(async () => {
  wallet.clock.stop();
  await server.close();
  await wallet.books.close();
});
announceReady({ port });
resumeNews(wallet);
resumePayments(wallet);
