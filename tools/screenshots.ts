// `npm run screenshots`: the pictures of the READMEs, taken of the running product with its demo people: a phone's home, a failed top-up
// with its reason, and the agent's console with the case about it. Nothing in them is drawn by hand.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { type Browser as Chromium, chromium, type Page } from '@playwright/test';
import { generate } from 'otplib';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import { newId } from '#platform/ids';
import { CHROMIUM_ARGS, chromiumPath } from '../test/support/chromium.ts';
import { type Browser, form, openBrowser } from '../test/support/identity.ts';
import { dataFolder, type Product, startProduct, stopProducts } from '../test/support/product.ts';
import { testCards } from '../test/support/simulators.ts';
import { done, member, openCase, pay, topUp } from '../test/support/whole.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs/images');
/** Bytes of one picture: a README must load on a phone. */
const BYTES_MAX = 600_000;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };
const LOCALES = ['en', 'zh-CN'] as const satisfies readonly Locale[];

/** Who is seen in which language, and what they and the agent say. */
const WORDS = {
  en: {
    agent: 'Hannah Weiss',
    question: 'My card has enough on it. Why was it refused, and was I charged?',
    answer:
      'Your bank refused it: it says the card lacks the funds. Nothing was charged and nothing is reserved. Your bank can tell you which limit was reached; any other card works here at once.',
    thanks: 'I see, there is a weekly limit on it. I will use my other card.',
    others: ['Can I top up in pounds and pay somebody in yuan?', 'How do I change my account name?'],
  },
  'zh-CN': {
    agent: '周青',
    question: '卡里明明有钱，为什么被拒了？钱扣了吗？',
    answer:
      '是发卡行拒绝的，理由是卡内可用余额不足。我们没有扣款，也没有冻结任何金额。触到了哪一项限额，发卡行可以告诉您；换一张卡马上就能充。',
    thanks: '明白了，原来是有单周限额。我换另一张卡。',
    others: ['可以用英镑充值、用人民币付款吗？', '账户名怎么改？'],
  },
} as const;

type Somebody = { readonly browser: Browser; readonly failed: string };

/** A demo person of the sandbox, signed in as a visitor of the desk is. */
async function demo({ url }: Product, key: string): Promise<Browser> {
  const browser = openBrowser(url);
  await done(browser, 'POST', `/sandbox/api/people/${key}/sessions`, {});
  return browser;
}

/** Each demo person has a story; the one seen in Chinese has a top-up that the bank refused. */
async function lin(product: Product): Promise<Somebody> {
  const browser = await demo(product, 'lin');
  return { browser, failed: await failedOf(browser) };
}

/** The same story in English, of somebody who opens an account. */
async function anna(product: Product): Promise<Somebody> {
  const place = { url: product.url, browser: () => openBrowser(product.url) };
  const person = await member(place, {
    name: 'Anna Lindqvist',
    email: 'anna.lindqvist@mail.example',
    handle: 'anna_l',
  });
  const frame = await done(person.browser, 'POST', '/api/v1/card-fields', { theme: 'light' });
  const card = await testCards(String(frame['origin']));
  await topUp(person, money(1_000_00n, 'CNY'));
  const mateo = { form: form({ email: 'mateo@mail.example' }) };
  await pay(person, mateo, money(185_00n, 'CNY'), 'Rent share, November');
  await pay(person, mateo, money(26_00n, 'CNY'), 'Tea');
  await topUp(person, money(500_00n, 'CNY'), card('insufficient_funds'));
  return { browser: person.browser, failed: await failedOf(person.browser) };
}

async function failedOf(browser: Browser): Promise<string> {
  const { items } = await done(browser, 'GET', '/api/v1/entries?family=failed');
  const [entry] = items as { id: string }[];
  if (!entry) throw new Error('nothing of theirs has failed');
  return entry.id;
}

/** An agent who was invited by the command line, as the first one is. */
async function newAgent({ url, data }: Product, locale: Locale): Promise<Browser> {
  const email = `agent-${locale.toLowerCase()}@okpay.example`;
  const command = ['server/cli.ts', 'staff', 'invite', email, WORDS[locale].agent, 'agent'];
  const env = { PATH: process.env['PATH'], OKPAY_DATA: data };
  const said = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', env });
  const token = /#token=([\w-]+)/.exec(said)?.[1];
  const agent = openBrowser(url, { cookies: new Map([['okpay_lang', locale]]) });
  const { totpSecret } = await done(agent, 'POST', '/api/v1/staff/invitation-checks', { token });
  const code = await generate({ secret: String(totpSecret) });
  const acceptance = { token, password: 'quiet-harbour-lamp-93', code };
  await done(agent, 'POST', '/api/v1/staff/invitation-acceptances', acceptance);
  return agent;
}

/** The customer asks about the failed entry, the agent takes the case and answers; others wait in the queue. */
async function conversation(
  product: Product,
  customer: Somebody,
  agent: Browser,
  locale: Locale,
): Promise<string> {
  const { question, answer, thanks, others } = WORDS[locale];
  const id = await openCase(customer, question, customer.failed);
  await openCase({ browser: await demo(product, 'mateo') }, others[0]);
  await openCase({ browser: await demo(product, 'ouyang') }, others[1]);
  const say = (text: string) => ({ clientId: newId('msg'), text });
  await done(agent, 'POST', `/api/v1/staff/cases/${id}/assignments`, {});
  await done(agent, 'POST', `/api/v1/staff/cases/${id}/messages`, say(answer));
  await done(customer.browser, 'POST', `/api/v1/cases/${id}/messages`, say(thanks));
  return id;
}

type Seen = { locale: Locale; as: Browser; paths: readonly string[] };

/** What somebody sees at these addresses, one picture each. */
async function seen(
  chrome: Chromium,
  { url }: Product,
  viewport: typeof PHONE,
  { locale, as, paths }: Seen,
): Promise<string[]> {
  const isPhone = viewport === PHONE;
  const context = await chrome.newContext({
    viewport,
    locale,
    deviceScaleFactor: 2,
    timezoneId: 'Asia/Shanghai',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    hasTouch: isPhone,
    isMobile: isPhone,
  });
  await context.addCookies(Array.from(as.cookies, ([name, value]) => ({ name, value, url })));
  const page = await context.newPage();
  const shots: string[] = [];
  for (const path of paths) shots.push(await shot(page, url + path));
  await context.close();
  return shots;
}

async function shot(page: Page, address: string): Promise<string> {
  await page.goto(address);
  await page.locator('main').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(1_500); // An open stream never lets the network be idle.
  return (await page.screenshot()).toString('base64');
}

type Pictures = { home: string; failed: string; desk: string };

async function pictures(chrome: Chromium, product: Product, locale: Locale): Promise<Pictures> {
  const customer = locale === 'en' ? await anna(product) : await lin(product);
  const agent = await newAgent(product, locale);
  const id = await conversation(product, customer, agent, locale);
  const onPhone = { locale, as: customer.browser, paths: ['/home', `/entry/${customer.failed}`] };
  const atDesk = { locale, as: agent, paths: [`/console/cases/${id}?view=all`] };
  const [home = '', failed = ''] = await seen(chrome, product, PHONE, onPhone);
  const [desk = ''] = await seen(chrome, product, DESK, atDesk);
  return { home, failed, desk };
}

/** The three on one sheet: two phones, and the desk of whoever answers. */
const SHEET = { width: 1970, height: 940 };
const STYLE = `
  * { margin: 0; box-sizing: border-box; }
  body { width: ${SHEET.width}px; height: ${SHEET.height}px; position: relative; overflow: hidden; background: oklch(0.93 0.012 205); }
  img { display: block; width: 100%; }
  div { position: absolute; overflow: hidden; background: white; }
  .desk { left: 742px; top: 108px; width: 1172px; border-radius: 14px; box-shadow: 0 1px 2px oklch(0.3 0.02 215 / 0.18), 0 24px 64px oklch(0.3 0.02 215 / 0.18); }
  .phone { width: 356px; border-radius: 44px; border: 9px solid oklch(0.25 0.02 215); box-shadow: 0 24px 56px oklch(0.3 0.02 215 / 0.28); }
  .home { left: 56px; top: 54px; }
  .failed { left: 432px; top: 96px; }
`;

async function compose(chrome: Chromium, { home, failed, desk }: Pictures): Promise<Buffer> {
  const page = await chrome.newPage({ viewport: SHEET });
  const image = (name: string, bytes: string): string =>
    `<div class="${name}"><img src="data:image/png;base64,${bytes}" alt=""></div>`;
  const images = image('desk', desk) + image('phone home', home) + image('phone failed', failed);
  await page.setContent(`<!doctype html><style>${STYLE}</style>${images}`);
  await page.evaluate(() =>
    Promise.all(Array.from(document.images, (each) => each.decode())).then(() => undefined),
  );
  const bytes = await page.screenshot();
  await page.close();
  return bytes;
}

/** Each language has a sandbox of its own, so that nobody's queue mixes them. */
async function take(chrome: Chromium, locale: Locale): Promise<void> {
  const data = dataFolder();
  try {
    const product = await startProduct({ data, env: { TRUSTED_PROXY: '127.0.0.1' } });
    await demo(product, 'mateo'); // He is paid by others.
    const bytes = await compose(chrome, await pictures(chrome, product, locale));
    const name = `overview.${locale}.png`;
    if (bytes.length > BYTES_MAX)
      throw new Error(`${name} has ${bytes.length} bytes, more than ${BYTES_MAX}`);
    fs.writeFileSync(join(FOLDER, name), bytes);
    console.log(`docs/images/${name}: ${Math.round(bytes.length / 1000)} kB`);
  } finally {
    await stopProducts();
    fs.rmSync(data, { recursive: true, force: true });
  }
}

fs.mkdirSync(FOLDER, { recursive: true });
const chrome = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_ARGS });
try {
  for (const locale of LOCALES) await take(chrome, locale);
} finally {
  await chrome.close();
}
