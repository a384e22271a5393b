import { z } from 'zod';
import type { Locale } from '#common/locale';
import { isEqual, money, type Money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import { callProvider, type NotKnown, type NotTaken, type ProviderAnswer } from '../provider-call.ts';
import type { CallbackRefusal } from '../signed-news.ts';
import { type CardCallback, type IgnoredCallback, readCallback } from './callback.ts';
import { readSettlement, readSettlements, type SettledDay, type Settlement } from './settlement.ts';
import { type ChargeOutcome, chargeSchema, outcomeOf } from './charge.ts';

export type CardFields = { url: string; origin: string; expiresAt: string };
/** A card that was just typed, which came from a browser, or one that the acquirer keeps, whose id no browser ever gives. */
export type ChargeSource = { readonly token: string } | { readonly card: string };
export type ChargeRequest = {
  source: ChargeSource;
  amount: Money;
  /** Our operation's id: the acquirer charges once per reference. */
  reference: string;
  /** Where the bank's page sends the customer afterwards; on the origin that opened the fields. */
  returnUrl: string;
  /** Keep the card if this succeeds; a charge of nothing does only that. Its bank asks the cardholder. */
  keep?: boolean;
};
/** `removed`: it is charged by nobody any more. */
export type RemovalOutcome =
  | { kind: 'removed' }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown };
export type RefundOutcome =
  | { kind: 'refunded'; id: string; amount: Money }
  | { kind: 'refused'; code: string }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown };
export type FieldsFailure = { code: 'acquirer_unavailable'; cause: NotTaken | NotKnown };

/** The card acquirer as the wallet needs it. No method throws for what the acquirer or the network does. */
export type CardAcquirer = {
  /** The frame in which the customer types the card; for the page at `origin` only. */
  openFields: (page: {
    origin: string;
    locale: Locale;
    theme?: 'light' | 'dark' | 'system';
  }) => Promise<Result<CardFields, FieldsFailure>>;
  charge: (request: ChargeRequest) => Promise<ChargeOutcome>;
  /** What the acquirer's record says. `not_found` alone is no end: the request may still be on its way; `cancel` makes it one. */
  find: (reference: string) => Promise<ChargeOutcome | { kind: 'not_found' }>;
  /**
   * Gives a charge up. `cancelled`: the acquirer never had it and never will. Otherwise what became of it: a success stays a
   * success, and what was still open is `declined` with the code `cancelled`.
   */
  cancel: (reference: string) => Promise<ChargeOutcome | { kind: 'cancelled' }>;
  refund: (request: { chargeId: string; amount: Money; reference: string }) => Promise<RefundOutcome>;
  /** Days that the acquirer has settled after this one (all of them if null), and what it says of one. */
  settlementsAfter: (day: string | null) => Promise<Result<readonly SettledDay[], FieldsFailure>>;
  settlement: (day: SettledDay) => Promise<Result<Settlement, FieldsFailure>>;
  /** Removes a kept card there; it may be asked for as often as one likes. */
  removeCard: (id: string) => Promise<RemovalOutcome>;
  /** `signatureHeader` is the value of `okpay-acquirer-signature`. */
  verifyCallback: (
    rawBody: string | Uint8Array,
    signatureHeader: string | undefined,
    now: Temporal.Instant,
  ) => Result<CardCallback | IgnoredCallback, CallbackRefusal>;
};

export type CardAcquirerSettings = {
  /** The acquirer's API. */
  url: string;
  /** Where browsers find its pages. */
  publicUrl: string;
  key: string;
  /** More than one while the acquirer changes it. */
  callbackSecret: string | readonly string[];
  /** Where the acquirer is to send its news, if that is not agreed with it for good. */
  callbackUrl?: string;
  timeoutMillis?: number;
};

const sessionSchema = z.object({
  id: z.string().min(1).max(200),
  fields_url: z.url({ protocol: /^https?$/ }).max(2_000),
  expires: z.iso.datetime(),
});
const refundSchema = z.object({ id: z.string().min(1).max(200), amount: z.string().regex(/^\d{1,18}$/) });
const removalSchema = z.object({ id: z.string(), removed: z.literal(true) });
const cancellationSchema = z.object({ charge: chargeSchema.nullable() });
const refusalSchema = z.object({ error: z.object({ code: z.string().max(60) }) });
const refusalIn = (body: unknown): string =>
  refusalSchema.safeParse(body).data?.error.code ?? 'unreadable_refusal';
const unreadable = { kind: 'unknown', cause: 'answer_unreadable' } as const;

export function createCardAcquirer(settings: CardAcquirerSettings): CardAcquirer {
  const origin = new URL(settings.publicUrl).origin;
  const call = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<ProviderAnswer> =>
    callProvider({
      baseUrl: settings.url,
      path,
      method,
      key: settings.key,
      body,
      timeoutMillis: settings.timeoutMillis,
    });
  return {
    openFields: (page) => openFields(call, origin, page),
    charge: (request) => charge(call, origin, settings.callbackUrl, request),
    find: (reference) => find(call, origin, reference),
    cancel: (reference) => cancel(call, origin, reference),
    refund: (request) => refund(call, request),
    settlementsAfter: (day) => readSettlements(call, day),
    settlement: (day) => readSettlement(call, day),
    removeCard: (id) => removeCard(call, id),
    verifyCallback: (rawBody, signatureHeader, now) =>
      readCallback(rawBody, signatureHeader, now, {
        callbackSecret: settings.callbackSecret,
        challengeOrigin: origin,
      }),
  };
}

export type CallAcquirer = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<ProviderAnswer>;

async function openFields(
  call: CallAcquirer,
  origin: string,
  page: { origin: string; locale: Locale; theme?: string },
): Promise<Result<CardFields, FieldsFailure>> {
  const answer = await call('POST', '/v1/sessions', {
    origin: page.origin,
    lang: page.locale,
    theme: page.theme,
  });
  if (answer.kind !== 'answered') return err({ code: 'acquirer_unavailable', cause: answer.cause });
  if (answer.status >= 400) return err({ code: 'acquirer_unavailable', cause: 'request_refused' });
  const session = sessionSchema.safeParse(answer.body);
  if (!session.success || new URL(session.data.fields_url).origin !== origin)
    return err({ code: 'acquirer_unavailable', cause: 'answer_unreadable' });
  return ok({ url: session.data.fields_url, origin, expiresAt: session.data.expires });
}

async function charge(
  call: CallAcquirer,
  origin: string,
  callbackUrl: string | undefined,
  request: ChargeRequest,
): Promise<ChargeOutcome> {
  const { source, amount, reference, returnUrl, keep } = request;
  const body = {
    // Named apart: a token that reads like the id of a kept card is a token that does not exist.
    ...('token' in source ? { token: source.token } : { card: source.card }),
    amount: amount.minor.toString(),
    currency: amount.currency,
    reference,
    return_url: returnUrl,
    callback_url: callbackUrl,
    ...(keep === true && { keep }),
  };
  const answer = await call('POST', '/v1/charges', body);
  if (answer.kind !== 'answered') return answer;
  if (answer.status >= 400) return refusedCharge(refusalIn(answer.body));
  const wire = chargeSchema.safeParse(answer.body);
  if (!wire.success) return unreadable;
  const isOurs =
    wire.data.reference === reference && isEqual(money(BigInt(wire.data.amount), wire.data.currency), amount);
  return isOurs ? outcomeOf(wire.data, origin) : { kind: 'unknown', cause: 'answer_mismatch' };
}

function refusedCharge(code: string): ChargeOutcome {
  switch (code) {
    case 'token_invalid':
      return { kind: 'declined', code: 'token_invalid', charge: null };
    case 'reference_cancelled':
      return { kind: 'declined', code: 'cancelled', charge: null };
    // There is a charge under this reference, and it is not the one that we asked for.
    case 'reference_reused':
      return { kind: 'unknown', cause: 'reference_reused' };
    default:
      return { kind: 'unavailable', cause: 'request_refused' };
  }
}

async function find(
  call: CallAcquirer,
  origin: string,
  reference: string,
): Promise<ChargeOutcome | { kind: 'not_found' }> {
  const answer = await call('GET', `/v1/charges?${new URLSearchParams({ reference }).toString()}`);
  if (answer.kind !== 'answered') return answer;
  // A 404 of something else on the way, which does not speak the acquirer's language, proves nothing.
  if (answer.status === 404 && refusalIn(answer.body) === 'not_found') return { kind: 'not_found' };
  const wire = chargeSchema.safeParse(answer.body);
  return wire.success && wire.data.reference === reference ? outcomeOf(wire.data, origin) : unreadable;
}

async function cancel(
  call: CallAcquirer,
  origin: string,
  reference: string,
): Promise<ChargeOutcome | { kind: 'cancelled' }> {
  const answer = await call('POST', '/v1/cancellations', { reference });
  if (answer.kind !== 'answered') return answer;
  const cancelled = cancellationSchema.safeParse(answer.body);
  if (!cancelled.success || answer.status >= 400) return unreadable;
  const wire = cancelled.data.charge;
  if (wire === null) return { kind: 'cancelled' };
  return wire.reference === reference ? outcomeOf(wire, origin) : unreadable;
}

async function removeCard(call: CallAcquirer, id: string): Promise<RemovalOutcome> {
  const answer = await call('POST', `/v1/cards/${encodeURIComponent(id)}/removals`, {});
  if (answer.kind !== 'answered') return answer;
  const removed = removalSchema.safeParse(answer.body);
  return answer.status < 400 && removed.success && removed.data.id === id ? { kind: 'removed' } : unreadable;
}

async function refund(
  call: CallAcquirer,
  { chargeId, amount, reference }: { chargeId: string; amount: Money; reference: string },
): Promise<RefundOutcome> {
  const answer = await call('POST', `/v1/charges/${encodeURIComponent(chargeId)}/refunds`, {
    amount: amount.minor.toString(),
    reference,
  });
  if (answer.kind !== 'answered') return answer;
  if (answer.status >= 400) return { kind: 'refused', code: refusalIn(answer.body) };
  const refunded = refundSchema.safeParse(answer.body);
  return refunded.success
    ? { kind: 'refunded', id: refunded.data.id, amount: money(BigInt(refunded.data.amount), amount.currency) }
    : unreadable;
}
