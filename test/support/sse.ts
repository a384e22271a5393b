/** One event as it came over the stream. */
export type StreamEvent = { readonly id: string; readonly event: string; readonly data: unknown };

export type StreamReader = {
  readonly events: StreamEvent[];
  /** Id of the last event: where to go on after a cut. */
  lastId(): string;
  /** Comments seen: signs of life. */
  comments(): number;
  readonly response: Promise<Response>;
  /** Resolves when the server, or `cut`, has ended the stream. */
  readonly ended: Promise<void>;
  cut(): void;
};

/** Reads an event stream as a browser does. */
export function readStream(
  url: string,
  {
    cookie,
    lastId = '',
    onEvent = () => {},
  }: { cookie: string; lastId?: string; onEvent?: (event: StreamEvent) => void },
): StreamReader {
  const events: StreamEvent[] = [];
  const abort = new AbortController();
  let comments = 0;
  const headers = { accept: 'text/event-stream', cookie, ...(lastId ? { 'last-event-id': lastId } : {}) };
  const response = fetch(url, { headers, signal: abort.signal });
  const take = (block: string): void => {
    const fields = new Map(
      block
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
    );
    if (fields.has('')) comments += 1;
    const data = fields.get('data');
    if (data === undefined) return;
    const event = {
      id: fields.get('id') ?? '',
      event: fields.get('event') ?? 'message',
      data: JSON.parse(data) as unknown,
    };
    events.push(event);
    onEvent(event);
  };
  async function read(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const bytes of (await response).body ?? []) {
      rest += decoder.decode(bytes, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      blocks.forEach(take);
    }
  }
  return {
    events,
    response,
    lastId: () => events.findLast(({ id }) => id !== '')?.id ?? lastId,
    comments: () => comments,
    ended: read().catch(() => {}),
    cut: () => abort.abort(),
  };
}
