import type { z } from 'zod';
import type { moneyRequestSchema } from '#common/api/money-request';
import type { CustomerId } from '#common/id';
import { toWire } from '#common/money';
import { writePayCode } from '#common/pay-code';
import { type Customer, customersById, pictureOf } from '#identity';
import { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { remindableFrom } from './change-request.ts';
import type { MoneyRequest } from './money-request.ts';
import * as store from './store.ts';

type Wire = z.input<typeof moneyRequestSchema>;
/** What the app's address of a link is made of. */
const linkOf = (publicUrl: string, token: string): string => `${publicUrl}/requests/link#${token}`;

/** Requests as one of the two may see them. */
export async function showRequests(
  read: Reader,
  { publicUrl }: { publicUrl: string },
  reader: CustomerId,
  requests: readonly MoneyRequest[],
): Promise<Wire[]> {
  const others = [...new Set(requests.flatMap((each) => otherOf(each, reader) ?? []))];
  const people = await customersById(read, others);
  const known = await store.knownTo(read, reader, others);
  const pictures = new Map<CustomerId, string | null>();
  for (const other of others) pictures.set(other, await pictureOf(read, other));
  return requests.map((request) => {
    const other = otherOf(request, reader);
    const person = other === null ? undefined : people.get(other);
    const picture = (other && pictures.get(other)) ?? null;
    return shown(request, reader, {
      ...linkAndCode(publicUrl, request),
      person: person ? personOf(person, picture) : null,
      isKnown: other !== null && known.has(other),
    });
  });
}

/** Whoever has them can pay it; whoever asked hands them on. */
function linkAndCode(publicUrl: string, { token, amount }: MoneyRequest): Pick<Wire, 'link' | 'code'> {
  if (token === null) return { link: null, code: null };
  const asked = { kind: 'request', token, host: new URL(publicUrl).host } as const;
  return { link: linkOf(publicUrl, token), code: writePayCode(asked, amount, amount.currency) };
}

const personOf = ({ maskedName, initial }: Customer, picture: string | null) => ({
  maskedName,
  initial,
  picture,
});

/** Of a link the asker learns who pays when it is paid. */
function otherOf({ asker, payer, token, state }: MoneyRequest, reader: CustomerId): CustomerId | null {
  if (asker !== reader) return asker;
  return token !== null && state !== 'paid' ? null : payer;
}

type Parts = Pick<Wire, 'link' | 'code' | 'person' | 'isKnown'>;
function shown(it: MoneyRequest, reader: CustomerId, { link, code, person, isKnown }: Parts): Wire {
  const isAsker = it.asker === reader;
  const isOpen = it.state === 'open' || it.state === 'paying';
  const from = remindableFrom(it);
  const isRemindable =
    isAsker &&
    isOpen &&
    it.token === null &&
    it.remindedAt === null &&
    Temporal.Instant.compare(from, it.expiresAt) < 0;
  return {
    id: it.id,
    side: isAsker ? 'asked' : 'owed',
    // That a payment is held for a look is its payer's affair.
    state: isAsker && it.state === 'paying' ? 'open' : it.state,
    amount: toWire(it.amount),
    note: it.note,
    person,
    isKnown,
    link: isAsker ? link : null,
    code: isAsker ? code : null,
    createdAt: it.createdAt.toString(),
    expiresAt: it.expiresAt.toString(),
    endedAt: it.endedAt?.toString() ?? null,
    remindedAt: isAsker ? (it.remindedAt?.toString() ?? null) : null,
    remindFrom: isRemindable ? from.toString() : null,
    transferId: isAsker && it.state !== 'paid' ? null : it.transfer,
  };
}
