import { identityApi } from '#common/api/identity';
import { stepUpApi } from '#common/api/step-up';
import type { BankAccountId, BeneficiaryId, QuoteId } from '#common/id';
import { type Currency, money, zero } from '#common/money';
import { ok, unreachable } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { askForSignature } from '../passkey/challenge.ts';
import { listPasskeys } from '../passkey/store.ts';
import { meOf } from '../profile/me.ts';
import { clientOf } from '../session/device-cookie.ts';
import { createStepUp } from './create-step-up.ts';
import { corridorOf } from '#common/beneficiary';
import {
  markOfBeneficiary,
  markOfCrossBorder,
  markOfCard,
  markOfDetails,
  markOfWithdrawal,
  type Payment,
  sourceOfTopUp,
} from './payment-password.ts';
import { setPaymentPassword } from './set-payment-password.ts';
import { boundToPayment } from './strong-factor.ts';

export function paymentPasswordRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.setPaymentPassword, async (ctx) => {
    const set = await setPaymentPassword(deps, ctx.actor, ctx.body, clientOf(ctx));
    return set.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : set;
  });
  serve(server, stepUpApi.createStepUp, async (ctx) => {
    const { body } = ctx;
    const paymentPassword = body.action === 'top_up' ? null : body.paymentPassword;
    const quote = 'quoteId' in body ? body.quoteId : null;
    const asked = { payer: ctx.actor, payment: paymentOf(body), paymentPassword, quote };
    const proof = await createStepUp(deps, { ...asked, factor: body.factor ?? null }, clientOf(ctx));
    return proof.ok ? ok({ id: proof.value.id, expiresAt: proof.value.expiresAt.toString() }) : proof;
  });
  serve(server, stepUpApi.stepUpChallenge, async ({ actor, body }) => {
    const payment = paymentOf(body);
    const among = await listPasskeys(deps.db.read, actor.id);
    return askForSignature(deps, boundToPayment(actor.sessionId, payment), among);
  });
}

type Sum = { readonly amount: string; readonly currency: Currency };
type Details = {
  readonly currency: Currency;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bankCode?: string | null | undefined;
};
type Abroad = {
  readonly country: string;
  readonly name: string;
  readonly bankName: string;
  readonly fields: Readonly<Record<string, string>>;
};
/** In what a proof for a payee of a country that is not on the list is kept: it is good for nothing. */
const NO_CURRENCY: Currency = 'EUR';
type Confirmed =
  | (Sum & { readonly action: 'transfer'; readonly payee: string })
  | (Sum & { readonly action: 'top_up'; readonly quoteId: QuoteId; readonly cardToken?: string | undefined })
  | (Sum & {
      readonly action: 'withdrawal';
      readonly quoteId: QuoteId;
      readonly bankAccountId: BankAccountId;
    })
  | (Sum & {
      readonly action: 'cross_border';
      readonly quoteId: QuoteId;
      readonly beneficiaryId: BeneficiaryId;
    })
  | (Abroad & { readonly action: 'beneficiary_details' })
  | (Details & { readonly action: 'payout_details' })
  | (Sum & { readonly action: 'keep_card'; readonly cardToken: string });
/** What exactly is confirmed, as proofs keep it. New details are about no sum. */
function paymentOf(body: Confirmed): Payment {
  const { action } = body;
  if (action === 'payout_details') {
    const payee = markOfDetails({ ...body, bankCode: body.bankCode ?? null });
    return { action, amount: zero(body.currency), payee };
  }
  if (action === 'beneficiary_details') {
    const currency = corridorOf(body.country)?.currency ?? NO_CURRENCY;
    return { action, amount: zero(currency), payee: markOfBeneficiary(body) };
  }
  const amount = money(BigInt(body.amount), body.currency);
  switch (action) {
    case 'top_up':
      return { action, amount, payee: sourceOfTopUp(body) };
    case 'keep_card':
      return { action, amount, payee: markOfCard(body.cardToken) };
    case 'withdrawal':
      return { action, amount, payee: markOfWithdrawal(body) };
    case 'cross_border':
      return { action, amount, payee: markOfCrossBorder(body) };
    case 'transfer':
      return { action, amount, payee: body.payee };
    default:
      return unreachable(action);
  }
}
