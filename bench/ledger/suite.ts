// Durable transfers per second: the poster of the product beside pgledger, a TPC-B-like transaction and one statement by a plain client, in
// turn on one server in one run. docs/BENCHMARKS.md tells how to read the figures.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { SuiteOptions } from '../main.ts';
import { type Figures, type Goal, type Outcome, quantile } from '../report.ts';
import { spentBy } from '../http/cpu.ts';
import type { Order, Seen } from './ours.ts';
import { oneStatement, type Peer, peerPerSecond, pgledger, tpcb } from './peers.ts';
import { bytesPerTransfer } from './sizes.ts';
import { ledgerWorld, type World } from './world.ts';

type Size = {
  readonly accounts: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly peerSeconds: number;
};
const FULL: Size = { accounts: 10_000, rounds: 3, seconds: 3, peerSeconds: 2 };
const QUICK: Size = { accounts: 500, rounds: 1, seconds: 0.5, peerSeconds: 0.5 };

const CALLERS = [1, 64, 512, 4_096] as const;
const SHAPES = ['uniform', 'zipf', 'hot'] as const;
const CONNECTIONS = [8, 16, 32] as const;

/** What is measured of ours: shapes by callers, and whether a caller beside a plain client, requests of a thousand and several processes too. */
type Windows = {
  readonly shapes: readonly (typeof SHAPES)[number][];
  readonly callers: readonly (typeof CALLERS)[number][];
  readonly others: boolean;
};
const ALL_WINDOWS: Windows = { shapes: SHAPES, callers: CALLERS, others: true };
/** `--only payment`: money alone and with what a payment writes, beside the peers. */
const PAYMENT_WINDOWS: Windows = { shapes: ['uniform', 'hot'], callers: [512], others: false };

type Samples = Map<string, number[]>;
const keep = (samples: Samples, name: string, value: number): void =>
  void samples.set(name, [...(samples.get(name) ?? []), value]);
const middle = (values: readonly number[] = []): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

export async function ledgerSuite({ quick, tell, pgledgerFolder, only }: SuiteOptions): Promise<Outcome> {
  const windows = only === 'payment' ? PAYMENT_WINDOWS : ALL_WINDOWS;
  const size = quick ? QUICK : FULL;
  const world = await ledgerWorld(size.accounts);
  const children = Array.from({ length: 4 }, () =>
    fork(join(import.meta.dirname, 'ours.ts'), { stdio: 'inherit' }),
  );
  try {
    const peers = [await tpcb(world), await oneStatement(world)];
    if (pgledgerFolder === undefined)
      tell('pgledger is absent: clone pgr0ss/pgledger and say --pgledger DIR to be measured beside it');
    else peers.push(await pgledger(world, pgledgerFolder));
    const samples: Samples = new Map();
    for (let round = 0; round <= size.rounds; round += 1) {
      // The first is not counted: code is compiled, plans are made, tables fill the cache.
      await oneRound({
        ...size,
        world,
        peers,
        children,
        windows,
        samples: round === 0 ? new Map() : samples,
      });
      tell(`${round} of ${size.rounds} rounds`);
    }
    return outcomeOf(samples, await bytesPerTransfer(world, peers));
  } finally {
    for (const child of children) child.disconnect();
    await world.close();
  }
}

type Round = Size & {
  readonly world: World;
  readonly peers: readonly Peer[];
  readonly children: readonly ChildProcess[];
  readonly samples: Samples;
  readonly windows: Windows;
};

async function oneRound(round: Round): Promise<void> {
  const { samples, peers, peerSeconds, windows } = round;
  for (const shape of windows.shapes) {
    for (const callers of windows.callers) {
      // The peers stand right beside what they are compared with.
      if (callers === 512 && shape !== 'zipf') await peersRound(round, shape === 'hot');
      await ours(round, { shape, callers, rows: false });
      if (callers === 512) await ours(round, { shape, callers, rows: true });
    }
  }
  if (!windows.others) return;
  const alone = peers.find(({ name }) => name === 'one_statement');
  if (alone) {
    keep(
      samples,
      'plain_1',
      await peerPerSecond(alone, { connections: 1, hot: false, seconds: peerSeconds }),
    );
    await ours(round, { shape: 'uniform', callers: 1, rows: false }, 'ours_beside_plain_1');
  }
  await ours(round, { shape: 'many', callers: 4, rows: false });
  for (const processes of [2, 4]) {
    for (const shape of ['uniform', 'hot'] as const) await severalProcesses(round, processes, shape);
  }
}

async function peersRound({ samples, peers, peerSeconds }: Round, hot: boolean): Promise<void> {
  for (const peer of peers) {
    if (peer.name === 'one_statement') continue;
    const connections = peer.name === 'tpcb' ? [8] : CONNECTIONS;
    const rates: number[] = [];
    for (const count of connections)
      rates.push(await peerPerSecond(peer, { connections: count, hot, seconds: peerSeconds }));
    keep(samples, `${peer.name}_${hot ? 'hot' : 'uniform'}`, Math.max(...rates));
  }
}

type Asked = { shape: Order['shape']; callers: number; rows: boolean };

async function ours(
  { world, children, seconds, samples }: Round,
  asked: Asked,
  name = `ours_${asked.shape}_${asked.callers}${asked.rows ? '_rows' : ''}`,
): Promise<void> {
  const [child] = children;
  if (!child) throw new Error('there is a child');
  const before = spentBy(process.pid, world.cluster.pid).postgresMs;
  const seen = await ordered(child, { ...asked, ...placeOf(world), seconds });
  const postgresMs = spentBy(process.pid, world.cluster.pid).postgresMs - before;
  if (seen.refused > 0) throw new Error(`${seen.refused} transfers were refused`);
  keep(samples, name, seen.moves / seen.seconds);
  keep(samples, `${name}_p50_ms`, seen.p50Ms);
  keep(samples, `${name}_p99_ms`, seen.p99Ms);
  keep(samples, `${name}_node_us`, (seen.cpuMs * 1000) / seen.moves);
  keep(samples, `${name}_postgres_us`, (postgresMs * 1000) / seen.moves);
}

const placeOf = ({ cluster, accounts, owners }: World) => ({
  url: cluster.appUrl,
  accounts: accounts.map(String),
  owners,
});

async function severalProcesses(
  { world, children, seconds, samples }: Round,
  processes: number,
  shape: Order['shape'],
): Promise<void> {
  const order = { shape, callers: 512 / processes, rows: false, ...placeOf(world), seconds };
  const seen = await Promise.all(children.slice(0, processes).map((child) => ordered(child, order)));
  keep(
    samples,
    `ours_${shape}_512_by_${processes}_processes`,
    seen.reduce((sum, one) => sum + one.moves / one.seconds, 0),
  );
}

function ordered(child: ChildProcess, order: Order): Promise<Seen> {
  return new Promise((done, failed) => {
    child.once('message', (answer: { seen?: Seen; failed?: string }) =>
      answer.seen ? done(answer.seen) : failed(new Error(answer.failed)),
    );
    child.send(order);
  });
}

function outcomeOf(samples: Samples, bytes: Figures): Outcome {
  const figures: Figures = {};
  for (const [name, values] of samples) {
    const unit = /_(?:ms|us)$/.test(name) ? '' : '_per_second';
    figures[`${name}${unit}`] = middle(values);
    if (unit) figures[`${name}_noise_share`] = (Math.max(...values) - Math.min(...values)) / middle(values);
  }
  const ratio = (name: string, above: string, below: string): void => {
    const [a, b] = [samples.get(above), samples.get(below)];
    if (a && b) figures[name] = middle(a.map((value, index) => value / (b[index] ?? Number.NaN)));
  };
  ratio('ratio_uniform_to_pgledger', 'ours_uniform_512', 'pgledger_uniform');
  ratio('ratio_hot_to_pgledger', 'ours_hot_512', 'pgledger_hot');
  ratio('ratio_uniform_rows_to_pgledger', 'ours_uniform_512_rows', 'pgledger_uniform');
  ratio('ratio_hot_rows_to_pgledger', 'ours_hot_512_rows', 'pgledger_hot');
  ratio('ratio_hot_to_uniform', 'ours_hot_512', 'ours_uniform_512');
  ratio('ratio_uniform_to_tpcb', 'ours_uniform_512', 'tpcb_uniform');
  ratio('cost_alone_to_plain', 'plain_1', 'ours_beside_plain_1');
  return { figures: { ...figures, ...bytes }, goals: GOALS };
}

const GOALS: readonly Goal[] = [
  { figure: 'ratio_uniform_to_pgledger', atLeast: 20 },
  { figure: 'ratio_hot_to_pgledger', atLeast: 50 },
  { figure: 'ratio_hot_to_uniform', atLeast: 1 },
  { figure: 'ratio_uniform_to_tpcb', atLeast: 8 },
  { figure: 'cost_alone_to_plain', atMost: 1.3 },
  { figure: 'bytes_to_pgledger_share', atMost: 0.3 },
];
