import { z } from 'zod';
import { err, ok, type Result } from '#common/result';
import { callProvider, type NotKnown, type NotTaken, type ProviderAnswer } from '../provider-call.ts';

export type TextMessage = {
  /** E.164, e.g. `+8613800006620`. */
  to: string;
  text: string;
  /** The same for every attempt: the gateway sends one message per reference. */
  reference: string;
};

/**
 * Why a text message was not handed over. `sms_refused` is final; after the others it may be sent again under the same
 * reference: `sms_unavailable` was not taken, `sms_unknown` may have been.
 */
export type SmsFailure =
  | { code: 'sms_refused'; isPermanent: true; cause: string }
  | { code: 'sms_unavailable'; isPermanent: false; cause: NotTaken }
  | { code: 'sms_unknown'; isPermanent: false; cause: NotKnown };

export type SmsState = 'accepted' | 'delivered' | 'failed';
export type SmsGateway = {
  send: (message: TextMessage) => Promise<Result<{ id: string; state: SmsState }, SmsFailure>>;
  /** What became of a message; `not_found` if the gateway never took it. */
  find: (reference: string) => Promise<Result<{ state: SmsState | 'not_found' }, SmsFailure>>;
};

const acceptedSchema = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(['accepted', 'delivered', 'failed']),
});
const refusalSchema = z.object({ error: z.object({ code: z.string().max(60) }) });

export function createSmsGateway({
  url,
  key,
  timeoutMillis,
}: {
  url: string;
  key: string;
  timeoutMillis?: number;
}): SmsGateway {
  const call = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<ProviderAnswer> =>
    callProvider({ baseUrl: url, path, method, key, body, timeoutMillis });
  return {
    async send({ to, text, reference }) {
      const answer = await call('POST', '/v1/messages', { to, text, reference });
      if (answer.kind !== 'answered') return err(failureOf(answer));
      if (answer.status >= 400)
        return err({ code: 'sms_refused', isPermanent: true, cause: refusalIn(answer.body) });
      const accepted = acceptedSchema.safeParse(answer.body);
      return accepted.success ? ok({ id: accepted.data.id, state: accepted.data.status }) : err(unreadable);
    },
    async find(reference) {
      const answer = await call('GET', `/v1/messages?${new URLSearchParams({ reference }).toString()}`);
      if (answer.kind !== 'answered') return err(failureOf(answer));
      if (answer.status === 404 && refusalIn(answer.body) === 'not_found') return ok({ state: 'not_found' });
      const found = acceptedSchema.safeParse(answer.body);
      return found.success ? ok({ state: found.data.status }) : err(unreadable);
    },
  };
}

const unreadable = { code: 'sms_unknown', isPermanent: false, cause: 'answer_unreadable' } as const;
const refusalIn = (body: unknown): string =>
  refusalSchema.safeParse(body).data?.error.code ?? 'unreadable_refusal';

function failureOf(answer: Exclude<ProviderAnswer, { kind: 'answered' }>): SmsFailure {
  return answer.kind === 'unavailable'
    ? { code: 'sms_unavailable', isPermanent: false, cause: answer.cause }
    : { code: 'sms_unknown', isPermanent: false, cause: answer.cause };
}
