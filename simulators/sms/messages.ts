import { randomUUID } from 'node:crypto';
import { openBook } from '../shared/book.ts';
import type { SimulatedClock } from '../shared/clock.ts';

/** accepted by the gateway → delivered to the phone, or failed (the phone is unreachable), or lost on the way without a word. */
export type SmsStatus = 'accepted' | 'delivered' | 'failed';
type Fate = 'deliver' | 'fail' | 'drop';

export type Sms = {
  id: string;
  at: string;
  to: string;
  text: string;
  reference: string;
  fate: Fate;
  settlesAt: number;
};
export type SmsView = {
  id: string;
  at: string;
  to: string;
  text: string;
  reference: string;
  status: SmsStatus;
};

export type SmsKnobs = {
  /** How many of the next messages vanish on the way: they stay `accepted` for ever. */
  dropNext: number;
  /** How many of the next messages the phone's network refuses. */
  failNext: number;
  /** Milliseconds from acceptance to delivery. */
  deliveryDelayMillis: number;
  /** How many of the next calls are accepted while the answer is lost. */
  lostAnswers: number;
  /** How many of the next calls are answered 503 before anything is accepted. */
  unavailableNext: number;
  /** Milliseconds before each answer. */
  answerDelayMillis: number;
  /** Numbers that the gateway refuses (400 number_not_served). */
  refuseNumbers: string[];
};

export const noSmsTrouble = (): SmsKnobs => ({
  dropNext: 0,
  failNext: 0,
  deliveryDelayMillis: 0,
  lostAnswers: 0,
  unavailableNext: 0,
  answerDelayMillis: 0,
  refuseNumbers: [],
});

export type NewSms = { to: string; text: string; reference: string };
export type Accepted = { kind: 'accepted'; sms: SmsView } | { kind: 'reference_reused' };

export type SmsBook = {
  accept: (message: NewSms, knobs: SmsKnobs) => Promise<Accepted>;
  findBy: (key: 'id' | 'reference', value: string) => SmsView | undefined;
  /** What lies on the phones, newest first. `since` excludes itself. */
  inbox: (filter: { to?: string | undefined; since?: string | undefined; limit: number }) => SmsView[];
  close: () => Promise<void>;
};

export async function openSmsBook(path: string, clock: SimulatedClock): Promise<SmsBook> {
  const messages: Sms[] = [];
  const byReference = new Map<string, { sms: Sms; written: Promise<void> }>();
  const keep = (sms: Sms, written: Promise<void>): void => {
    messages.push(sms);
    byReference.set(sms.reference, { sms, written });
  };
  const book = await openBook<Sms>(path, (sms) => keep(sms, Promise.resolve()));

  return {
    async accept(message, knobs) {
      const known = byReference.get(message.reference);
      if (known !== undefined) {
        await known.written;
        const isSame = known.sms.to === message.to && known.sms.text === message.text;
        return isSame ? { kind: 'accepted', sms: view(known.sms, clock) } : { kind: 'reference_reused' };
      }
      const fate = chooseFate(knobs);
      const sms: Sms = {
        id: `sms_${randomUUID()}`,
        at: clock.text(),
        ...message,
        fate,
        settlesAt: clock.millis() + knobs.deliveryDelayMillis,
      };
      const written = book.append(sms);
      keep(sms, written);
      await written;
      return { kind: 'accepted', sms: view(sms, clock) };
    },
    findBy(key, value) {
      const sms = messages.find((one) => one[key] === value);
      return sms && view(sms, clock);
    },
    inbox: ({ to, since, limit }) =>
      messages
        .map((sms) => view(sms, clock))
        .filter(
          (sms) =>
            sms.status === 'delivered' &&
            (to === undefined || sms.to === plusSign(to)) &&
            (since === undefined || sms.at > since),
        )
        .slice(-limit)
        .toReversed(),
    close: () => book.close(),
  };
}

/** An unescaped `+` in a query string arrives as a space. */
const plusSign = (number: string): string => number.replace(/^ /, '+');

function chooseFate(knobs: SmsKnobs): Fate {
  if (knobs.dropNext > 0) {
    knobs.dropNext--;
    return 'drop';
  }
  if (knobs.failNext > 0) {
    knobs.failNext--;
    return 'fail';
  }
  return 'deliver';
}

function view({ fate, settlesAt, ...sms }: Sms, clock: SimulatedClock): SmsView {
  const isSettled = fate !== 'drop' && clock.millis() >= settlesAt;
  const status: SmsStatus = !isSettled ? 'accepted' : fate === 'fail' ? 'failed' : 'delivered';
  return { ...sms, status };
}
