import { hash } from 'node:crypto';
import type { PostCommand } from '../transfer.ts';
import { amountOf, referenceOf } from './leg-parts.ts';

/**
 * What a command asks, as one number: the first eight bytes of the SHA-256 over all that a retry must repeat. Attachments are no part of
 * it, they may carry ids and times made anew. Kept with every row, so the form must never change.
 */
export function fingerprintHexOf({ operationId, legs }: Pick<PostCommand, 'operationId' | 'legs'>): string {
  let text = operationId;
  for (const leg of legs) {
    const amount = amountOf(leg);
    const accounts = 'debit' in leg ? `${leg.debit}|${leg.credit}` : '-|-';
    const expires = leg.kind === 'hold' ? (leg.expiresAt?.toString() ?? '-') : '-';
    text += `\n${leg.id}|${leg.kind}|${accounts}|${amount?.minor ?? '-'}|${amount?.currency ?? '-'}|${leg.code}|${referenceOf(leg) ?? '-'}|${expires}`;
  }
  return hash('sha256', text).slice(0, 16);
}

/** The same as the number that the column holds. */
export const fingerprintOf = (command: PostCommand): bigint =>
  BigInt.asIntN(64, BigInt(`0x${fingerprintHexOf(command)}`));
