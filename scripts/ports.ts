import { createServer } from 'node:net';

/**
 * Ports that the system gives to nobody by itself: it takes those of outgoing connections, and those that are asked for by 0, from 32768 on. A port from
 * there that was found free is another one's a moment later. Below 11,000 there are some that browsers refuse.
 */
const FIRST = 11_000;
const COUNT = 21_000;
/** Processes that look at the same time begin so far from one another, so that they do not find the same one. */
const APART = 16;

let next = (process.pid * APART) % COUNT;

/** A port on loopback that nobody listens on, and that this process has not named before. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error('no port on loopback is free');
}

export const isFree = (port: number): Promise<boolean> =>
  new Promise((found) => {
    const server = createServer().once('error', () => found(false));
    server.listen(port, '127.0.0.1', () => server.close(() => found(true)));
  });
