import type { ReactElement } from 'react';

export type Bar = {
  readonly key: string;
  readonly label: string;
  readonly value: bigint;
  /** What it is compared with: a tick across the bar's place, not a second colour. */
  readonly tick: bigint;
};

const [WIDTH, PLOT, TOP, FOOT] = [340, 130, 24, 22] as const;
/** Room at the right end for what the hairlines mean. */
const GUTTER = 62;
/** Hairlines above the base. */
const LINES = 2;
/** Thousandths: sums become lengths only here, where nothing is added up any more. */
const GRAIN = 1000n;

/** The smallest round figure at or above a sum: 1, 2 or 5 with zeros. */
function roundUp(value: bigint): bigint {
  for (let power = 1n; ; power *= 10n)
    for (const step of [1n, 2n, 5n]) if (step * power >= value) return step * power;
}

type Props = {
  bars: readonly Bar[];
  /** The bar that is looked at: drawn full and labelled with its value. */
  at: number;
  /** All of it in words. */
  alternative: string;
  text: (minor: bigint) => string;
};

/** Bars from zero with round hairlines labelled at the right end. */
export function MonthBars({ bars, at, alternative, text }: Props): ReactElement {
  const most = bars
    .flatMap(({ value, tick }) => [value, tick])
    .reduce((top, each) => (each > top ? each : top), 0n);
  const scale = roundUp(most > 0n ? most : 1n);
  const tall = (value: bigint): number => (Number((value * GRAIN) / scale) / Number(GRAIN)) * PLOT;
  const base = TOP + PLOT;
  const end = WIDTH - GUTTER;
  const slot = end / Math.max(1, bars.length);
  const width = Math.min(30, slot * 0.56);
  return (
    <svg
      className="monthbars"
      viewBox={`0 0 ${WIDTH} ${base + FOOT}`}
      role="img"
      aria-label={alternative}
      preserveAspectRatio="xMidYMid meet"
    >
      {Array.from({ length: LINES }, (_, n) => {
        const value = (scale * BigInt(n + 1)) / BigInt(LINES);
        const y = base - tall(value);
        return (
          <g key={n}>
            <line className="hair" x1="0" x2={end} y1={y} y2={y} />
            <text x={WIDTH} y={y + 4} textAnchor="end">
              {text(value)}
            </text>
          </g>
        );
      })}
      <line className="base" x1="0" x2={end} y1={base} y2={base} />
      {bars.map(({ key, label, value, tick }, place) => {
        const middle = slot * (place + 0.5);
        const height = value > 0n ? Math.max(2, tall(value)) : 0;
        return (
          <g key={key} className={place === at ? 'at' : undefined}>
            {height > 0 ? (
              <rect x={middle - width / 2} y={base - height} width={width} height={height} rx="3" />
            ) : null}
            {tick > 0n ? (
              <line
                className="tick"
                x1={middle - width / 2 - 4}
                x2={middle + width / 2 + 4}
                y1={base - tall(tick)}
                y2={base - tall(tick)}
              />
            ) : null}
            <text x={middle} y={base + 16} textAnchor="middle">
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
