import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Linux distributions put it. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The browser that this machine has, else the one that @sparticuz/chromium carries (Linux x64). It unpacks itself under the temporary
 * folder, which scripts/test.ts makes anew for each run: two users who shared one could not write to each other's files.
 */
export async function chromiumPath(): Promise<string> {
  const installed = [process.env['CHROMIUM_PATH'], ...INSTALLED].find((path) => path && existsSync(path));
  if (installed) return installed;
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  const carried = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const libraries = join(
    carried.slice(0, carried.lastIndexOf('@sparticuz/chromium')),
    '@sparticuz/chromium/bin/al2023.tar.br',
  );
  await inflate(libraries);
  process.env['LD_LIBRARY_PATH'] = [join(tmpdir(), 'al2023/lib'), process.env['LD_LIBRARY_PATH']]
    .filter(Boolean)
    .join(':');
  return chromium.executablePath();
}

/** Quiet, alone and without a sandbox of its own, which root has not. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A process for every frame of another site, and one for drawing without a screen: neither is what a story is about.
  '--disable-site-isolation-trials',
  '--in-process-gpu',
];
