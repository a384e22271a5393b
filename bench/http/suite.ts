// A whole payment to a person (session, idempotency, limits, risk, proof, ledger, events; every commit on disk) beside a bare Fastify
// POST with a schema, in turn on the same machine in the same run.
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster } from '#platform/postmaster';
import { dataFolder, type Product, startProduct } from '../../test/support/product.ts';
import type { SuiteOptions } from '../main.ts';
import { type Figures, type Outcome, quantile, spread } from '../report.ts';
import { type Spent, spentBy, spentByProcess } from './cpu.ts';
import { type BesideDatabase, besideDatabase } from './database.ts';
import type { Order, Seen } from './load.ts';
import { makePayers, type Payer, preparePayments } from './people.ts';

type Size = {
  readonly people: number;
  /** Pairs of windows: a payment window and a bare one. */
  readonly pairs: number;
  /** Payments prepared for a window, more than it can take, and how long it lasts. */
  readonly payments: number;
  readonly seconds: number;
  readonly bareSeconds: number;
};
const FULL: Size = { people: 200, pairs: 4, payments: 24_000, seconds: 5, bareSeconds: 5 };
const QUICK: Size = { people: 24, pairs: 1, payments: 1_000, seconds: 1, bareSeconds: 1 };

/** Callers at once, of both servers: what Fastify's own benchmarks take. */
const CALLERS = 100;
/** Share of the measured throughput at which latencies are looked at. */
const SHARE = 0.5;
/** Milliseconds that what the payments have set off (notices, mails) may take to be done. */
const QUIET_PATIENCE_MS = 300_000;

const ROOT = join(import.meta.dirname, '../..');

type World = Size & {
  readonly product: Product;
  readonly database: BesideDatabase;
  readonly payers: readonly Payer[];
  readonly bare: { readonly port: number; readonly pid: number };
  readonly generatorPid: number;
  readonly load: (order: Order) => Promise<Seen>;
  readonly tell: SuiteOptions['tell'];
};
type Window = Seen & {
  readonly perSecond: number;
  readonly spent: Spent;
  /** By what follows from the window's payments until everything is done, and how long that took. */
  readonly spentAfter: Spent;
  readonly quietAfterSeconds: number;
  readonly generatorMs: number;
};
type BareWindow = { readonly perSecond: number; readonly answers: number; readonly serverMs: number };

export async function httpSuite({ quick, profile, tell }: SuiteOptions): Promise<Outcome> {
  const size = quick ? QUICK : FULL;
  const data = dataFolder();
  const node = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const children: ChildProcess[] = [];
  try {
    const product = await startProduct({
      data,
      node,
      env: { TRUSTED_PROXY: '127.0.0.1' },
    });
    const bare = child('bare.ts', children);
    const barePort = await new Promise<number>((done) =>
      bare.once('message', ({ port }: { port: number }) => done(port)),
    );
    const generator = child('load.ts', children);
    tell(`${size.people} people register, prove mail and phone, and top up …`);
    const payers = await makePayers(product.url, size.people);
    const database = await besideDatabase(data);
    const world: World = {
      ...size,
      product,
      database,
      payers,
      bare: { port: barePort, pid: bare.pid ?? 0 },
      generatorPid: generator.pid ?? 0,
      load: (order) => ordered(generator, order),
      tell,
    };
    const outcome = await measure(world);
    await database.close();
    tell(checkedBooks(data));
    await product.stop();
    return outcome;
  } finally {
    for (const one of children) one.disconnect();
    fs.rmSync(data, { recursive: true, force: true });
  }
}

function child(file: string, children: ChildProcess[]): ChildProcess {
  const started = fork(join(import.meta.dirname, file), { stdio: 'inherit' });
  children.push(started);
  return started;
}

function ordered(generator: ChildProcess, order: Order): Promise<Seen> {
  return new Promise((done, failed) => {
    generator.once('message', (answer: { seen?: Seen; failed?: string }) =>
      answer.seen ? done(answer.seen) : failed(new Error(answer.failed)),
    );
    generator.send(order);
  });
}

async function measure(world: World): Promise<Outcome> {
  const { pairs, tell } = world;
  // Both once without counting: code is compiled, connections are open, plans are made.
  await paymentWindow(world);
  await bareWindow(world);
  const payments: Window[] = [];
  const bare: BareWindow[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    const paid = await paymentWindow(world);
    const posted = await bareWindow(world);
    payments.push(paid);
    bare.push(posted);
    tell(
      `${pair} of ${pairs}: ${Math.round(paid.perSecond)} payments/s, ${Math.round(posted.perSecond)} bare/s`,
    );
  }
  const rates = payments.map(({ perSecond }) => perSecond).toSorted((a, b) => a - b);
  const rate = quantile(rates, 0.5) * SHARE;
  const open = await openWindow(world, rate);
  const ratios = payments.map(({ perSecond }, index) => perSecond / (bare[index]?.perSecond ?? Number.NaN));
  return {
    figures: {
      ...spread('payments', 'per_second', rates),
      ...spread(
        'bare',
        'per_second',
        bare.map(({ perSecond }) => perSecond),
      ),
      ...spread('ratio', 'share', ratios),
      ...closedFigures(payments),
      bare_cpu_per_request_ms:
        sumOf(bare, ({ serverMs }) => serverMs) / sumOf(bare, ({ answers }) => answers),
      half_load_per_second: rate,
      half_load_answers: open.answers,
      half_load_p50_ms: open.p50Ms,
      half_load_p99_ms: open.p99Ms,
      half_load_max_ms: open.maxMs,
    },
    goals: [
      { figure: 'ratio_median_share', atLeast: 0.25 },
      { figure: 'half_load_p99_ms', atMost: 25 },
    ],
  };
}

function closedFigures(windows: readonly Window[]): Figures {
  const answers = sumOf(windows, (window) => window.answers);
  const perPayment = (of: (window: Window) => number): number => sumOf(windows, of) / answers;
  return {
    payments_measured: answers,
    full_load_p50_ms: quantile(
      windows.map(({ p50Ms }) => p50Ms).toSorted((a, b) => a - b),
      0.5,
    ),
    full_load_p99_ms: quantile(
      windows.map(({ p99Ms }) => p99Ms).toSorted((a, b) => a - b),
      0.5,
    ),
    node_cpu_per_payment_ms: perPayment(({ spent }) => spent.nodeMs),
    postgres_cpu_per_payment_ms: perPayment(({ spent }) => spent.postgresMs),
    generator_cpu_per_payment_ms: perPayment(({ generatorMs }) => generatorMs),
    node_cpu_after_payment_ms: perPayment(({ spentAfter }) => spentAfter.nodeMs),
    postgres_cpu_after_payment_ms: perPayment(({ spentAfter }) => spentAfter.postgresMs),
    background_after_window_max_seconds: Math.max(
      ...windows.map(({ quietAfterSeconds }) => quietAfterSeconds),
    ),
  };
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const prepared = ({ payers, product, database }: World, count: number): Promise<string[]> =>
  preparePayments(payers, count, { origin: product.url, giveProofs: database.giveProofs });

/** Callers pay as fast as they are answered. Afterwards waits until everything that follows from it is done. */
async function paymentWindow(world: World): Promise<Window> {
  const { product, payments, seconds, load, generatorPid } = world;
  const requests = await prepared(world, payments);
  await quiet(world);
  const [before, generatorBefore] = [spent(product), spentByProcess(generatorPid)];
  const seen = await load({
    kind: 'closed',
    callers: CALLERS,
    port: Number(new URL(product.url).port),
    requests,
    repeat: false,
    expected: 201,
    seconds,
  });
  const [after, generatorMs] = [spent(product), spentByProcess(generatorPid) - generatorBefore];
  const quietAfterSeconds = await quiet(world);
  return {
    ...seen,
    perSecond: seen.answers / seen.seconds,
    spent: between(before, after),
    spentAfter: between(after, spent(product)),
    quietAfterSeconds,
    generatorMs,
  };
}

const spent = ({ pid, data }: Product): Spent => spentBy(pid, findPostmaster(join(data, 'postgres'))?.pid);
const between = (before: Spent, after: Spent): Spent => ({
  nodeMs: after.nodeMs - before.nodeMs,
  postgresMs: after.postgresMs - before.postgresMs,
});

async function bareWindow(world: World): Promise<BareWindow> {
  const { bare, bareSeconds, load } = world;
  const requests = await prepared(world, 1);
  await quiet(world);
  const before = spentByProcess(bare.pid);
  const order = { kind: 'closed', callers: CALLERS, expected: 201, repeat: true, requests } as const;
  const { answers, seconds } = await load({ ...order, port: bare.port, seconds: bareSeconds });
  return { answers, perSecond: answers / seconds, serverMs: spentByProcess(bare.pid) - before };
}

/** Seconds that payments arrive at half load: long enough that what follows from them runs beside them. */
const OPEN_SECONDS = 15;

/** Payments arrive by chance at half of what the product can do; the longest of them are looked at. */
async function openWindow(world: World, perSecond: number): Promise<Seen> {
  const { product, load, payments } = world;
  const requests = await prepared(world, Math.min(payments, Math.ceil(perSecond * OPEN_SECONDS)));
  await quiet(world);
  const port = Number(new URL(product.url).port);
  const seconds = requests.length / perSecond;
  return load({ kind: 'open', perSecond, port, requests, repeat: false, expected: 201, seconds });
}

/** Waits until no event, job or mail of earlier payments is left, so that it is paid for by nobody else's window. Answers how long. */
async function quiet({ database }: World): Promise<number> {
  const began = performance.now();
  for (let still = 0; still < 3;) {
    if (performance.now() - began > QUIET_PATIENCE_MS) throw new Error('the product does not come to rest');
    still = (await database.waiting()) === 0 ? still + 1 : 0;
    await sleep(300);
  }
  return (performance.now() - began) / 1000;
}

/** Figures of a ledger that does not add up would be worth nothing. */
function checkedBooks(data: string): string {
  return execFileSync(process.execPath, ['server/cli.ts', 'verify'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], OKPAY_DATA: data },
    encoding: 'utf8',
  }).trim();
}
