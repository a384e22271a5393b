import type { Page } from '@playwright/test';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import type { Person } from './world.ts';

/** Presses pay, gives the payment password, and pays. */
export async function confirmPayment(
  page: Page,
  locale: Locale,
  { paymentPassword }: Person,
  text: string,
): Promise<void> {
  await page.getByRole('button', { name: m.customer_pay_amount({ amount: text }, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(paymentPassword);
  await sheet.getByRole('button', { name: m.customer_pay_amount({ amount: text }, { locale }) }).click();
}
