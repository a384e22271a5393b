import fs from 'node:fs/promises';
import { err, type Result } from '#common/result';
import { type RatesRefusal, type ReadRates, readEcb } from './read-ecb.ts';

/** Longest wait for the whole answer; nobody waits for it. */
const TIMEOUT_MILLIS = 15_000;
/** Largest publication that is read, in bytes; a day has two kilobytes. */
const SIZE_MAX = 256 * 1024;

export type RatesFailure = RatesRefusal | { readonly code: 'unreachable' | 'too_large' | 'refused' };
export type RateSource = {
  /** As it is kept with each rate: `ecb` for the bank's own address, `file`, or the host that serves it. */
  readonly name: string;
  read(): Promise<Result<ReadRates, RatesFailure>>;
};

const ECB_HOST = 'www.ecb.europa.eu';

/** Where the daily rates are read: an address by http or https, or a file in the same form. */
export function rateSource(place: string, { name }: { name?: string } = {}): RateSource {
  const url = /^https?:\/\//.test(place) ? new URL(place) : null;
  const known = url === null ? 'file' : url.hostname === ECB_HOST ? 'ecb' : url.hostname;
  return { name: name ?? known, read: () => (url ? fetched(url) : fromFile(place)) };
}

async function fetched(url: URL): Promise<Result<ReadRates, RatesFailure>> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      // Rates price money: what moves elsewhere is not believed.
      redirect: 'error',
      headers: { accept: 'application/xml, text/xml', 'user-agent': 'okpay' },
    });
    if (!answer.ok || !answer.body) return err({ code: 'refused' });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > SIZE_MAX) return err({ code: 'too_large' });
      chunks.push(chunk);
    }
    return readEcb(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return err({ code: 'unreachable' });
  }
}

async function fromFile(path: string): Promise<Result<ReadRates, RatesFailure>> {
  try {
    const { size } = await fs.stat(path);
    if (size > SIZE_MAX) return err({ code: 'too_large' });
    return readEcb(await fs.readFile(path, 'utf8'));
  } catch {
    return err({ code: 'unreachable' });
  }
}
