import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What every line of a piece of work carries: the request it belongs to, the job, the event. Ids only. */
type LogContext = Readonly<Record<string, string>>;
const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that each line logged in it, however deep, carries these ids. */
export const withLogContext = <T>(ids: LogContext, work: () => T): T =>
  context.run({ ...context.getStore(), ...ids }, work);
/**
 * Names under which secrets or personal data would travel if somebody logged a whole object. The first defence is not to: lines
 * carry ids, codes and counts.
 */
const SECRET_NAMES = [
  'password', 'newPassword', 'paymentPassword', 'secret', 'token', 'otp', 'cookie', 'authorization', 'email', 'phone',
  'name', 'handle', 'note', 'text', 'body', 'to', 'cardToken',
]; // prettier-ignore
/** Levels of a line that are looked through. */
const DEPTH = 3;
const SECRET = new Set(SECRET_NAMES);
// At the top a line's own `name` is ours; below it, it is somebody's.
const SECRET_AT_TOP = new Set(SECRET_NAMES.filter((name) => name !== 'name'));
const CENSOR = '[redacted]';

/**
 * The same line with secrets blotted out; what holds none is not copied. Our own, since a general one for paths with wildcards took
 * longer than all else that is done for a line.
 */
function blotted(value: object, depth = 1): object {
  const secret = depth === 1 ? SECRET_AT_TOP : SECRET;
  let copy: Record<string, unknown> | undefined;
  for (const [name, inner] of Object.entries(value)) {
    const isDeeper =
      depth < DEPTH && typeof inner === 'object' && inner !== null && !(inner instanceof Error);
    const told: unknown = secret.has(name) ? CENSOR : isDeeper ? blotted(inner, depth + 1) : inner;
    if (told === inner) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[name] = told;
  }
  return copy ?? value;
}

/** A logger of JSON lines. Control characters are escaped by JSON, so no value can forge a line. */
export function createLog({ level, stream }: { level: LogLevel; stream?: DestinationStream }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (line: object) => blotted(line) as Record<string, unknown>,
    },
    serializers: { err: loggedError },
    mixin: () => ({ ...context.getStore() }),
  };
  return stream ? pino(options, stream) : pino(options);
}

type LoggedError = {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  where?: string;
  stack?: string;
  cause?: LoggedError;
};

/** Fields of a database error that name our own things; `detail` and `hint` quote rows and stay out. */
const DATABASE_FIELDS = ['code', 'schema', 'table', 'column', 'constraint', 'routine'] as const;
const MAX_CAUSES = 3;

/** An error as it may be logged: the place and the kind, without values that people typed. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'a value that is not an error was thrown' };
  const known = error as Error & Partial<Record<(typeof DATABASE_FIELDS)[number] | 'severity', unknown>>;
  const isDatabase = typeof known.severity === 'string';
  const fields = Object.fromEntries(
    DATABASE_FIELDS.flatMap((name) => (typeof known[name] === 'string' ? [[name, known[name]]] : [])),
  ) as Partial<LoggedError>;
  const message = withoutPersons(isDatabase ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message);
  const frames = error.stack?.slice(Math.max(error.stack.indexOf('\n    at '), 0)).trim();
  return {
    type: error.name,
    message,
    ...fields,
    ...(frames?.startsWith('at ') ? { stack: frames } : {}),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: loggedError(error.cause, depth + 1) }
      : {}),
  };
}

/** Others' error texts quote addresses and numbers; an id or a count of ours is shorter than a telephone number. */
const withoutPersons = (text: string): string =>
  text
    .replaceAll(/(?<![^\s<>"'(])[^\s<>"'(]+@[^\s<>"')]+/g, '…@…')
    .replaceAll(/(?<![\w-])\+?\d(?:[ -]?\d){8,}(?![\w-])/g, '…');
