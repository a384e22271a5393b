import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hint } from '#common/api/stream';
import type * as stream from './stream.ts';

/** Stands for the browser's EventSource: a test says what the server sends. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static open: FakeSource[] = [];
  readonly url: string;
  readyState = 1;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.open.push(this);
  }
  send(type: string, data: unknown, lastEventId: string): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
    FakeSource.open = FakeSource.open.filter((source) => source !== this);
  }
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event('error'));
  }
}
Object.assign(globalThis, { EventSource: FakeSource, document: { visibilityState: 'visible' } });

type Module = typeof stream;
let tabs = 0;
/** A tab: the module with a state of its own, and what it was told. */
async function openTab() {
  const { onHint } = (await import(`./stream.ts?tab=${(tabs += 1)}`)) as Module;
  const heard: string[] = [];
  const close = onHint(({ type, id }: Hint) => void heard.push(`${type} ${id}`.trim()));
  closers.push(close);
  return { heard, close };
}
const closers: (() => void)[] = [];
beforeEach(async () => {
  for (const close of closers.splice(0)) close();
  await sleep(20);
  assert.deepEqual(FakeSource.open, []);
});
after(() => closers.forEach((close) => close()));

async function until(what: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !what(); n++) await sleep(5);
  assert.ok(what());
}
const source = async (): Promise<FakeSource> => {
  await until(() => FakeSource.open.length === 1);
  return FakeSource.open[0] ?? new FakeSource('');
};

test('tabs share one stream, and each hears everything once', async () => {
  const [first, second, third] = [await openTab(), await openTab(), await openTab()];
  const stream = await source();
  stream.send('message', { type: 'entry', id: '1' }, 'a=1');
  stream.send('message', { type: 'case', id: '2' }, 'a=2');
  await until(() => [first, second, third].every(({ heard }) => heard.length === 2));
  for (const { heard } of [first, second, third]) assert.deepEqual(heard, ['entry 1', 'case 2']);
  assert.equal(FakeSource.open.length, 1);
});

test('when the tab with the stream is closed another goes on from the last hint', async () => {
  const first = await openTab();
  const begun = await source();
  const second = await openTab();
  await sleep(20);
  begun.send('message', { type: 'entry', id: '1' }, 'a=1;b=7');
  await until(() => second.heard.length === 1);
  first.close();
  await until(() => FakeSource.open.length === 1 && FakeSource.open[0] !== begun);
  const next = await source();
  assert.equal(next.url, '/api/v1/stream?last_event_id=a%3D1%3Bb%3D7');
  next.send('hello', { fresh: false }, 'a=1;b=7');
  next.send('message', { type: 'entry', id: '2' }, 'a=2;b=7');
  assert.deepEqual(second.heard, ['entry 1', 'entry 2']);
  assert.deepEqual(first.heard, ['entry 1']);
});

test('hints that may have been missed make everything be asked for again', async () => {
  const tab = await openTab();
  (await source()).send('hello', { fresh: true }, 'a=9');
  assert.deepEqual(tab.heard, ['everything']);
});

test('a refused stream is asked for again after a pause', async () => {
  await openTab();
  const refused = await source();
  refused.refuse();
  assert.deepEqual(FakeSource.open, []);
  await until(() => FakeSource.open.length === 1);
});

test('the end of the session is told to every tab', async () => {
  const [first, second] = [await openTab(), await openTab()];
  (await source()).send('end', {}, '');
  await until(() => [first, second].every(({ heard }) => heard.length === 1));
  assert.deepEqual([first.heard, second.heard], [['session'], ['session']]);
  assert.deepEqual(FakeSource.open, []);
});

test('nobody listens: the stream is closed and the lock is free', async () => {
  const tab = await openTab();
  await source();
  tab.close();
  await until(() => FakeSource.open.length === 0);
  await openTab();
  await source();
});
