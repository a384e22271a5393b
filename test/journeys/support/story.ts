import { AxeBuilder } from '@axe-core/playwright';
import axe from 'axe-core';
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { BASE, leaveTheNetworkAlone, type Person } from './world.ts';

/** Language and size come from the project; each journey runs in at least one of the four, all of them by `npm run test:full`. */
export const test = base.extend<{ lang: Locale; open: (person?: Person) => Promise<Page>; calm: void }>({
  lang: async ({ locale }, use) => use(locale === 'zh-CN' ? 'zh-CN' : 'en'),
  /** All people of all journeys come from one network: before each file it is as if they had not been there for a while. */
  calm: [
    async ({ locale }, use, { file }) => {
      await leaveTheNetworkAlone(`${file} ${locale}`);
      await use();
    },
    { auto: true },
  ],
  /** A browser of its own for another person of the story. */
  open: async ({ browser, lang, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person) => {
      const context = await newContext(browser, lang, viewport);
      contexts.push(context);
      const page = await context.newPage();
      if (person) await signIn(page, person, lang);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  page: async ({ page, lang }, use) => {
    await page.context().addCookies([{ name: 'okpay_lang', value: lang, url: BASE }]);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
        problems.push(message.text());
    });
    await use(page);
    expect(problems, 'the page ran without errors and within its policy').toEqual([]);
  },
});
export { expect } from '@playwright/test';

async function newContext(
  browser: Browser,
  lang: Locale,
  viewport: { width: number; height: number } | null,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: BASE,
    locale: lang,
    viewport,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name: 'okpay_lang', value: lang, url: BASE }]);
  return context;
}

export async function signIn(page: Page, { email, password }: Person, locale: Locale): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL(/\/(home|verify)/);
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What the scheme of colours decides; every other rule sees the same page in light and in dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
type Rules = { readonly type: 'tag' | 'rule'; readonly values: string[] };
type Finding = { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] };

/** What was looked at by this process. Stories meet the same screens again and again, with other words in them. */
const seen = new Set<string>();

/** No violation of WCAG 2.2 AA that a machine can find, in light and in dark. A screen that is built like one before has the same ones. */
export async function expectAccessible(page: Page): Promise<void> {
  const built = `${page.viewportSize()?.width} ${await page.evaluate(structure)}`;
  if (page.frames().length === 1 && seen.has(built)) return;
  seen.add(built);
  // A row half under a bar that stays is no small target: people scroll it. So the bars stand in the page, whenever they come.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.tabbar, .appbar { position: static !important; }');
    document.adoptedStyleSheets.push(sheet);
  });
  for (const [colorScheme, runOnly] of [
    ['light', { type: 'tag', values: WCAG }],
    ['dark', { type: 'rule', values: COLOUR_RULES }],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(
      (await findings(page, { type: runOnly.type, values: [...runOnly.values] })).map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
      ),
      `axe, ${colorScheme}, ${page.url()}`,
    ).toEqual([]);
  }
  await page.evaluate(() => document.adoptedStyleSheets.pop());
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/**
 * How a page is built: elements with their classes, states and the names of their attributes, and whether they say something; rows that are built alike
 * stand once. Runs in the page.
 */
function structure(): string {
  const STATE = /^(?:true|false|mixed|page|step|active|)$/;
  const SAYS = [
    'class',
    'style',
    'role',
    'type',
    'lang',
    'dir',
    'tabindex',
    'aria-hidden',
    'aria-expanded',
    'aria-live',
    'aria-disabled',
    'disabled',
  ];
  const of = (element: Element): string => {
    const says = [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.textContent?.trim() !== '',
    );
    const attributes = [...element.attributes].map(({ name, value }) =>
      SAYS.includes(name) || name.startsWith('data-') || STATE.test(value) ? `${name}=${value}` : name,
    );
    const parts = element.tagName === 'svg' ? [] : [...element.children].map(of);
    const inside = parts.filter((part, at) => part !== parts[at - 1]).join('');
    return `<${element.tagName} ${attributes.toSorted().join(' ')}>${says ? '#' : ''}${inside}`;
  };
  return `${document.documentElement.lang} ${of(document.body)}`;
}

/** Once read into a page, axe is asked there again; only frames of others need the way by a page of its own, which takes a second. */
async function findings(page: Page, runOnly: Rules): Promise<readonly Finding[]> {
  if (page.frames().length > 1)
    return (await new AxeBuilder({ page }).options({ runOnly }).analyze()).violations;
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: { run(on: Document, how: object): Promise<{ violations: Finding[] }> };
    };
    return (await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })).violations;
  }, runOnly);
}

/** Types a test card into the acquirer's frame. */
export async function typeCard(page: Page, number: string): Promise<void> {
  const frame = page.frameLocator('iframe');
  await frame.locator('#number').fill(number);
  await frame.locator('#expiry').fill('12 / 39');
  await frame.locator('#cvc').fill('123');
  await frame.locator('#name').fill('TEST PERSON');
}
