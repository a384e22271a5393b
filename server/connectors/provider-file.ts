import { type IncomingMessage, request as sendPlain } from 'node:http';
import { request as sendOverTls } from 'node:https';
import { err, ok, type Result } from '#common/result';
import { causeAfterSending, causeBeforeSending, type NotKnown, type NotTaken } from './provider-call.ts';

/** The line broke while a file came. What had come of it is no file. */
export class LineBroken extends Error {
  override readonly cause: NotKnown;
  constructor(cause: NotKnown) {
    super(cause);
    this.name = 'LineBroken';
    this.cause = cause;
  }
}

export type FileNotOpened = { readonly code: 'bank_unavailable'; readonly cause: NotTaken | NotKnown };
const notOpened = (cause: NotTaken | NotKnown): Result<never, FileNotOpened> =>
  err({ code: 'bank_unavailable', cause });

type FileCall = {
  readonly baseUrl: string;
  /** Begins with a slash. */
  readonly path: string;
  readonly key: string;
  /** Longest silence, not the time of the whole: a large file takes as long as it takes. */
  readonly timeoutMillis: number;
};

/** Asks a provider for a file and hands it over as it comes. */
export function openFile({
  baseUrl,
  path,
  key,
  timeoutMillis,
}: FileCall): Promise<Result<AsyncIterable<Uint8Array>, FileNotOpened>> {
  const url = new URL(baseUrl.replace(/(?<!\/)\/+$/, '') + path);
  const isTls = url.protocol === 'https:';
  return new Promise((resolve) => {
    let isConnected = false;
    const request = (isTls ? sendOverTls : sendPlain)(url, {
      method: 'GET',
      agent: false,
      headers: { authorization: `Bearer ${key}`, accept: '*/*', 'user-agent': 'okpay' },
    });
    request.setTimeout(timeoutMillis, () => request.destroy(new DOMException('silent', 'TimeoutError')));
    request.on('socket', (socket) =>
      socket.once(isTls ? 'secureConnect' : 'connect', () => (isConnected = true)),
    );
    request.on('error', (error) =>
      resolve(notOpened(isConnected ? causeAfterSending(error) : causeBeforeSending(error))),
    );
    request.on('response', (response) => {
      const refused = refusalOf(response.statusCode ?? 0);
      if (refused === null) return resolve(ok(chunksOf(response)));
      response.destroy();
      resolve(notOpened(refused));
    });
    request.end();
  });
}

function refusalOf(status: number): NotTaken | NotKnown | null {
  if (status === 200) return null;
  if (status >= 500 || status === 408) return 'server_error';
  if (status === 401 || status === 403) return 'key_refused';
  return status === 429 ? 'throttled' : 'answer_unreadable';
}

async function* chunksOf(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw new LineBroken(causeAfterSending(error));
  }
  if (!response.complete) throw new LineBroken('connection_dropped');
}
