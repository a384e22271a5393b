// A connection that sends prepared bytes and reads one answer at a time: the load must cost less than what it measures.
import { connect, type Socket } from 'node:net';

export type Connection = {
  /** Sends one whole request and answers its status and body. One at a time. */
  ask(request: Buffer): Promise<Answer>;
  close(): void;
};
export type Answer = { readonly status: number; readonly body: string };

/** Milliseconds without an answer after which a measurement is worth nothing. */
const PATIENCE_MS = 30_000;
const HEAD_END = Buffer.from('\r\n\r\n');

export async function openConnections(port: number, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => open(port)));
}

async function open(port: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((done, failed) => socket.once('connect', done).once('error', failed));
  return connectionOn(socket);
}

type Waiting = { answered: (answer: Answer) => void; failed: (error: Error) => void };

function connectionOn(socket: Socket): Connection {
  let waiting: Waiting | undefined;
  let seen: Buffer = Buffer.alloc(0);
  const fail = (error: Error): void => {
    waiting?.failed(error);
    waiting = undefined;
  };
  socket.on('error', fail).on('close', () => fail(new Error('the server closed the connection')));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the server did not answer in time')));
  socket.on('data', (bytes) => {
    seen = seen.length === 0 ? bytes : Buffer.concat([seen, bytes]);
    const answer = answerIn(seen);
    if (!answer) return;
    seen = Buffer.alloc(0);
    const { answered } = waiting ?? {};
    waiting = undefined;
    answered?.(answer);
  });
  return {
    ask: (request) =>
      new Promise((answered, failed) => {
        waiting = { answered, failed };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** A whole answer with a length, or nothing while some of it is missing. */
function answerIn(seen: Buffer): Answer | null {
  const end = seen.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = seen.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const from = end + HEAD_END.length;
  if (seen.length < from + length) return null;
  return { status: Number(head.slice(9, 12)), body: seen.toString('utf8', from, from + length) };
}

/** A POST of a browser of ours as the bytes that go over the line. */
export function postBytes(path: string, body: string, headers: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
