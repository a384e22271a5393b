import { type CustomerId, parseId } from '#common/id';
import type { Money } from '#common/money';
import { knownPeople } from '#identity';
import { balancesNamed } from '#ledger';
import type { Reader } from '#platform/db';
import { historyFacts, type HistoryAsked, type NamedFacts, readLimits, type Verdict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { findReference } from '../payee/store.ts';
import { decideByRules } from './risk-facts.ts';
import { hasPaid } from './store.ts';

type Asked = {
  readonly payer: CustomerId;
  /** The payer's reference; whom it does not mean is nobody, and such a payment is refused anyway. */
  readonly payee: string;
  readonly amount: Money;
  readonly device: Uint8Array | null;
};

/**
 * What the rules say of a payment that is about to be confirmed: whether the proof asks for the strong factor. The payment itself is
 * decided anew, by the facts of its own moment.
 */
export async function assessPayment(
  { db: { read }, clock, limits: policy, rules }: Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules'>,
  { payer, payee, amount, device }: Asked,
): Promise<{ verdict: Verdict; payee: CustomerId | null }> {
  const at = clock.now();
  const reference = parseId('pay', payee);
  const to = (reference && (await findReference(read, reference, payer)))?.payee ?? null;
  const [wallet] = await balancesNamed(read, 'wallet', [{ owner: payer, currency: amount.currency }]);
  const verdict = await decideByRules(
    await rules.live(read),
    {
      payer,
      payee: to,
      amount,
      at,
      limits: await readLimits(read, clock, policy, { customer: payer, capability: 'transfer' }),
      available: wallet?.available ?? null,
      isFirst: to && !(await hasPaid(read, { payer, payee: to })),
      people: await knownPeople(
        read,
        {
          people: to ? [payer, to] : [payer],
          stepUps: [],
          devices: device ? [{ customer: payer, tokenHash: device }] : [],
        },
        at,
      ),
    },
    (asked) => historyOf(read, asked),
  );
  return { verdict, payee: to };
}

/** Of one payment by itself. */
export async function historyOf(read: Reader, asked: HistoryAsked): Promise<NamedFacts> {
  const [facts = {}] = await historyFacts(read, [asked]);
  return facts;
}
