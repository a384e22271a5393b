import { api } from '#common/api/index';
import * as m from '#messages';
import { expect, expectAccessible, test } from './support/story.ts';
import { BASE, visitor } from './support/world.ts';

for (const path of ['/', '/fees', '/contact', '/terms', '/privacy', '/help', '/docs'])
  test(`${path} is there for everybody, fits the width and asks no other site for anything`, async ({
    page,
  }) => {
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(BASE) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'it fits the width').toBeLessThanOrEqual(0);
    if (path === '/docs') await page.evaluate(keepOneOfEach);
    await expectAccessible(page);
    expect(foreign).toEqual([]);
  });

/** Some hundred routes are shown alike: of what is built alike, one stays. Axe takes a minute for all of them. Runs in the page. */
function keepOneOfEach(): void {
  const thin = (element: Element): string => {
    const kept = new Set<string>();
    const spare = [...element.children].filter((child) => {
      const built = thin(child);
      const isKnown = kept.has(built);
      kept.add(built);
      return isKnown;
    });
    for (const child of spare) child.remove();
    return `<${element.tagName} ${element.className} ${[...element.attributes].map(({ name }) => name).join(' ')}>${[...kept].join('')}`;
  };
  thin(document.body);
}

test('the other language is one press away, and is remembered', async ({ page, lang: locale }) => {
  await page.goto('/');
  await page.getByRole('link', { name: locale === 'en' ? '简体中文' : 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', locale === 'en' ? 'zh-CN' : 'en');
  await page.goto('/fees');
  await expect(page.locator('html'), 'the choice is remembered').toHaveAttribute(
    'lang',
    locale === 'en' ? 'zh-CN' : 'en',
  );
});

test('an address that leads nowhere says so and leads on', async ({ page, lang: locale }) => {
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: m.site_not_found_title({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
});

test('the sandbox desk shows what was sent and lets the test clock move', async ({ page }) => {
  await page.goto('/sandbox');
  await expectAccessible(page);
  const before = await visitor().call(api.sandboxClock);
  expect(before.aheadSeconds).toBeGreaterThanOrEqual(0);
});

test('health and the API description answer', async ({ request }) => {
  expect((await request.get('/health/live')).status()).toBe(200);
  expect((await request.get('/health/ready')).status()).toBe(200);
  const openapi = (await (await request.get('/api/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(openapi.openapi).toBe('3.1.0');
  expect(Object.keys(openapi.paths).length).toBeGreaterThan(40);
});
