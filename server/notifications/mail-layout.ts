import type { Locale } from '#common/locale';
import * as m from '#messages';
import type { MailText } from './mail-text.ts';

export type LaidOutMail = { readonly subject: string; readonly text: string; readonly html: string };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/** What the reader's own machine has; nothing is loaded from anywhere, so opening a mail tells us nothing. */
const FONTS: Readonly<Record<Locale, string>> = {
  en: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  'zh-CN': "-apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
};

/** One column, 560 px, one link, readable in dark mode since nothing paints a white box. LOOK.md §10. */
export function layOut(
  { subject, body, button, path }: MailText,
  { locale, publicUrl, phrase }: { locale: Locale; publicUrl: string; phrase: string | null },
): LaidOutMail {
  const url = publicUrl + path;
  const footer = [m.mail_footer_never({}, { locale }), m.mail_footer_why({}, { locale })];
  const known = phrase === null ? [] : [m.mail_phrase({ phrase }, { locale })];
  const text = ['OKPay', ...known, subject, body, `${button}: ${url}`, ...footer].join('\n\n');
  const small = (line: string): string =>
    `<p style="margin:8px 0 0;font-size:13px;line-height:20px;opacity:.72">${escape(line)}</p>`;
  const html = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:32px 20px;font-family:${escape(FONTS[locale])};font-size:15px;line-height:24px">
<table role="presentation" cellpadding="0" cellspacing="0" width="560" style="width:100%;max-width:560px;border-collapse:collapse">
<tr><td>
<p style="margin:0;font-size:17px;line-height:26px;font-weight:700">OKPay</p>
${known.map((line) => `<p style="margin:4px 0 0;font-size:13px;line-height:20px">${escape(line)}</p>`).join('')}
<h1 style="margin:24px 0 0;font-size:20px;line-height:28px;font-weight:600">${escape(subject)}</h1>
<p style="margin:12px 0 0">${escape(body)}</p>
<p style="margin:24px 0 0"><a href="${escape(url)}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#0f5f68;color:#ffffff;font-weight:600;text-decoration:none">${escape(button)}</a></p>
<div style="margin:32px 0 0;border-top:1px solid rgba(128,128,128,.4);padding-top:8px">${footer.map(small).join('')}</div>
</td></tr>
</table>
</body>
</html>
`;
  return { subject, text: `${text}\n`, html };
}
