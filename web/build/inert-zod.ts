/**
 * Stands in for zod in the browser. The pages use the contract's types, methods and paths, never its schemas: the server parses. Without
 * the real one a page's first load is 25 kB (gzip) lighter and makes no schema objects. Building schemas does nothing; using one throws.
 */
const USES = new Set(['parse', 'safeParse', 'parseAsync', 'safeParseAsync', 'decode', 'encode']);

const inert: object = new Proxy(() => undefined, {
  apply: () => inert,
  get(_target, name) {
    if (typeof name === 'string' && USES.has(name)) {
      throw new Error(`zod is not in the browser: ${name} was asked for (web/build/inert-zod.ts)`);
    }
    return inert;
  },
});

export const z = inert;
