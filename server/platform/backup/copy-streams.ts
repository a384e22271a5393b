// COPY in both directions as streams, over the driver that everything else uses. BASE_BACKUP speaks the same protocol.
import { Readable } from 'node:stream';
import type pg from 'pg';

/** What the driver calls on whatever is given to `client.query`. Its types name only `submit`. */
type Connection = {
  query(text: string): void;
  readonly stream: {
    pause(): void;
    resume(): void;
    write(bytes: Buffer): boolean;
    once(event: 'drain', then: () => void): void;
  };
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
};

/** Bytes that are handed on together: a row at a time would cost more than the rows. */
const BATCH_BYTES = 64 * 1024;
/** Messages that may wait for a slow reader before the server is told to wait too. */
const MESSAGES_WAITING = 32;

const submit = (client: pg.ClientBase, query: object): void => {
  client.query(query as pg.Submittable);
};

/** Messages of a statement that sends bytes, each as it came. The rows that BASE_BACKUP sends besides are dropped. */
export function copyMessages(client: pg.ClientBase, statement: string): Readable {
  let connection: Connection | undefined;
  const messages = new Readable({
    objectMode: true,
    highWaterMark: MESSAGES_WAITING,
    read: () => connection?.stream.resume(),
  });
  submit(client, {
    submit(open: Connection) {
      connection = open;
      open.query(statement);
    },
    handleRowDescription() {},
    handleDataRow() {},
    handleCommandComplete() {},
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The driver reads the next packet into the same memory.
      if (!messages.push(Buffer.from(chunk))) connection?.stream.pause();
    },
    handleError: (error: Error) => messages.destroy(error),
    handleReadyForQuery() {
      messages.push(null);
      connection?.stream.resume(); // It may stand paused at its last row, and whatever is asked next would not be heard.
    },
  });
  return messages;
}

/** The bytes of a `copy … to stdout`. */
export async function* copyOut(client: pg.ClientBase, statement: string): AsyncGenerator<Buffer> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for await (const message of copyMessages(client, statement)) {
    batch.push(message as Buffer);
    bytes += (message as Buffer).length;
    if (bytes < BATCH_BYTES) continue;
    yield Buffer.concat(batch);
    batch = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(batch);
}

/** Sends the bytes to a `copy … from stdin` and waits until the server has taken them all. */
export function copyIn(
  client: pg.ClientBase,
  statement: string,
  source: AsyncIterable<Buffer>,
): Promise<void> {
  return new Promise((done, failed) => {
    let refusal: Error | undefined;
    submit(client, {
      submit: (connection: Connection) => connection.query(statement),
      handleCommandComplete() {},
      handleCopyInResponse: (connection: Connection) => void send(connection, source, () => refusal),
      handleError(error: Error) {
        refusal = error;
        failed(error);
      },
      handleReadyForQuery: () => (refusal ? failed(refusal) : done()),
    });
  });
}

async function send(
  connection: Connection,
  source: AsyncIterable<Buffer>,
  refused: () => Error | undefined,
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (refused()) return; // The server has said why, and listens no more.
      connection.sendCopyFromChunk(chunk);
      await drained(connection);
    }
    if (!refused()) connection.endCopyFrom();
  } catch (error) {
    connection.sendCopyFail(error instanceof Error ? error.message : String(error));
  }
}

/** Waits while more than the socket's own measure of bytes has not left yet. */
const drained = ({ stream }: Connection): Promise<void> =>
  new Promise((done) => {
    const { writableNeedDrain } = stream as unknown as { writableNeedDrain: boolean };
    if (writableNeedDrain) stream.once('drain', done);
    else done();
  });
