// Walks the gallery in a browser under the product's content policy: axe must find nothing, no page may scroll sideways, nothing may be
// refused by the policy. `vite build --mode gallery` first; then `node web/ui/gallery/check.ts [--shots FOLDER]`.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Page } from '@playwright/test';
import { DEEDS } from './behaviour.ts';

const DIST = fileURLToPath(new URL('../../../dist/gallery', import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};
const VIEWS = [
  'home',
  'failed',
  'confirm',
  'confirm&ask',
  'chat',
  'form',
  'components',
  'components&dialog',
  'console',
  'console&panel',
];
const SIZES = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'narrow', width: 320, height: 640 },
  { name: 'tablet', width: 820, height: 1100 },
  { name: 'desk', width: 1440, height: 900 },
];

const { values: options } = parseArgs({
  options: {
    shots: { type: 'string' },
    only: { type: 'string' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
});

const server = createServer((request, response) => {
  const name = (request.url ?? '/').split('?')[0] ?? '/';
  const file = name === '/' ? '/ui/gallery/index.html' : name;
  readFile(join(DIST, file)).then(
    (body) =>
      response
        .writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
        })
        .end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const address = server.address();
if (!address || typeof address === 'string') throw new Error('no port');

const browser = await chromium.launch({
  executablePath: options.browser,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

async function look(page: Page, where: string): Promise<string[]> {
  const problems: string[] = [];
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  for (const { id, nodes } of violations)
    problems.push(
      `${where}: ${id}: ${nodes
        .map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`)
        .slice(0, 3)
        .join(' | ')}`,
    );
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) problems.push(`${where}: ${wide} px too wide`);
  return problems;
}

const problems: string[] = [];
let seen = 0;
for (const theme of ['light', 'dark']) {
  for (const lang of ['zh-CN', 'en']) {
    for (const size of SIZES) {
      const context = await browser.newContext({
        viewport: size,
        deviceScaleFactor: options.shots ? 2 : 1,
        reducedMotion: 'reduce',
        locale: lang,
      });
      const page = await context.newPage();
      for (const view of VIEWS.filter((name) => !options.only || name === options.only)) {
        const where = `${view.replace('&', '-')}.${size.name}.${lang}.${theme}`;
        const complain = (message: { type(): string; text(): string }): void => {
          if (message.type() === 'error') problems.push(`${where}: ${message.text()}`);
        };
        page.on('console', complain);
        await page.goto(`http://127.0.0.1:${address.port}/?page=${view}&lang=${lang}&theme=${theme}`);
        await page.evaluate(() => document.fonts.ready);
        await page.waitForTimeout(400);
        problems.push(...(await look(page, where)));
        if (options.shots)
          await page.screenshot({
            path: join(options.shots, `${where}.png`),
            fullPage: !view.includes('&') && !view.startsWith('console'),
          });
        page.off('console', complain);
        seen++;
      }
      await context.close();
    }
  }
}
for (const { name, view, run } of options.only === undefined || options.only === 'deeds' ? DEEDS : []) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: 'reduce',
    locale: 'en',
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/?page=${view}`);
  try {
    await page.waitForTimeout(200);
    await run(page);
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  seen++;
  await context.close();
}
await browser.close();
server.close();
for (const problem of problems) console.log(problem);
console.log(`${seen} views, ${problems.length} problems`);
if (seen === 0 || problems.length > 0) process.exitCode = 1;
