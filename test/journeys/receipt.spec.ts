import { readFileSync } from 'node:fs';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone } from './support/world.ts';

test('a receipt is saved from the entry, and a stranger sees on a page of ours that it is genuine, or that it was changed', async ({
  page,
  lang: locale,
  open,
}, testInfo) => {
  const anna = someone('Anna Smith', locale);
  const id = await fund(await join(anna), money(50_000n, 'CNY'));
  await signIn(page, anna, locale);
  await page.goto(`/receipt/${id}`);
  const save = page.getByRole('button', { name: m.customer_receipt_keep({}, { locale }) });
  await expect(save).toBeVisible();
  // Sealing comes about every second; until then the page says when to come back.
  const saved = page.waitForEvent('download');
  await expect(async () => {
    await save.click();
    await expect(page.getByText(m.customer_receipt_kept({}, { locale })).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  const file = testInfo.outputPath('receipt.json');
  await (await saved).saveAs(file);
  await expectAccessible(page);

  const stranger = await open();
  await stranger.goto('/verify');
  await expectAccessible(stranger);
  await stranger.getByLabel(m.site_verify_choose({}, { locale })).setInputFiles(file);
  const genuine = stranger.getByRole('heading', { name: m.site_verify_genuine({}, { locale }) });
  await expect(genuine).toBeVisible();
  await expect(stranger.getByText('¥500.00').first()).toBeVisible();
  await expect(stranger.getByText(id).first()).toBeVisible();
  await expect(stranger.locator('[data-where]:visible'), 'where it was checked').toHaveCount(1);
  await expectAccessible(stranger);

  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/("leaf": "[0-9a-f]{114})([0-9a-f]{16})/, '$10000000000ffffff');
  expect(changed).not.toBe(text);
  await stranger.getByLabel(m.site_verify_choose({}, { locale })).setInputFiles({
    name: 'receipt.json',
    mimeType: 'application/json',
    buffer: Buffer.from(changed),
  });
  await expect(stranger.getByRole('heading', { name: m.site_verify_altered({}, { locale }) })).toBeVisible();
  await expect(genuine).toBeHidden();
  await expect(stranger.getByText('¥500.00')).toHaveCount(0);
  await expectAccessible(stranger);
});
