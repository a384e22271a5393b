/** HTML whose values are escaped; only what `html` itself made passes through. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');
const show = (value: string | Html | readonly Html[]): string =>
  typeof value === 'string'
    ? escape(value)
    : value instanceof Html
      ? value.text
      : value.map(({ text }) => text).join('');

export const html = (parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html =>
  new Html(
    parts.map((part, index) => part + (index < values.length ? show(values[index] ?? '') : '')).join(''),
  );

/** Data for a script, safe inside `<script type="application/json">`. */
export const json = (value: unknown): Html => new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));

/** Lucide's icons in the line weight of the page. */
const ICONS = {
  alert: '<path d="M12 4.5 21 19.5H3z"/><path d="M12 10.500v4M12 17h.01"/>',
  bank: '<path d="M3 21h18M4 10h16M12 3 4 7.500V10h16V7.500zM6 10v8M10 10v8M14 10v8M18 10v8"/>',
  flag: '<path d="M6 20.500V4.500h11.500l-2.500 4 2.500 4H6"/>',
  card: '<rect x="3" y="5.500" width="18" height="13" rx="2.500"/><path d="M3 10h18"/>',
  clock: '<circle cx="12" cy="12" r="8.500"/><path d="M12 7.500V12l3 2"/>',
  wallet:
    '<path d="M4 7.500A2.500 2.500 0 0 1 6.500 5H17v3"/><rect x="4" y="8" width="16" height="11.500" rx="2.500"/><path d="M15.500 13.750h.01"/>',
  check: '<path d="m5 12.500 4.500 4.500L19 7.500"/>',
} as const;
export const icon = (name: keyof typeof ICONS, size = 20): Html =>
  new Html(
    `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ICONS[name]}</svg>`,
  );
