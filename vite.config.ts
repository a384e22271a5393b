import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadBudget, pageHead, refuseInline, routesWithoutSentences } from './web/build/plugins.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Pages of their own. A page that nobody has written yet is left out, so that each part builds alone. */
const APPS = {
  customer: 'web/customer/index.html',
  console: 'web/console/index.html',
  sandbox: 'web/sandbox/index.html',
};
/** `vite build --mode gallery` builds the components' gallery, and nothing else; it is no part of the product. */
const GALLERY = { gallery: 'web/ui/gallery/index.html' };
/** Style sheets that pages rendered by the server link by name: /site.css and, not blocking, /cjk.css. */
const SHEETS = { site: 'web/ui/site.css', cjk: 'web/ui/cjk.css' };
/** Scripts that pages rendered by the server load by name: /verify.js. */
const SCRIPTS = { verify: 'web/site/verify-page.ts' };
/** First load in bytes, gzip, without fonts. Source: the goal for the customer app. */
const BUDGETS = { customer: 180_000, console: 180_000 };

const present = (pages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pages)
      .filter(([, file]) => existsSync(path(file)))
      .map(([name, file]) => [name, path(file)]),
  );

export default defineConfig(({ mode }) => ({
  root: path('web'),
  publicDir: path('web/public'),
  plugins: [routesWithoutSentences, react(), tailwind(), pageHead, refuseInline, firstLoadBudget(BUDGETS)],
  resolve: { alias: [{ find: /^zod$/, replacement: path('web/build/inert-zod.ts') }] },
  build: {
    outDir: path(mode === 'gallery' ? 'dist/gallery' : 'dist/web'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // data: URIs would need a wider policy; every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input:
        mode === 'gallery' ? present({ ...GALLERY, ...SHEETS }) : present({ ...APPS, ...SHEETS, ...SCRIPTS }),
      output: {
        entryFileNames: ({ name }) => (name in SCRIPTS ? '[name].js' : 'assets/[name]-[hash].js'),
        assetFileNames: ({ names }) =>
          Object.keys(SHEETS).some((sheet) => names[0] === `${sheet}.css`)
            ? '[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
}));
