import { invariant, ok, type Result } from '#common/result';
import type { CustomerId } from '#common/id';
import type { PaymentToAssess } from '#identity';
import type { QuoteRefusal } from '#operations';
import type { Verdict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { assessCrossBorder } from '../cross-border/assess-cross-border.ts';
import { assessTopUp } from '../top-up/assess-top-up.ts';
import { assessWithdrawal } from '../withdrawal/assess-withdrawal.ts';
import { assessPayment } from '../transfer/assess-payment.ts';

type AssessDeps = Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules' | 'signingKeys'>;

/** What the rules say of what somebody is about to confirm: whether the proof asks for the strong factor. */
export async function assess(
  deps: AssessDeps,
  { action, payer, payee, amount, quote, device }: PaymentToAssess,
): Promise<Result<{ verdict: Verdict; payee: CustomerId | null }, QuoteRefusal>> {
  if (action === 'transfer') return ok(await assessPayment(deps, { payer, payee, amount, device }));
  invariant(quote !== null, 'top-ups and what leaves for a bank are priced by a quote');
  const asked = { customer: payer, quote, total: amount, device };
  const about = { top_up: assessTopUp, withdrawal: assessWithdrawal, cross_border: assessCrossBorder };
  const verdict = await about[action](deps, asked);
  return verdict.ok ? ok({ verdict: verdict.value, payee: null }) : verdict;
}
