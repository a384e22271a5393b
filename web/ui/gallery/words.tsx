import { money, type Money } from '#common/money';
import type { Render } from '#ui/as.ts';
import { getLocale } from '#ui/i18n.ts';

/** The gallery's own sentences stand beside each other here; the product's are in messages/. */
export const t = (zh: string, en: string): string => (getLocale() === 'zh-CN' ? zh : en);

/** Where every link of the gallery leads; the components put their own content into it. */
export const here: Render = <a href="#main">…</a>;

export const cny = (minor: number): Money => money(BigInt(minor), 'CNY');
export const eur = (minor: number): Money => money(BigInt(minor), 'EUR');
export const usd = (minor: number): Money => money(BigInt(minor), 'USD');
export const jpy = (minor: number): Money => money(BigInt(minor), 'JPY');
export const kwd = (minor: number): Money => money(BigInt(minor), 'KWD');

/** ISO text of a moment: Swedish writes it nearly so. */
export const instant = (milliseconds: number): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' }).format(milliseconds).replace(' ', 'T')}Z`;
