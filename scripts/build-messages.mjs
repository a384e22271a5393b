// Compiles messages/<locale>/<area>.json into generated/messages: typed functions, one small module per message for Vite (so that each
// page carries only its own words), one file with all of them for Node (so that a server start opens one file, not thousands).
// Runs on Node 20 and newer, offline, in well under a second when nothing changed; the output depends on the input only.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'generated', 'messages');
const stampFile = join(outdir, '.stamp');
const settings = JSON.parse(fs.readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8'));
const LOCALES = settings.locales;
const AREA_FILES = settings['plugin.inlang.messageFormat'].pathPattern;

/** The message files as objects, by area and locale. A file that is not JSON stops the build with its name. */
function readAreas() {
  const areas = {};
  for (const pattern of AREA_FILES) {
    const area = basename(pattern, '.json');
    areas[area] = {};
    for (const locale of LOCALES) {
      const path = join(root, pattern.replace('{locale}', locale));
      if (!fs.existsSync(path))
        throw new Error(`${relative(root, path)} is missing; an area without words holds {}`);
      try {
        areas[area][locale] = JSON.parse(fs.readFileSync(path, 'utf8'));
      } catch (error) {
        throw new Error(`${relative(root, path)}: ${error.message}`);
      }
    }
  }
  return areas;
}

/** A key in two areas would let one text silently hide the other. */
function refuseDoubleKeys(areas) {
  for (const locale of LOCALES) {
    const owner = new Map();
    for (const [area, texts] of Object.entries(areas)) {
      for (const key of Object.keys(texts[locale])) {
        if (owner.has(key))
          throw new Error(`${key} stands in ${owner.get(key)}.json and in ${area}.json (${locale})`);
        owner.set(key, area);
      }
    }
  }
}

/**
 * Paraglide's own files of a compilation, by path below `outdir`. They are caught before they reach the disk, as are the README and the
 * .gitignore that its SDK likes to put into project.inlang.
 */
async function compileAll() {
  const { compile } = await import('@inlang/paraglide-js');
  const files = {};
  const nothing = async () => undefined;
  const writeFile = async (path, text) => {
    if (String(path).startsWith(outdir)) files[relative(outdir, path)] = String(text);
  };
  const promises = { ...fs.promises, writeFile, mkdir: nothing, rm: nothing, unlink: nothing };
  await compile({
    project: join(root, 'project.inlang'),
    outdir,
    outputStructure: 'message-modules',
    includeEslintDisableComment: false,
    fs: { ...fs, promises },
  });
  return files;
}

const RUNTIME_JS = `// The server names the language in every call; the browser has one, and says here which.
let read = () => {
  throw new Error('a message was asked for without a language: give { locale } or call overwriteGetLocale first');
};
export const getLocale = () => read();
export const overwriteGetLocale = (reader) => {
  read = reader;
};
export const experimentalStaticLocale = undefined;
`;

const RUNTIME_DTS = `export type Locale = ${LOCALES.map((locale) => `'${locale}'`).join(' | ')};
export type MessageOptions = { locale?: Locale | undefined };
/** A value set into a sentence. No bigint and no object: amounts and times are formatted first (#common/format). */
export type Value = string | number;
export type MessagePart<Tag extends string> =
  | { type: 'text'; value: string }
  | { type: 'markup-start' | 'markup-end' | 'markup-standalone'; name: Tag };
export type Message<Inputs> = (inputs: Inputs, options?: MessageOptions) => string;
export type PlainMessage = (inputs?: Record<string, never>, options?: MessageOptions) => string;
/** A message with {#tag}…{/tag}: called it gives plain text; its parts are for #ui/Rich.tsx. */
export type RichMessage<Inputs, Tag extends string> = Message<Inputs> & {
  parts: (inputs: Inputs, options?: MessageOptions) => MessagePart<Tag>[];
};
export declare const getLocale: () => Locale;
/** Browser only: who answers when a call names no language. */
export declare const overwriteGetLocale: (reader: () => Locale) => void;
`;

/** One Intl.PluralRules per language instead of one per call. */
const REGISTRY_JS = `const rules = new Map();
export const plural = (locale, input, options) => {
  const known = rules.get(locale) ?? new Intl.PluralRules(locale, options);
  rules.set(locale, known);
  return known.select(Number(input));
};
`;

/** Name and inputs of a compiled message, read from the annotations that Paraglide leaves in its output. */
function describe(key, source) {
  const inputs = /@typedef \{\{([^}]*)\}\} \w+Inputs/.exec(source)?.[1] ?? '';
  const names = [...inputs.matchAll(/(\w+): NonNullable/g)].map((match) => match[1]);
  const counted = new Set(
    [...source.matchAll(/registry\.plural\("[^"]+", i\?\.(\w+)/g)].map((match) => match[1]),
  );
  const tags = new Set([...source.matchAll(/type: "markup-\w+", name: "(\w+)"/g)].map((match) => match[1]));
  if (/registry\.(?!plural|js)/.test(source))
    throw new Error(`${key}: format numbers and times by #common/format, not in the message`);
  return { key, names, counted, tags: [...tags] };
}

const asComment = (text) => JSON.stringify(text).replaceAll('*/', '*\\/');

function declare({ key, names, counted, tags }, areas) {
  const texts = LOCALES.map((locale) => {
    const area = Object.values(areas).find((candidate) => key in candidate[locale]);
    return ` * ${locale}: ${asComment(area?.[locale][key] ?? null)}`;
  });
  const inputs =
    names.length > 0
      ? `{ ${names.map((name) => `${name}: ${counted.has(name) ? 'number' : 'Value'}`).join('; ')} }`
      : null;
  const type =
    tags.length > 0
      ? `RichMessage<${inputs ?? 'Record<string, never>'}, ${tags.map((tag) => `'${tag}'`).join(' | ')}>`
      : inputs
        ? `Message<${inputs}>`
        : 'PlainMessage';
  return `/**\n${texts.join('\n')}\n */\nexport declare const ${key}: ${type};\n`;
}

/** By code point, so that the output is the same on every machine. */
const inOrder = (a, b) => (a < b ? -1 : 1);

/** Paraglide's file for one message, without its JSDoc, which messages.d.ts says better. */
const strip = (source) => source.replaceAll(/\/\*\*[\s\S]*?\*\/ ?/g, '').trim() + '\n';
const withoutImports = (source) => source.replaceAll(/^import .*\n/gm, '').trim() + '\n';

function assemble(files, areas) {
  const out = { 'runtime.js': RUNTIME_JS, 'runtime.d.ts': RUNTIME_DTS, 'registry.js': REGISTRY_JS };
  const keys = [
    ...new Set(
      Object.values(areas).flatMap((texts) => LOCALES.flatMap((locale) => Object.keys(texts[locale]))),
    ),
  ].sort(inOrder);
  const all = [];
  const declared = [];
  for (const key of keys) {
    if (!/^[a-z][a-z0-9_]*$/.test(key)) throw new Error(`${key}: keys are lower case with underscores`);
    const source = files[`messages/${key}.js`];
    if (!source) throw new Error(`${key} was not compiled`);
    out[`messages/${key}.js`] = strip(source);
    all.push(withoutImports(strip(source)));
    declared.push(declare(describe(key, source), areas));
  }
  const types = `import type { Message, PlainMessage, RichMessage, Value } from './runtime.js';\n`;
  out['messages/package.json'] = '{ "type": "module", "sideEffects": false }\n';
  out['package.json'] = '{ "type": "module", "sideEffects": false }\n';
  out['messages.js'] =
    keys.map((key) => `export { ${key} } from './messages/${key}.js';\n`).join('') || 'export {};\n';
  out['messages.d.ts'] = types + declared.join('') + 'export {};\n';
  out['node.js'] =
    `import * as registry from './registry.js';\nimport { getLocale, experimentalStaticLocale } from './runtime.js';\n${all.join('')}`;
  for (const [area, texts] of Object.entries(areas)) {
    const own = [...new Set(LOCALES.flatMap((locale) => Object.keys(texts[locale])))].sort(inOrder);
    const list = own.join(', ');
    out[`areas/${area}.js`] =
      own.map((key) => `export { ${key} } from '../messages/${key}.js';\n`).join('') || 'export {};\n';
    out[`areas/${area}.node.js`] = `export { ${list} } from '../node.js';\n`;
    out[`areas/${area}.d.ts`] = `export { ${list} } from '../messages.js';\n`;
  }
  return out;
}

/** Each file is replaced whole or left alone, so that somebody who reads meanwhile never meets half a file. */
function write(out) {
  for (const [name, text] of Object.entries(out)) {
    const path = join(outdir, name);
    if (fs.existsSync(path) && fs.readFileSync(path, 'utf8') === text) continue;
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(`${path}.${process.pid}`, text);
    fs.renameSync(`${path}.${process.pid}`, path);
  }
  for (const name of fs.readdirSync(outdir, { recursive: true }).map(String)) {
    const path = join(outdir, name);
    if (!(name in out) && path !== stampFile && /\.(js|ts)$/.test(name)) fs.rmSync(path, { force: true });
  }
}

const areas = readAreas();
refuseDoubleKeys(areas);
const lock = JSON.parse(
  fs.readFileSync(join(root, 'node_modules/@inlang/paraglide-js/package.json'), 'utf8'),
).version;
const stamp = createHash('sha256')
  .update(JSON.stringify([settings, areas, lock]))
  .update(fs.readFileSync(fileURLToPath(import.meta.url)))
  .digest('hex');
if (!fs.existsSync(stampFile) || fs.readFileSync(stampFile, 'utf8') !== stamp) {
  write(assemble(await compileAll(), areas));
  fs.writeFileSync(stampFile, stamp);
}
