// The line between the processes and the database: it can be cut, slowed down, or lose what the database answers.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Line = {
  readonly port: number;
  /** Where connections lead from now on; PostgreSQL has another port after each start. */
  leadTo(port: number): void;
  /** Breaks a share of the connections; new ones are taken. */
  breakSome(broken: () => boolean): void;
  /** Breaks every connection and takes none until it is mended. */
  cut(): void;
  /** Holds every piece of data back for so many milliseconds. */
  delay(milliseconds: number): void;
  /** Questions arrive and answers do not: what is committed meanwhile nobody hears of. */
  loseAnswers(): void;
  mend(): void;
  close(): Promise<void>;
};

type Connection = { near: Socket; far: Socket; hasLost: boolean };

export async function openLine(): Promise<Line> {
  const connections = new Set<Connection>();
  const state = { target: 0, isCut: false, delay: 0, losesAnswers: false };
  const server = createServer((near) => {
    if (state.isCut || state.target === 0) return void near.destroy();
    const connection = { near, far: connect(state.target, '127.0.0.1'), hasLost: false };
    connections.add(connection);
    join(connection, state, () => connections.delete(connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const drop = (chosen: (connection: Connection) => boolean = () => true): void => {
    for (const connection of [...connections].filter(chosen)) destroy(connection);
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    leadTo: (port) => void (state.target = port),
    breakSome: (broken) => drop(() => broken()),
    cut() {
      state.isCut = true;
      drop();
    },
    delay: (milliseconds) => void (state.delay = milliseconds),
    loseAnswers: () => void (state.losesAnswers = true),
    mend() {
      Object.assign(state, { isCut: false, delay: 0, losesAnswers: false });
      drop(({ hasLost }) => hasLost); // With a hole in it nobody could go on reading.
    },
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}

function join(
  connection: Connection,
  state: { delay: number; losesAnswers: boolean },
  gone: () => void,
): void {
  const { near, far } = connection;
  for (const [from, to] of [[near, far], [far, near]] as const) {
    from.setNoDelay(true);
    from.on('error', () => {}).on('close', () => {
      gone();
      to.destroy();
    });
    from.on('data', (bytes) => {
      if (from === far && (state.losesAnswers || connection.hasLost)) return void (connection.hasLost = true);
      if (state.delay > 0) return late(from, to, bytes, state.delay);
      if (!to.write(bytes)) rest(from, to);
    });
  } // prettier-ignore
}

/** One piece at a time, so that the order stays. */
function late(from: Socket, to: Socket, bytes: Buffer, milliseconds: number): void {
  from.pause();
  setTimeout(() => {
    to.write(bytes);
    from.resume();
  }, milliseconds);
}

function rest(from: Socket, to: Socket): void {
  from.pause();
  to.once('drain', () => from.resume());
}

function destroy({ near, far }: Connection): void {
  near.destroy();
  far.destroy();
}
