import { money, type Money } from '#common/money';
import { getLocale } from '#ui/i18n.ts';

/** The gallery's own sentences stand beside each other here; the product's are in messages/. */
export const t = (zh: string, en: string): string => (getLocale() === 'zh-CN' ? zh : en);

export const cny = (minor: number): Money => money(BigInt(minor), 'CNY');
export const eur = (minor: number): Money => money(BigInt(minor), 'EUR');
export const usd = (minor: number): Money => money(BigInt(minor), 'USD');
export const jpy = (minor: number): Money => money(BigInt(minor), 'JPY');
export const kwd = (minor: number): Money => money(BigInt(minor), 'KWD');
