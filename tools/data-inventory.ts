// Of every column of every table: what sort of data it is, what for, and how long it is kept. Written by hand, a file for each room in
// db/inventory; docs/DATA_INVENTORY.md is made of it by `npm run inventory`. Tests hold it against the database, the schedule that
// erases, and the privacy notice.
import fs from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../db/inventory');
export const DATA_INVENTORY_FILE = join(import.meta.dirname, '../docs/DATA_INVENTORY.md');

/** Sorts of data, from what says nothing of anybody to what opens an account. */
export const CLASSES = {
  none: 'says nothing of a person',
  link: 'a number that stands for a person, or for a thing of theirs',
  identity: 'who somebody is',
  contact: 'how somebody is reached',
  financial: 'sums, payments, debts, cards without their number',
  trace: 'when, where and with what somebody did something',
  words: 'what somebody wrote',
  decision: 'what we decided or think about somebody, and why',
  secret: 'what opens something: hashed, or sealed with a key outside of the database',
} as const;
export type DataClass = keyof typeof CLASSES;

const columnSchema = z
  .string()
  .regex(/^(none|link|identity|contact|financial|trace|words|decision|secret): \S.{2,}$/);
const tableSchema = z.strictObject({
  about: z.string().min(5),
  kept: z.string(),
  columns: z.record(z.string(), columnSchema),
});
const termSchema = z.strictObject({
  how: z.string().min(10),
  /** Of the schedule in identity.retention_rule, with the days that it says. */
  rule: z.string().optional(),
  days: z.int().positive().optional(),
  /** Further lines of that schedule, for a part of it. */
  also: z.record(z.string(), z.int().positive()).optional(),
  /** File, name and value of the number that the schedule obeys. */
  constant: z.tuple([z.string(), z.string(), z.number()]).optional(),
  /** How the line of the privacy notice begins; null where nothing is said of customers. */
  notice: z.strictObject({ en: z.string(), 'zh-CN': z.string() }).nullable(),
});
export type Term = z.infer<typeof termSchema>;
export type Column = { readonly sort: DataClass; readonly purpose: string };
export type Table = {
  readonly name: string;
  readonly about: string;
  readonly kept: string;
  readonly columns: ReadonlyMap<string, Column>;
};

const read = (file: string): unknown => JSON.parse(fs.readFileSync(join(FOLDER, file), 'utf8'));

export const terms = (): Readonly<Record<string, Term>> =>
  z.record(z.string(), termSchema).parse(read('terms.json'));

/** Every table, by room and name. */
export function inventory(): Table[] {
  const rooms = fs.readdirSync(FOLDER).filter((file) => file !== 'terms.json');
  return rooms.toSorted().flatMap((file) => {
    const tables = z.record(z.string(), tableSchema).parse(read(file));
    return Object.entries(tables).map(([name, { about, kept, columns }]) => {
      if (!name.startsWith(`${basename(file, '.json')}.`)) throw new Error(`${name} stands in ${file}`);
      return {
        name,
        about,
        kept,
        columns: new Map(Object.entries(columns).map(([column, text]) => [column, parse(text)])),
      };
    });
  });
}

function parse(text: string): Column {
  const [sort = '', ...purpose] = text.split(': ');
  // The schema has looked at it.
  return { sort: sort as DataClass, purpose: purpose.join(': ') };
}

const HEAD = `# Data inventory

<!-- Generated from db/inventory by \`npm run inventory\`. -->

What is kept in every column of the database, what for, and how long. Documents that people send lie sealed in the store of files, each
under a key of its own in \`identity.proof_file\`. The log names nobody. What customers read about it: the privacy notice at \`/privacy\`.

`;

/** The whole document. */
export function inventoryText(): string {
  const tables = inventory();
  const sorts = Object.entries(CLASSES).map(([name, about]) => `| ${name} | ${about} |\n`);
  const times = Object.entries(terms()).map(([name, { how }]) => `| ${name} | ${how} |\n`);
  const rooms = [...new Set(tables.map(({ name }) => roomOf(name)))].map((room) => {
    const own = tables.filter(({ name }) => roomOf(name) === room);
    return `\n## ${room}\n${own.map(tableText).join('')}`;
  });
  return [
    HEAD,
    `| sort | what it is |\n|---|---|\n${sorts.join('')}\n`,
    `| kept | how long |\n|---|---|\n${times.join('')}`,
    ...rooms,
  ].join('');
}

const roomOf = (table: string): string => table.split('.')[0] ?? '';

function tableText({ name, about, kept, columns }: Table): string {
  const rows = Array.from(columns, ([column, { sort, purpose }]) => `| ${column} | ${sort} | ${purpose} |\n`);
  return `\n**${name}**: ${about}. Kept: ${kept}.\n\n| column | sort | what for |\n|---|---|---|\n${rows.join('')}`;
}

if (import.meta.main) fs.writeFileSync(DATA_INVENTORY_FILE, inventoryText());
