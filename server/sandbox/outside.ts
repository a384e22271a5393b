import type { z } from 'zod';

/** Where the sandbox's outside world can be looked at and steered. The addresses come from settings, as everything does. */
export type RailAddresses = {
  mailInbox: string;
  smsInbox: string;
  acquirer: string;
  /** Who publishes reference rates, where that is a simulator too. */
  rates?: string;
  /** The bank that payouts go to. */
  bank?: string;
  /** The bank that transfers abroad go by. */
  correspondent?: string;
  /** The e-wallet that money can be topped up from. */
  ewallet?: string;
};

/** Longest wait for a simulator, in milliseconds: they are on this machine. */
const PATIENCE_MILLIS = 3_000;

/** A simulator said no: which status, to what. */
export class OutsideRefused extends Error {
  readonly status: number;
  constructor(status: number, path: string) {
    super(`the simulator answered ${status} to ${path}`);
    this.name = 'OutsideRefused';
    this.status = status;
  }
}

/** Asks a simulator; with a body it is a POST. */
export async function ask<T>(schema: z.ZodType<T>, base: string, path: string, body?: unknown): Promise<T> {
  const post =
    body === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(new URL(path, base), { ...post, signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  if (!answer.ok) throw new OutsideRefused(answer.status, path);
  return schema.parse(await answer.json());
}
