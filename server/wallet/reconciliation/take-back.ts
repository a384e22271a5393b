import { newId } from '#platform/ids';
import type { RailItem } from './rail.ts';

const BY_REPORT = / ~\d+$/;
/** The line that was told first; what takes it back, or takes that back again, has its key. */
const firstKey = (key: string): string => key.replace(BY_REPORT, '');

/**
 * Lines that take back what a statement does not tell any more. Nothing is ever rubbed out: what was told before and what takes it back stand side
 * by side. Pure but for the new ids.
 */
export function takeBack(
  untold: readonly RailItem[],
  { report, day }: { report: bigint; day: string },
): RailItem[] {
  const left = new Map<string, { line: RailItem; minor: bigint }>();
  for (const line of untold) {
    const key = firstKey(line.key);
    const known = left.get(key);
    left.set(key, { line: known?.line ?? line, minor: (known?.minor ?? 0n) + line.amountMinor });
  }
  return [...left].flatMap(([key, { line, minor }]) =>
    minor === 0n
      ? []
      : [
          {
            ...line,
            id: newId('ri'),
            key: `${key} ~${report}`,
            day,
            report,
            amountMinor: -minor,
            isReversal: true,
          },
        ],
  );
}
