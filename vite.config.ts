import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Pages of their own. A page that nobody has written yet is left out, so that each part builds alone. */
const APPS = { customer: 'web/customer/index.html', console: 'web/console/index.html' };
/** `vite build --mode gallery` builds the components' gallery, and nothing else; it is no part of the product. */
const GALLERY = { gallery: 'web/ui/gallery/index.html' };
/** Style sheets that pages rendered by the server link by name: /site.css and, not blocking, /cjk.css. */
const SHEETS = { site: 'web/ui/site.css', cjk: 'web/ui/cjk.css' };

const present = (pages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pages)
      .filter(([, file]) => existsSync(path(file)))
      .map(([name, file]) => [name, path(file)]),
  );

/** The pages run under `script-src 'self'; style-src 'self'`: an inline script or style would be dead, so it stops the build. */
const refuseInline: Plugin = {
  name: 'okpay-refuse-inline',
  apply: 'build',
  generateBundle(_options, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (!name.endsWith('.html') || file.type !== 'asset') continue;
      const html = String(file.source);
      if (/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/i.test(html))
        this.error(`${name} has an inline script or style`);
    }
  },
};

/** What every page's head carries: the theme before the first paint, and the Latin face before the style sheet asks for it. */
const pageHead: Plugin = {
  name: 'okpay-page-head',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const font = Object.keys(bundle ?? {}).find((name) =>
        /hanken-grotesk-latin-wght-normal.*\.woff2$/.test(name),
      );
      return [
        { tag: 'meta', attrs: { name: 'color-scheme', content: 'light dark' }, injectTo: 'head-prepend' },
        ...(html.includes('/boot.js')
          ? []
          : [{ tag: 'script', attrs: { src: '/boot.js' }, injectTo: 'head' as const }]),
        ...(font
          ? [
              {
                tag: 'link',
                attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${font}` },
                injectTo: 'head' as const,
              },
            ]
          : []),
      ];
    },
  },
};

export default defineConfig(({ mode }) => ({
  root: path('web'),
  publicDir: path('web/public'),
  plugins: [react(), tailwind(), pageHead, refuseInline],
  build: {
    outDir: path(mode === 'gallery' ? 'dist/gallery' : 'dist/web'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // data: URIs would need a wider policy; every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: mode === 'gallery' ? present({ ...GALLERY, ...SHEETS }) : present({ ...APPS, ...SHEETS }),
      output: {
        assetFileNames: ({ names }) =>
          Object.keys(SHEETS).some((sheet) => names[0] === `${sheet}.css`)
            ? '[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
}));
