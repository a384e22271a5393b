import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';

/** What hands and keys do with the components. Each gets a fresh page; a failed one is named. */
type Deed = { name: string; view: string; run: (page: Page) => Promise<void> };

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => `${document.activeElement?.tagName} ${document.activeElement?.getAttribute('aria-label') ?? ''}`,
  );

export const DEEDS: readonly Deed[] = [
  {
    name: 'a sheet begins at its marked field, keeps the focus, and Esc gives it back to the opener',
    view: 'confirm',
    run: async (page) => {
      await page.getByRole('button', { name: 'Pay ¥2,006.00' }).click();
      assert.equal(await focused(page), 'INPUT Payment password');
      for (let presses = 0; presses < 12; presses++) await page.keyboard.press('Tab');
      assert.ok(
        await page.evaluate(
          () =>
            document.activeElement === document.body || Boolean(document.activeElement?.closest('dialog')),
        ),
      );
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      assert.match(await focused(page), /^BUTTON/);
    },
  },
  {
    name: 'the back button closes the sheet and stays on the page',
    view: 'confirm',
    run: async (page) => {
      const { url } = { url: page.url() };
      await page.evaluate(() => history.pushState(null, '', '#step'));
      await page.getByRole('button', { name: 'Pay ¥2,006.00' }).click();
      await page.evaluate(() => history.back());
      await page.waitForFunction(() => !document.querySelector('dialog[open]'));
      assert.equal(page.url(), `${url}#step`);
    },
  },
  {
    name: 'a press beside the sheet closes it',
    view: 'confirm&ask',
    run: async (page) => {
      await page.mouse.click(20, 20);
      await page.waitForFunction(() => !document.querySelector('dialog[open]'));
    },
  },
  {
    name: 'a code can be pasted with spaces and in full-width digits',
    view: 'form',
    run: async (page) => {
      const code = page.getByLabel('The 6 digits from the SMS');
      await code.fill('');
      await code.focus();
      await page.evaluate(() => {
        const data = new DataTransfer();
        data.setData('text', '１２3 456');
        document.activeElement?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
        );
      });
      await page.keyboard.insertText('１２3 456');
      assert.equal(await code.inputValue(), '123456');
    },
  },
  {
    name: 'an amount is grouped while it is typed, and the caret stays at the digit',
    view: 'form',
    run: async (page) => {
      const amount = page.getByLabel('You pay').first();
      await amount.fill('');
      await amount.pressSequentially('1234567');
      assert.equal(await amount.inputValue(), '1,234,567');
      for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
      await page.keyboard.type('9');
      assert.equal(await amount.inputValue(), '12,349,567');
      assert.equal(await amount.evaluate((field: HTMLInputElement) => field.selectionStart), 6);
    },
  },
  {
    name: 'a link in the error takes the largest allowed amount',
    view: 'form',
    run: async (page) => {
      await page.getByRole('button', { name: 'Use that amount' }).click();
      assert.equal(await page.getByLabel('You pay').nth(1).inputValue(), '18,000');
    },
  },
  {
    name: 'a button that cannot be pressed says why, can be reached, and does nothing',
    view: 'form',
    run: async (page) => {
      const button = page.getByRole('button', { name: '3 digits still missing' });
      await button.focus();
      assert.equal(await button.getAttribute('aria-disabled'), 'true');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'the menu opens by key, moves by arrows, and its deed is told in a toast',
    view: 'failed',
    run: async (page) => {
      await page.getByRole('button', { name: 'More' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Share receipt' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByText('Link copied').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      assert.equal(await page.getByText('Link copied').count(), 0);
    },
  },
  {
    name: 'rows of a table are walked with j and k',
    view: 'components',
    run: async (page) => {
      const rows = page.locator('.grid-table tbody tr');
      await rows.first().focus();
      await page.keyboard.press('j');
      assert.ok(await rows.nth(1).evaluate((row) => row === document.activeElement));
      await page.keyboard.press('k');
      assert.ok(await rows.first().evaluate((row) => row === document.activeElement));
    },
  },
  {
    name: 'the language changes everything at once, and the choice is kept in the cookie',
    view: 'form',
    run: async (page) => {
      await page.getByRole('radio', { name: '简体中文' }).check();
      await page.getByRole('radiogroup', { name: '语言' }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
      assert.match(await page.evaluate(() => document.cookie), /okpay_lang=zh-CN/);
    },
  },
  {
    name: 'the theme is kept, and "system" forgets it',
    view: 'form',
    run: async (page) => {
      await page.getByRole('radio', { name: 'Dark' }).check();
      assert.equal(await page.evaluate(() => localStorage.getItem('okpay_theme')), 'dark');
      await page.getByRole('radio', { name: 'System' }).check();
      assert.equal(await page.evaluate(() => localStorage.getItem('okpay_theme')), null);
    },
  },
  {
    name: 'Enter sends a message, Shift with Enter breaks the line',
    view: 'chat',
    run: async (page) => {
      const box = page.getByRole('textbox', { name: 'Add details for the agent' });
      await box.pressSequentially('one');
      await page.keyboard.press('Shift+Enter');
      await box.pressSequentially('two');
      assert.equal(await box.inputValue(), 'one\ntwo');
      await page.keyboard.press('Enter');
      assert.equal(await box.inputValue(), '');
    },
  },
  {
    name: 'the skip link is first and leads into the page',
    view: 'home',
    run: async (page) => {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
      await page.keyboard.press('Enter');
      assert.ok(await page.evaluate(() => document.activeElement?.id === 'main'));
    },
  },
];
