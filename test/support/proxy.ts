import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to the database that a test can cut. */
export type Line = {
  /** The same database by way of this line. */
  readonly url: string;
  /** Everybody's connection breaks, and nobody gets a new one. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

export async function lineTo(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl);
  const url = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }); // prettier-ignore
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    cut() {
      whole = false;
      drop();
    },
    mend() {
      whole = true;
    },
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
