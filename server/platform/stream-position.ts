/**
 * How far a stream has come: the number of the last hint of each audience. It travels as the id of each event
 * (`customer:cus_…=12;staff=7`) and comes back as Last-Event-ID.
 */
export type Position = Map<string, bigint>;

const PAIR = /^([\w:-]{1,200})=(\d{1,18})$/;

export const positionText = (position: Position): string =>
  [...position].map(([audience, seq]) => `${audience}=${seq}`).join(';');

/** Reads a position; what does not fit, or is not for this reader, is left out and thereby begins anew. */
export function readPosition(text: string, audiences: readonly string[]): Position {
  const position: Position = new Map();
  for (const pair of text.split(';')) {
    const [, audience = '', seq = ''] = PAIR.exec(pair) ?? [];
    if (audiences.includes(audience)) position.set(audience, BigInt(seq));
  }
  return position;
}
