import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath } from './test/support/chromium.ts';

/** Address of the running product: scripts/test.ts starts it and says where. Else the one that somebody runs by hand. */
const url = process.env['OKPAY_TEST_URL'] ?? 'http://127.0.0.1:8080';

/** One pixel per pixel: seven times as many are drawn at the density of the device, and no story is about them. */
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 };
const desk = { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } };

const COMBINATIONS = [
  { name: 'zh-CN phone', use: { ...phone, locale: 'zh-CN' } },
  { name: 'en desk', use: { ...desk, locale: 'en' } },
  { name: 'en phone', use: { ...phone, locale: 'en' } },
  { name: 'zh-CN desk', use: { ...desk, locale: 'zh-CN' } },
];
const journeys = globSync('test/journeys/**/*.spec.ts').sort();
const isFull = process.env['OKPAY_TEST_FULL'] === '1';

/** Journeys take turns at the four combinations of language and size; `npm run test:full` tells each of them in all. */
const projects = COMBINATIONS.map((combination, turn) => ({
  ...combination,
  testMatch: journeys
    .filter((_, index) => isFull || index % COMBINATIONS.length === turn)
    .map((file) => `**/${basename(file)}`),
}));

export default defineConfig({
  testDir: 'test/journeys',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: url,
    // From the first page on: what is still fading when a page is looked at has colours that it never keeps.
    contextOptions: { reducedMotion: 'reduce' },
    // A worker sees every request of every page, in a process of its own; the one story about it has it.
    serviceWorkers: 'block',
    trace: process.env['OKPAY_TEST_TRACE'] === '' ? 'off' : 'retain-on-failure',
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_ARGS },
  },
  projects,
});
