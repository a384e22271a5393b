// The part of docs/errors/<code>.md that follows from the catalogue: status, facts, who acts, remedies, and what people read.
// `node tools/error-docs.ts` writes it into every entry and makes the missing ones; the words below it are written by people.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASON_CODES, REASONS, type ReasonCode } from '#common/reasons';

const ROOT = join(import.meta.dirname, '..');
export const FOLDER = join(ROOT, 'docs/errors');
const BEGIN = '<!-- catalogue -->';
const END = '<!-- end -->';
const NOTE =
  '<!-- Written by `node tools/error-docs.ts` from common/reasons.ts and messages/en/reasons.json. -->';

type Text = string | [{ match: Record<string, string> }];
const texts: Record<string, Text> = JSON.parse(readFileSync(join(ROOT, 'messages/en/reasons.json'), 'utf8'));

function sentence(code: ReasonCode, part: string): string {
  const text = texts[`reason_${code}_${part}`];
  if (text === undefined) throw new Error(`reason_${code}_${part} is missing`);
  return typeof text === 'string' ? text : (Object.values(text[0].match).at(-1) ?? '');
}

/** What an entry's head must say now. */
export function headOf(code: ReasonCode): string {
  const { status, facts, nextActor, money, remedies } = REASONS[code];
  const shown = Object.entries(facts).map(([name, kind]) => `\`${name}\` (${kind})`);
  return [
    BEGIN,
    NOTE,
    '| HTTP | money | next actor | facts | remedies |',
    '|---|---|---|---|---|',
    `| ${status} | ${money} | ${nextActor} | ${shown.join(', ') || 'none'} | ${remedies.join(', ')} |`,
    '',
    `> **${sentence(code, 'title')}.** ${sentence(code, 'happened')} ${sentence(code, 'money')} ${sentence(code, 'next')}`,
    END,
  ].join('\n');
}

/** Names of the entries that there are. */
export const entries = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -3));
export const entryOf = (code: string): string => readFileSync(join(FOLDER, `${code}.md`), 'utf8');

const SKELETON = (code: string): string =>
  `# ${code}\n\n${BEGIN}\n${END}\n\n## What happened\n\n## What it means for the money\n\n## What to do\n\n**Operators.** \n\n**Developers.** \n`;

/** The entry with its head as the catalogue has it. */
export function withHead(code: ReasonCode, entry: string): string {
  const [from, to] = [entry.indexOf(BEGIN), entry.indexOf(END)];
  if (from === -1 || to < from)
    throw new Error(`docs/errors/${code}.md has lost its marks ${BEGIN} … ${END}`);
  return entry.slice(0, from) + headOf(code) + entry.slice(to + END.length);
}

if (import.meta.main)
  for (const code of REASON_CODES) {
    const file = join(FOLDER, `${code}.md`);
    writeFileSync(file, withHead(code, existsSync(file) ? readFileSync(file, 'utf8') : SKELETON(code)));
  }
