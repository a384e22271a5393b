import type { Hint } from '#common/api/stream';

/** Told instead of a single hint when some may have been missed: everything on screen is asked for again. */
export const EVERYTHING: Hint = { type: 'everything', id: '' };
/** Told when the server has ended the session. */
export const SESSION_OVER: Hint = { type: 'session', id: '' };

type Listener = (hint: Hint) => void;
/** What the tab that holds the stream tells the others. `at` is where to go on. */
type Told = { readonly alive: true } | { readonly hint: Hint; readonly at: string };

/** Milliseconds between signs of life of the tab that holds the stream, and after which another takes it over. */
const ALIVE_MS = 10_000;
const SILENT_MS = 26_000;
/** Milliseconds before a stream that was refused is asked for again: doubling, spread, so that not all come back at once. */
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;

/**
 * One event stream for all tabs of a browser: HTTP/1.1 allows six connections to a host, and each tab would take one for ever. The tab
 * that holds the lock has the stream and tells the others. When it is closed the lock passes on; when it is put to sleep with the lock,
 * another takes it. The new holder goes on from the last hint that it has heard of, so nothing is missed or told twice.
 */
function sharedStream(name: string, url: string): (listener: Listener) => () => void {
  const listeners = new Set<Listener>();
  let position = '';
  let stop = (): void => {};
  const stream: Stream = {
    name,
    url,
    position: () => position,
    tell(hint, at) {
      position = at || position;
      for (const listener of listeners) listener(hint);
    },
  };
  return (listener) => {
    if (listeners.size === 0) stop = start(stream);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) stop();
    };
  };
}

type Stream = {
  readonly name: string;
  readonly url: string;
  readonly position: () => string;
  readonly tell: (hint: Hint, at: string) => void;
};

/** Begins to listen in this tab, by a stream of its own or by the tab that has one; the answer ends it. */
function start(stream: Stream): () => void {
  const ended = new AbortController();
  if (typeof BroadcastChannel === 'function' && typeof navigator.locks === 'object')
    joinTabs(stream, ended.signal);
  else holdStream(stream, ended.signal);
  return () => ended.abort();
}

function joinTabs(stream: Stream, ended: AbortSignal): void {
  const channel = new BroadcastChannel(stream.name);
  const say = (told: Told): void => channel.postMessage(told);
  let heardAt = performance.now();
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    heardAt = performance.now();
    if ('hint' in data) stream.tell(data.hint, data.at);
  });
  /** Has the stream until another tab takes it or nobody listens here any more. */
  const hold = (lost: AbortSignal): Promise<void> => {
    const alive = setInterval(() => say({ alive: true }), ALIVE_MS);
    heardAt = Number.POSITIVE_INFINITY; // It does not listen for itself.
    const tell: Stream['tell'] = (hint, at) => {
      stream.tell(hint, at);
      say({ hint, at });
    };
    say({ alive: true });
    holdStream({ ...stream, tell }, lost);
    return new Promise((done) => {
      lost.addEventListener('abort', () => {
        clearInterval(alive);
        heardAt = performance.now();
        done();
      });
    });
  };
  const watch = setInterval(() => {
    if (performance.now() - heardAt < SILENT_MS || document.visibilityState !== 'visible') return;
    heardAt = performance.now();
    void takeTurn(stream.name, { steal: true }, hold, ended);
  }, ALIVE_MS);
  void takeTurn(stream.name, {}, hold, ended);
  ended.addEventListener('abort', () => {
    clearInterval(watch);
    channel.close();
  });
}

/** Waits for the lock, or takes it from a tab that sleeps; when it is taken from us we queue up again. */
async function takeTurn(
  name: string,
  { steal = false },
  hold: (lost: AbortSignal) => Promise<void>,
  ended: AbortSignal,
): Promise<void> {
  for (let first = true; !ended.aborted; first = false) {
    const turn = new AbortController();
    const end = (): void => turn.abort();
    ended.addEventListener('abort', end);
    try {
      // A signal cannot be given together with `steal`.
      const options = steal && first ? { steal: true } : { signal: ended };
      await navigator.locks.request(name, options, () => hold(turn.signal));
    } catch {
      // Taken by another tab, or nobody listens here any more.
    } finally {
      ended.removeEventListener('abort', end);
      end();
    }
  }
}

/** Opens the stream and keeps it open until `lost`. A lost line the browser mends by itself; a refusal it leaves to us. */
function holdStream({ url, position, tell }: Stream, lost: AbortSignal): void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  function open(): void {
    if (lost.aborted) return;
    const at = position();
    const opened = new EventSource(at === '' ? url : `${url}?last_event_id=${encodeURIComponent(at)}`);
    source = opened;
    opened.addEventListener('hello', ({ data, lastEventId }: MessageEvent<string>) => {
      failures = 0;
      const { fresh } = JSON.parse(data) as { fresh: boolean };
      // A first stream begins with what the page has just loaded; a later one that is fresh may have missed something.
      if (fresh) tell(EVERYTHING, lastEventId);
    });
    opened.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) =>
      tell(JSON.parse(data) as Hint, lastEventId),
    );
    opened.addEventListener('end', () => {
      opened.close();
      tell(SESSION_OVER, '');
      again();
    });
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) again();
    });
  }
  function again(): void {
    const pause = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures) * (0.5 + Math.random() / 2);
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(open, pause);
  }
  lost.addEventListener('abort', () => {
    clearTimeout(timer);
    source?.close();
  });
  open();
}

/** Calls back for everything that is new for the signed-in customer; the answer stops it. */
export const onHint = sharedStream('okpay-stream', '/api/v1/stream');
/** The same for staff. */
export const onStaffHint = sharedStream('okpay-staff-stream', '/api/v1/staff/stream');
