import { fromWire } from '#common/money';
import type { ReasonCode, Refusal, WireFact } from '#common/reasons';

/** The refusal that a kept reason was written from: amounts are amounts again. The code and its facts were written by `wireReason`. */
export function refusalOf({ code, facts }: { code: ReasonCode; facts: Record<string, WireFact> }): Refusal {
  const read = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'object' ? fromWire(value) : value,
  ]);
  return { code, ...Object.fromEntries(read) } as Refusal;
}
