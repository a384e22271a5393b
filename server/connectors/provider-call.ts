import { type IncomingMessage, request as sendPlain } from 'node:http';
import { request as sendOverTls } from 'node:https';

/** Longest wait for a whole answer, connection included. A person is waiting too, and asking again is always possible. */
export const ANSWER_TIMEOUT_MILLIS = 5_000;
/** Largest answer that is read, in bytes; a charge has less than 1 kB. */
const ANSWER_LIMIT = 64 * 1024;

/** Nothing reached the provider, or it said that it took nothing. */
export type NotTaken =
  | 'connection_refused'
  | 'host_unreachable'
  | 'connect_timeout'
  | 'key_refused'
  | 'throttled'
  | 'request_refused';
/** The provider may have taken the request, and we do not know what became of it. */
export type NotKnown =
  | 'timeout'
  | 'connection_dropped'
  | 'server_error'
  | 'answer_too_large'
  | 'answer_unreadable';

export type ProviderAnswer =
  | { kind: 'answered'; status: number; body: unknown }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown };

type Call = {
  /** The provider's API, with its path if it has one. */
  baseUrl: string;
  /** Begins with a slash. */
  path: string;
  method: 'GET' | 'POST' | 'PUT';
  key: string;
  body?: unknown;
  /** A file, as it stands, in the place of `body`. */
  xml?: string;
  /** Headers that are made from what is sent, such as a signature over it. */
  signed?: (text: string) => Record<string, string>;
  timeoutMillis?: number | undefined;
};

/**
 * One call to a provider. What cannot be known is told as unknown and never thrown: once the connection stands, the request
 * may have been taken, whatever happens afterwards. Errors carry a cause and nothing of the request.
 */
export function callProvider({
  baseUrl,
  path,
  method,
  key,
  body,
  xml,
  signed,
  timeoutMillis = ANSWER_TIMEOUT_MILLIS,
}: Call): Promise<ProviderAnswer> {
  const url = new URL(baseUrl.replace(/(?<!\/)\/+$/, '') + path);
  const isTls = url.protocol === 'https:';
  const text = xml ?? (body === undefined ? '' : JSON.stringify(body));
  const type = xml === undefined ? 'application/json' : 'application/xml';
  return new Promise((resolve) => {
    let isConnected = false;
    const request = (isTls ? sendOverTls : sendPlain)(url, {
      method,
      // No kept connections: one that the other side closes meanwhile would turn an unsent request into an unknown one.
      agent: false,
      signal: AbortSignal.timeout(timeoutMillis),
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
        'user-agent': 'okpay',
        ...signed?.(text),
        ...(text !== '' && { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
      },
    });
    request.on('socket', (socket) =>
      socket.once(isTls ? 'secureConnect' : 'connect', () => (isConnected = true)),
    );
    request.on('error', (error) =>
      resolve(
        isConnected
          ? { kind: 'unknown', cause: causeAfterSending(error) }
          : { kind: 'unavailable', cause: causeBeforeSending(error) },
      ),
    );
    request.on('response', (response) =>
      readAnswer(response).then(resolve, (error: unknown) =>
        resolve({ kind: 'unknown', cause: causeAfterSending(error) }),
      ),
    );
    request.end(text);
  });
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
/** `AbortSignal.timeout` ends a request with an AbortError whose cause is the TimeoutError. */
const isTimeout = (error: unknown): boolean =>
  nameOf(error) === 'TimeoutError' || nameOf(error) === 'AbortError';

export function causeBeforeSending(error: unknown): NotTaken {
  if (isTimeout(error)) return 'connect_timeout';
  return codeOf(error) === 'ECONNREFUSED' ? 'connection_refused' : 'host_unreachable';
}
export const causeAfterSending = (error: unknown): NotKnown =>
  isTimeout(error) ? 'timeout' : 'connection_dropped';

async function readAnswer(response: IncomingMessage): Promise<ProviderAnswer> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) {
      response.destroy();
      return { kind: 'unknown', cause: 'answer_too_large' };
    }
    chunks.push(chunk);
  }
  if (status >= 500 || status === 408) return { kind: 'unknown', cause: 'server_error' };
  if (status === 401 || status === 403) return { kind: 'unavailable', cause: 'key_refused' };
  if (status === 429) return { kind: 'unavailable', cause: 'throttled' };
  // An answer that moves elsewhere is not followed: the key would go along.
  if (status < 200 || (status >= 300 && status < 400)) return { kind: 'unknown', cause: 'answer_unreadable' };
  const body = parseJson(Buffer.concat(chunks).toString('utf8'));
  return body === undefined
    ? { kind: 'unknown', cause: 'answer_unreadable' }
    : { kind: 'answered', status, body };
}

/** undefined for text that is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
