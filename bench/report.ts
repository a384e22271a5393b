// What a suite answers: figures under names, and how they are shown.
import fs from 'node:fs';
import os from 'node:os';
import { loadavg } from 'node:os';

/** One measured number under a name that says its unit last. */
export type Figures = Record<string, number>;

export type Goal = {
  readonly figure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
};

export type Outcome = {
  readonly figures: Figures;
  readonly goals: readonly Goal[];
};

/** What a figure depends on. Nothing here names the machine or its owner. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  readonly node: string;
  /** Load of the last minute before the suite began: a busy machine measures its neighbours. */
  readonly loadBefore: number;
};

export const machine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  os: `${os.type()} ${os.release()} ${os.arch()}`,
  node: process.version,
  loadBefore: rounded(loadavg()[0] ?? 0),
});

/** Four digits say all that a measurement on a shared machine can say. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

export function table(suite: string, on: Machine, { figures, goals }: Outcome): string {
  const rows = Object.entries(figures).map(([name, value]) => [
    name,
    shown(value),
    verdict(name, value, goals),
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => (row[column] ?? '').length));
  const [names, values] = [width(0), width(1)];
  const lines = rows.map(([name = '', value = '', goal = '']) =>
    `  ${name.padEnd(names)}  ${value.padStart(values)}  ${goal}`.trimEnd(),
  );
  const { cpu, cores, memoryGiB, os: system, node, loadBefore } = on;
  return [
    `${suite}: ${cores} × ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}, load before ${loadBefore}`,
    ...lines,
  ].join('\n');
}

const shown = (value: number): string => rounded(value).toLocaleString('en', { maximumSignificantDigits: 4 });

function verdict(name: string, value: number, goals: readonly Goal[]): string {
  const goal = goals.find(({ figure }) => figure === name);
  if (!goal) return '';
  const { atMost, atLeast } = goal;
  const isMet = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
  const wanted = [
    ...(atMost === undefined ? [] : [`≤ ${atMost}`]),
    ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]),
  ];
  return `goal ${wanted.join(', ')}: ${isMet ? 'met' : 'not met'}`;
}

export function writeJson(file: string, suite: string, on: Machine, { figures }: Outcome): void {
  const exact = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
  fs.writeFileSync(file, `${JSON.stringify({ suite, machine: on, figures: exact }, null, 2)}\n`);
}

/** Smallest, middle and largest of repeated measurements. */
export function spread(name: string, unit: string, values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    [`${name}_min_${unit}`]: sorted[0] ?? Number.NaN,
    [`${name}_median_${unit}`]: quantile(sorted, 0.5),
    [`${name}_max_${unit}`]: sorted.at(-1) ?? Number.NaN,
  };
}

/** The smallest measured value that at least this share of all values does not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
