import type { CaseKind } from './api/support.ts';
import type { BankTopUpState, CrossBorderState, WithdrawalState } from './api/entry-kinds.ts';
import type {
  BankAccountId,
  KeptCardId,
  BankTopUpId,
  BeneficiaryId,
  CaseId,
  ChargebackId,
  CrossBorderId,
  CustomerId,
  ExchangeId,
  MessageId,
  MoneyRequestId,
  ProofId,
  RecallId,
  RestrictionId,
  SessionId,
  StaffId,
  TopUpId,
  TransferId,
  WithdrawalId,
} from './id.ts';

/** What a link or code is sent for. */
export type SentPurpose =
  | 'email'
  | 'phone'
  | 'reset_email'
  | 'reset_phone'
  | 'sign_in'
  | 'new_email'
  | 'new_phone'
  | 'access_email'
  | 'access_phone'
  | 'closure_email';

/** Facts that one room tells the others. Past tense; ids only: the reader fetches what it may see. */
export type DomainEvent =
  | { type: 'customer.registered'; customerId: CustomerId }
  | { type: 'customer.email_verified'; customerId: CustomerId }
  | { type: 'customer.phone_verified'; customerId: CustomerId }
  // Somebody registered again with the address of this verified customer, who is to be told.
  | { type: 'customer.registration_repeated'; customerId: CustomerId }
  // A link or code is to be sent now (at registration too, once per purpose): the job takes it by `takeOutgoingSecret`.
  | { type: 'customer.code_requested'; customerId: CustomerId; purpose: SentPurpose }
  | { type: 'customer.signed_in'; customerId: CustomerId; sessionId: SessionId; newDevice: boolean }
  | { type: 'customer.sign_in_paused'; customerId: CustomerId }
  | { type: 'customer.session_ended'; customerId: CustomerId; sessionId: SessionId }
  | { type: 'customer.password_changed'; customerId: CustomerId }
  // `formerContact` names the address that was given up, which is told too.
  | {
      type: 'customer.contact_changed';
      customerId: CustomerId;
      kind: 'email' | 'phone';
      formerContact: string;
    }
  | { type: 'customer.phrase_changed'; customerId: CustomerId }
  | { type: 'customer.security_questions_changed'; customerId: CustomerId }
  // The owner closes the account, changes their mind, is told that something came up, has no account any more.
  | {
      type:
        | 'customer.closing_started'
        | 'customer.closing_taken_back'
        | 'customer.closing_waits'
        | 'customer.closed';
      customerId: CustomerId;
    }
  | { type: 'customer.payment_password_set'; customerId: CustomerId }
  | { type: 'customer.payment_password_paused'; customerId: CustomerId }
  | { type: 'customer.second_factor_added'; customerId: CustomerId }
  | { type: 'customer.second_factor_removed'; customerId: CustomerId }
  // The password was right, the second factor was wrong too often.
  | { type: 'customer.second_factor_paused'; customerId: CustomerId }
  | { type: 'customer.recovery_codes_made'; customerId: CustomerId }
  | { type: 'customer.recovery_code_used'; customerId: CustomerId }
  // Not told of what must not be told.
  | { type: 'account.restricted'; customerId: CustomerId; restrictionId: RestrictionId }
  | { type: 'account.restriction_lifted'; customerId: CustomerId; restrictionId: RestrictionId }
  // Somebody asked a person for the way back in, or got it back. Told once more for each address that was given up a short while ago.
  | {
      type: 'customer.access_requested' | 'customer.access_restored';
      customerId: CustomerId;
      caseId: CaseId;
      formerContact: { id: string; kind: 'email' | 'phone' } | null;
    }
  // A proof of identity was handed in, given back, or approved; what was proven ends soon, or has ended.
  | {
      type:
        | 'identity.proof_submitted'
        | 'identity.proof_refused'
        | 'identity.tier_raised'
        | 'identity.proof_expiring'
        | 'identity.tier_fell';
      customerId: CustomerId;
      proofId: ProofId;
    }
  | { type: 'staff.invited'; staffId: StaffId }
  | { type: 'top_up.changed'; topUpId: TopUpId; customerId: CustomerId; state: string }
  | { type: 'top_up.funds_released'; topUpId: TopUpId; customerId: CustomerId }
  | { type: 'top_up.charged_back'; chargebackId: ChargebackId; topUpId: TopUpId; customerId: CustomerId }
  | { type: 'debt.collected'; chargebackId: ChargebackId; customerId: CustomerId }
  | { type: 'transfer.completed'; transferId: TransferId; payerId: CustomerId; payeeId: CustomerId }
  | { type: 'transfer.held'; transferId: TransferId; payerId: CustomerId }
  | { type: 'transfer.failed'; transferId: TransferId; payerId: CustomerId }
  | {
      type: 'recall.changed';
      recallId: RecallId;
      customerId: CustomerId;
      state: 'on_hold' | 'given_back' | 'let_go';
    }
  | { type: 'exchange.completed' | 'exchange.failed'; exchangeId: ExchangeId; customerId: CustomerId }
  | { type: 'bank_account.added'; customerId: CustomerId; bankAccountId: BankAccountId }
  | { type: 'bank_account.removed'; customerId: CustomerId; bankAccountId: BankAccountId }
  | { type: 'kept_card.added' | 'kept_card.removed'; customerId: CustomerId; keptCardId: KeptCardId }
  /** `failed`: it is not kept after all. `taken_back`: it was kept with a top-up that goes back to it. */
  | { type: 'kept_card.failed' | 'kept_card.taken_back'; customerId: CustomerId; keptCardId: KeptCardId }
  | {
      type: 'withdrawal.changed';
      withdrawalId: WithdrawalId;
      customerId: CustomerId;
      state: WithdrawalState;
    }
  | { type: 'beneficiary.added'; customerId: CustomerId; beneficiaryId: BeneficiaryId }
  | { type: 'beneficiary.removed'; customerId: CustomerId; beneficiaryId: BeneficiaryId }
  | {
      type: 'cross_border.changed';
      crossBorderId: CrossBorderId;
      customerId: CustomerId;
      state: CrossBorderState;
    }
  | {
      type: 'cross_border.recall_changed';
      crossBorderId: CrossBorderId;
      customerId: CustomerId;
      recall: 'asked' | 'accepted' | 'refused';
    }
  // Money waits for whoever proves an address, which is told; or nobody came.
  | { type: 'pickup.offered'; transferId: TransferId; payerId: CustomerId }
  | { type: 'pickup.expired'; transferId: TransferId; payerId: CustomerId }
  // `payerId` is null where nobody is to hear of it: a link, or an asker who is not heard.
  | {
      type: 'money_request.changed';
      requestId: MoneyRequestId;
      askerId: CustomerId;
      payerId: CustomerId | null;
      change: 'made' | 'reminded' | 'declined' | 'cancelled' | 'expired';
    }
  | {
      type: 'bank_top_up.changed';
      bankTopUpId: BankTopUpId;
      customerId: CustomerId;
      state: BankTopUpState;
    }
  | { type: 'case.opened'; caseId: CaseId; customerId: CustomerId; kind: CaseKind }
  | { type: 'case.changed'; caseId: CaseId; customerId: CustomerId; kind: CaseKind; state: string }
  | {
      type: 'case.message_posted';
      caseId: CaseId;
      customerId: CustomerId;
      kind: CaseKind;
      messageId: MessageId;
      author: 'customer' | 'staff' | 'system';
    }
  | { type: 'case.escalated'; caseId: CaseId; customerId: CustomerId; kind: CaseKind };

export type EventType = DomainEvent['type'];
export type EventOf<T extends EventType> = Extract<DomainEvent, { type: T }>;
