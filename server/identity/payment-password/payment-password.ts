import { canonicalJson } from '#common/canonical-json';
import type { BankAccountId, BeneficiaryId, CustomerId, QuoteId, StepUpId } from '#common/id';
import { type CardSource, textOfSource } from '#common/kept-card';
import type { Currency, Money } from '#common/money';
import { sha256 } from '#platform/crypto';
import type { AttemptRule } from '../attempts/attempt.ts';

/** Tries at the payment password. Source: PSD2 RTS article 4 (at most five in a row); the pauses are OKPay's choice. */
export const PAYMENT_PASSWORD: AttemptRule = {
  scope: 'payment-password',
  limit: 5,
  pauseMinutes: [30, 120, 720],
};

/** Minutes a proof of presence is good for: long enough to wait for a slow network, too short to be kept for later. */
export const STEP_UP_MINUTES = 2;

/**
 * What exactly a person agreed to. A proof for one of these is good for no other. The payee of a top-up is what it comes by: the quote and
 * the card; that of a withdrawal the account and the quote; new details of a bank account are their own.
 */
export type Payment = {
  readonly action:
    | 'transfer'
    | 'top_up'
    | 'withdrawal'
    | 'payout_details'
    | 'beneficiary_details'
    | 'cross_border'
    | 'keep_card';
  readonly amount: Money;
  readonly payee: string;
};

/** Characters of a card token's hash: 132 bits, so that no other token has the same. */
const MARK_LENGTH = 22;
/** What a top-up comes by, as a proof names it. Another quote or another card is another source; without a card it is the e-wallet. */
export const sourceOfTopUp = (quoteId: QuoteId, source: CardSource | null): string =>
  `${quoteId}.${sha256(textOfSource(source)).toString('base64url').slice(0, MARK_LENGTH)}`;

/** Where a withdrawal goes and by which price, as a proof names it. */
export const markOfWithdrawal = (to: { bankAccountId: BankAccountId; quoteId: QuoteId }): string =>
  `${to.bankAccountId}.${to.quoteId}`;

/** A card that is to be kept, as a proof names it: what the acquirer made of what was typed. */
export const markOfCard = (cardToken: string): string =>
  `card.${sha256(cardToken).toString('base64url').slice(0, MARK_LENGTH)}`;

/** Details of a bank account, as a proof names them: another letter or digit is another account. */
export const markOfDetails = (details: {
  currency: Currency;
  holderName: string;
  accountNumber: string;
  bankCode: string | null;
}): string => {
  const { currency, holderName, accountNumber, bankCode } = details;
  const text = canonicalJson({ currency, holderName, accountNumber, bankCode });
  return `details.${sha256(text).toString('base64url').slice(0, MARK_LENGTH)}`;
};

/** Details of somebody abroad, as a proof names them. */
export const markOfBeneficiary = (details: {
  country: string;
  name: string;
  bankName: string;
  fields: Readonly<Record<string, string>>;
}): string => {
  const { country, name, bankName, fields } = details;
  const text = canonicalJson({ country, name, bankName, fields });
  return `details.${sha256(text).toString('base64url').slice(0, MARK_LENGTH)}`;
};

/** Who gets a transfer abroad and by which price, as a proof names it. */
export const markOfCrossBorder = (to: { beneficiaryId: BeneficiaryId; quoteId: QuoteId }): string =>
  `${to.beneficiaryId}.${to.quoteId}`;

export type StepUp = Payment & { readonly id: StepUpId; readonly customer: CustomerId };

/** Factors that confirm a large payment: what nobody can read over a shoulder or take over with a SIM. */
export type StrongFactor = 'passkey' | 'authenticator';
