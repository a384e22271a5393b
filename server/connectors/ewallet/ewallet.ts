import { z } from 'zod';
import type { Locale } from '#common/locale';
import { isEqual, money, type Money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import { callProvider, type NotKnown, type NotTaken, type ProviderAnswer } from '../provider-call.ts';
import { type CallbackRefusal, parseJson, proveNews, signRequest } from '../signed-news.ts';
import { type EwalletOutcome, outcomeOf, paymentSchema } from './payment.ts';
import type { SettledDay } from '../card/settlement.ts';
import {
  type EwalletReportFailure,
  type EwalletSettlement,
  readEwalletDays,
  readEwalletReport,
} from './settlement.ts';

export type { EwalletDecline, EwalletOutcome, EwalletPayment } from './payment.ts';

export type EwalletRequest = {
  amount: Money;
  /** Our operation's id: it is paid once per reference. */
  reference: string;
  /** Where its page sends the customer afterwards. */
  returnUrl: string;
  locale: Locale;
};
export type EwalletRefund =
  | { kind: 'refunded'; id: string; amount: Money }
  | { kind: 'refused'; code: string }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown };
/** News of a payment, proven to be the e-wallet's own: a reason to ask, not a fact to book. Null: of a kind that is not known. */
export type EwalletNews = { reference: string; outcome: EwalletOutcome };

/** Another company's e-wallet as ours needs it. No method throws for what it or the network does. */
export type Ewallet = {
  /** What its owners call it. */
  readonly name: string;
  request: (payment: EwalletRequest) => Promise<EwalletOutcome>;
  /** What its record says. `not_found` alone is no end: the request may still be on its way; `cancel` makes it one. */
  find: (reference: string) => Promise<EwalletOutcome | { kind: 'not_found' }>;
  /** Gives a payment up. `cancelled`: it never had it and never will. Otherwise what became of it. */
  cancel: (reference: string) => Promise<EwalletOutcome | { kind: 'cancelled' }>;
  refund: (request: { paymentId: string; amount: Money; reference: string }) => Promise<EwalletRefund>;
  /** Days that are over and settled, by currency, after this one. */
  settlementsAfter: (after: string | null) => Promise<Result<SettledDay[], EwalletReportFailure>>;
  /** Its report about one of them, whole or not at all. */
  settlement: (of: SettledDay) => Promise<Result<EwalletSettlement, EwalletReportFailure>>;
  /** `signatureHeader` is the value of `okpay-ewallet-signature`. */
  verifyCallback: (
    rawBody: Uint8Array,
    signatureHeader: string | undefined,
    now: Temporal.Instant,
  ) => Result<EwalletNews | null, CallbackRefusal>;
};

export type EwalletSettings = {
  name: string;
  /** Its API. */
  url: string;
  /** Where browsers find its page. */
  publicUrl: string;
  /** As which it knows us, and the secret that our requests are signed with. */
  partner: string;
  key: string;
  callbackSecret: string | readonly string[];
  /** Where it is to send its news, if that is not agreed with it for good. */
  callbackUrl?: string;
  now: () => Temporal.Instant;
  timeoutMillis?: number;
};

const refundSchema = z.object({ id: z.string().min(1).max(200), amount: z.string().regex(/^\d{1,18}$/) });
const cancellationSchema = z.object({ payment: paymentSchema.nullable() });
const newsSchema = z.object({ id: z.string().min(1).max(200), type: z.string().max(60) });
const refusalSchema = z.object({ error: z.object({ code: z.string().max(60) }) });
const refusalIn = (body: unknown): string =>
  refusalSchema.safeParse(body).data?.error.code ?? 'unreadable_refusal';
const unreadable = { kind: 'unknown', cause: 'answer_unreadable' } as const;
const EVENTS = ['payment.processing', 'payment.paid', 'payment.declined', 'payment.refunded'];

type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<ProviderAnswer>;

export function createEwallet(settings: EwalletSettings): Ewallet {
  const origin = new URL(settings.publicUrl).origin;
  const call: Call = (method, path, body) =>
    callProvider({
      baseUrl: settings.url,
      path,
      method,
      key: settings.partner,
      body,
      timeoutMillis: settings.timeoutMillis,
      signed: (text) => ({
        'okpay-ewallet-signature': signRequest(
          settings.key,
          settings.now(),
          `${method} ${pathOf(settings.url, path)}\n${text}`,
        ),
      }),
    });
  return {
    name: settings.name,
    request: (payment) => request(call, origin, settings.callbackUrl, payment),
    find: (reference) => find(call, origin, reference),
    cancel: (reference) => cancel(call, origin, reference),
    refund: (asked) => refund(call, asked),
    settlementsAfter: (after) => readEwalletDays(call, after),
    settlement: (of) => readEwalletReport(call, of),
    verifyCallback: (rawBody, signatureHeader, now) => {
      const proven = proveNews(rawBody, signatureHeader, now, settings.callbackSecret);
      return proven.ok ? readNews(rawBody, origin) : proven;
    },
  };
}

/** What stands in the request's first line: signed, it cannot be sent elsewhere. */
const pathOf = (baseUrl: string, path: string): string => {
  const url = new URL(baseUrl.replace(/(?<!\/)\/+$/, '') + path);
  return url.pathname + url.search;
};

async function request(
  call: Call,
  origin: string,
  callbackUrl: string | undefined,
  { amount, reference, returnUrl, locale }: EwalletRequest,
): Promise<EwalletOutcome> {
  const answer = await call('POST', '/v1/payments', {
    reference,
    amount: amount.minor.toString(),
    currency: amount.currency,
    lang: locale,
    return_url: returnUrl,
    callback_url: callbackUrl,
  });
  if (answer.kind !== 'answered') return answer;
  if (answer.status >= 400) return refused(refusalIn(answer.body));
  const wire = paymentSchema.safeParse(answer.body);
  if (!wire.success) return unreadable;
  const isOurs =
    wire.data.reference === reference && isEqual(money(BigInt(wire.data.amount), wire.data.currency), amount);
  return isOurs ? outcomeOf(wire.data, origin) : { kind: 'unknown', cause: 'answer_mismatch' };
}

function refused(code: string): EwalletOutcome {
  switch (code) {
    case 'reference_cancelled':
      return { kind: 'declined', code: 'cancelled', payment: null };
    // There is a payment under this reference, and it is not the one that we asked for.
    case 'reference_reused':
      return { kind: 'unknown', cause: 'reference_reused' };
    default:
      return { kind: 'unavailable', cause: 'request_refused' };
  }
}

async function find(
  call: Call,
  origin: string,
  reference: string,
): Promise<EwalletOutcome | { kind: 'not_found' }> {
  const answer = await call('GET', `/v1/payments?${new URLSearchParams({ reference }).toString()}`);
  if (answer.kind !== 'answered') return answer;
  // A 404 of something else on the way, which does not speak the e-wallet's language, proves nothing.
  if (answer.status === 404 && refusalIn(answer.body) === 'not_found') return { kind: 'not_found' };
  const wire = paymentSchema.safeParse(answer.body);
  return wire.success && answer.status < 400 && wire.data.reference === reference
    ? outcomeOf(wire.data, origin)
    : unreadable;
}

async function cancel(
  call: Call,
  origin: string,
  reference: string,
): Promise<EwalletOutcome | { kind: 'cancelled' }> {
  const answer = await call('POST', '/v1/cancellations', { reference });
  if (answer.kind !== 'answered') return answer;
  const cancelled = cancellationSchema.safeParse(answer.body);
  if (!cancelled.success || answer.status >= 400) return unreadable;
  const wire = cancelled.data.payment;
  if (wire === null) return { kind: 'cancelled' };
  return wire.reference === reference ? outcomeOf(wire, origin) : unreadable;
}

async function refund(
  call: Call,
  { paymentId, amount, reference }: { paymentId: string; amount: Money; reference: string },
): Promise<EwalletRefund> {
  const answer = await call('POST', `/v1/payments/${encodeURIComponent(paymentId)}/refunds`, {
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

function readNews(rawBody: Uint8Array, origin: string): Result<EwalletNews | null, CallbackRefusal> {
  const parsed = parseJson(Buffer.from(rawBody).toString('utf8'));
  const envelope = newsSchema.safeParse(parsed);
  if (!envelope.success) return err({ code: 'body_unreadable' });
  if (!EVENTS.includes(envelope.data.type)) return ok(null);
  const event = z.object({ payment: paymentSchema }).safeParse(parsed);
  if (!event.success) return err({ code: 'body_unreadable' });
  const { payment } = event.data;
  return ok({ reference: payment.reference, outcome: outcomeOf(payment, origin) });
}
