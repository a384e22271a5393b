import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** The pages run under `script-src 'self'; style-src 'self'`: an inline script or style would be dead, so it stops the build. */
export const refuseInline: Plugin = {
  name: 'okpay-refuse-inline',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (!name.endsWith('.html') || file.type !== 'asset') continue;
      const html = String(file.source);
      if (/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/i.test(html)) {
        this.error(`${name} has an inline script or style`);
      }
    }
  },
};

/** What every page's head carries: the theme before the first paint, and the Latin face before the style sheet asks for it. */
export const pageHead: Plugin = {
  name: 'okpay-page-head',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const font = Object.keys(bundle ?? {}).find((name) =>
        /hanken-grotesk-latin-wght-normal.*\.woff2$/.test(name),
      );
      const preload = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${font}` };
      return [
        { tag: 'meta', attrs: { name: 'color-scheme', content: 'light dark' }, injectTo: 'head-prepend' },
        ...(html.includes('/boot.js')
          ? []
          : [{ tag: 'script', attrs: { src: '/boot.js' }, injectTo: 'head' as const }]),
        ...(font ? [{ tag: 'link', attrs: preload, injectTo: 'head' as const }] : []),
      ];
    },
  },
};

/**
 * Takes the sentences of the reference out of the contract, and out of reasons what comes with each of them: a page calls routes, it does not explain
 * them. They are some kilobytes of every first load, and more with each route.
 */
export const routesWithoutSentences: Plugin = {
  name: 'okpay-routes-without-sentences',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (/\/common\/api\/[\w-]+\.ts$/.test(id))
      return { code: code.replaceAll(SENTENCE, "$1 ''").replaceAll(TAGS, ''), map: null };
    if (/\/common\/reason-(?!kinds|text)[\w-]+\.ts$/.test(id))
      return { code: code.replaceAll(FRAME, ''), map: null };
    return null;
  },
};
/** What the server says with each refusal it sends: a page needs the codes and the kinds of their facts. */
const FRAME =
  /\.\.\.(?:noMoney|untouched),|\b(?:status: \d+|remedies: \[[^\]]*\]|(?:money|nextActor): '\w+'),?/g;
/** Under which heading of the reference a route stands, and what it may refuse: a page reads the refusal that came. */
const TAGS = /\b(?:tags|errors): \[[^\]]*\],/g;
const SENTENCE = /\b(summary:|description:)\s*'(?:[^'\\\n]|\\.)*'/g;

/** Everything that a page loads before its first screen: its own script, what that imports at once, and their style sheets. */
function firstLoad(bundle: Bundle, entry: Rolldown.OutputChunk): Set<string> {
  const files = new Set<string>();
  const add = (name: string): void => {
    const file = bundle[name];
    if (file?.type !== 'chunk' || files.has(name)) return;
    files.add(name);
    for (const sheet of file.viteMetadata?.importedCss ?? []) files.add(sheet);
    for (const next of file.imports) add(next);
  };
  add(entry.fileName);
  return files;
}

const zipped = (file: Bundle[string] | undefined): number => {
  if (!file) return 0;
  return gzipSync(file.type === 'chunk' ? file.code : file.source).length;
};

/** Stops the build when the first load of a page outgrows its budget in bytes, gzip, fonts not counted. */
export const firstLoadBudget = (budgets: Readonly<Record<string, number>>): Plugin => ({
  name: 'okpay-first-load',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        const budget = chunk.type === 'chunk' && chunk.isEntry ? budgets[chunk.name] : undefined;
        if (chunk.type !== 'chunk' || budget === undefined) continue;
        const bytes = [...firstLoad(bundle, chunk)].reduce((sum, name) => sum + zipped(bundle[name]), 0);
        const says = `first load of ${chunk.name}: ${(bytes / 1000).toFixed(1)} of ${budget / 1000} kB`;
        if (bytes > budget) this.error(says);
        this.info(says);
      }
    },
  },
});
