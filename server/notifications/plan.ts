import type { DomainEvent, SentPurpose } from '#common/events';
import type { CustomerId } from '#common/id';
import { unreachable } from '#common/result';
import type { MailTemplate, NoticeKind } from './kinds.ts';
import { isAboutPersons, planForPersons } from './person-notices.ts';
import { both, type Message, tell, type Telling } from './telling.ts';
import { BANK_TOP_UP_NOTICES, TOP_UP_NOTICES } from './top-up-notices.ts';
import { CROSS_BORDER_NOTICES, RECALL_NOTICES } from './cross-border-notices.ts';
import { WITHDRAWAL_NOTICES } from './withdrawal-notices.ts';

export { MAIL_TEMPLATES, type MailTemplate, NOTICE_KINDS, type NoticeKind } from './kinds.ts';
export type { CodeTemplate, NewsTemplate, SmsTemplate, Telling } from './telling.ts';

/** An agent's answer is mailed only to who has not read it within this time. Whoever is in the conversation needs no mail about it. */
export const ANSWER_MAIL_SECONDS = 60;

/** What protects the account was used, changed or tried: told by both ways, under one name. */
const PROTECTION = {
  'customer.phrase_changed': 'phrase_changed',
  'customer.security_questions_changed': 'security_questions_changed',
  'customer.sign_in_paused': 'sign_in_paused',
  'customer.password_changed': 'password_changed',
  'customer.payment_password_set': 'payment_password_set',
  'customer.payment_password_paused': 'payment_password_paused',
  'customer.second_factor_added': 'second_factor_added',
  'customer.second_factor_removed': 'second_factor_removed',
  'customer.second_factor_paused': 'second_factor_paused',
  'customer.recovery_codes_made': 'recovery_codes_made',
  'customer.recovery_code_used': 'recovery_code_used',
  'customer.registration_repeated': 'registration_repeated',
  // Where payouts go is as much a part of it.
  'bank_account.added': 'bank_account_added',
  'bank_account.removed': 'bank_account_removed',
  'beneficiary.added': 'beneficiary_added',
  'beneficiary.removed': 'beneficiary_removed',
  // So is what can be charged without being typed.
  'kept_card.added': 'kept_card_added',
  'kept_card.removed': 'kept_card_removed',
} as const satisfies Record<string, NoticeKind & MailTemplate>;
type AboutProtection = Extract<ToldEvent, { type: keyof typeof PROTECTION }>;
const isAboutProtection = (event: ToldEvent): event is AboutProtection => event.type in PROTECTION;

/** Who has no account any more reads no message centre. */
const CLOSING = {
  'customer.closing_started': both('closing_started'),
  'customer.closing_taken_back': both('closing_taken_back'),
  'customer.closing_waits': both('closing_waits'),
  'customer.closed': { mail: 'account_closed' },
} as const satisfies Record<string, Message>;

/** Who has handed something in sees it on the screen; what others decide, and what time does, is mailed too. */
type AboutIdentity = Extract<DomainEvent, { type: `identity.${string}` }>;
const isAboutIdentity = (event: ToldEvent): event is AboutIdentity & ToldEvent =>
  event.type in ABOUT_IDENTITY;
const ABOUT_IDENTITY: Record<AboutIdentity['type'], Message> = {
  'identity.proof_submitted': { notice: 'identity_submitted' },
  'identity.proof_refused': both('identity_refused'),
  'identity.tier_raised': both('identity_raised'),
  'identity.proof_expiring': both('identity_expiring'),
  'identity.tier_fell': both('identity_fell'),
};

/** The message that carries a link or code. */
const CARRIES: Record<SentPurpose, Message> = {
  email: { mail: 'verify_email' },
  phone: { sms: 'code' },
  reset_email: { mail: 'reset_password' },
  reset_phone: { sms: 'reset_code' },
  sign_in: { sms: 'sign_in_code' },
  new_email: { mail: 'new_email_code' },
  new_phone: { sms: 'new_phone_code' },
  access_email: { mail: 'access_code' },
  access_phone: { sms: 'access_code' },
  closure_email: { mail: 'closure_code' },
};

/** Events that people are told of, in the message centre or beyond. What is not here is nobody's news. */
export const TOLD_EVENTS = [
  'customer.email_verified',
  'customer.phone_verified',
  'customer.registration_repeated',
  'customer.code_requested',
  'customer.signed_in',
  'customer.sign_in_paused',
  'customer.password_changed',
  'customer.contact_changed',
  'customer.phrase_changed',
  'customer.security_questions_changed',
  'customer.closing_started',
  'customer.closing_taken_back',
  'customer.closing_waits',
  'customer.closed',
  'customer.payment_password_set',
  'customer.payment_password_paused',
  'customer.second_factor_added',
  'customer.second_factor_removed',
  'customer.second_factor_paused',
  'customer.recovery_codes_made',
  'customer.recovery_code_used',
  'account.restricted',
  'account.restriction_lifted',
  'identity.proof_submitted',
  'identity.proof_refused',
  'identity.tier_raised',
  'identity.proof_expiring',
  'identity.tier_fell',
  'customer.access_requested',
  'customer.access_restored',
  'top_up.changed',
  'top_up.funds_released',
  'top_up.charged_back',
  'debt.collected',
  'transfer.completed',
  'transfer.failed',
  'transfer.held',
  'recall.changed',
  'exchange.completed',
  'exchange.failed',
  'bank_account.added',
  'bank_account.removed',
  'kept_card.added',
  'kept_card.removed',
  'kept_card.failed',
  'kept_card.taken_back',
  'withdrawal.changed',
  'beneficiary.added',
  'beneficiary.removed',
  'cross_border.changed',
  'cross_border.recall_changed',
  'money_request.changed',
  'pickup.offered',
  'pickup.expired',
  'bank_top_up.changed',
  'case.opened',
  'case.changed',
  'case.message_posted',
  'case.escalated',
] as const satisfies readonly DomainEvent['type'][];
export type ToldEvent = Extract<DomainEvent, { type: (typeof TOLD_EVENTS)[number] }>;

const RESTRICTIONS = {
  'account.restricted': 'account_restricted',
  'account.restriction_lifted': 'account_restriction_lifted',
} as const;

const KEEPING = {
  'kept_card.failed': 'kept_card_failed',
  'kept_card.taken_back': 'kept_card_taken_back',
} as const;

/** Who is told what, by which way. Pure; facts and words come later. */
export function planFor(event: ToldEvent): readonly Telling[] {
  if (isAboutIdentity(event)) return [tell(event.customerId, ABOUT_IDENTITY[event.type])];
  if (isAboutProtection(event)) return [tell(event.customerId, both(PROTECTION[event.type]))];
  if (isAboutPersons(event)) return planForPersons(event);
  if (event.type === 'bank_top_up.changed') return [tellBankTopUp(event)];
  switch (event.type) {
    case 'customer.email_verified':
      return [tell(event.customerId, { notice: 'email_verified' })];
    case 'customer.phone_verified':
      return [tell(event.customerId, { notice: 'phone_verified' })];
    case 'customer.code_requested':
      return [tell(event.customerId, CARRIES[event.purpose])];
    case 'customer.signed_in':
      return event.newDevice ? [tell(event.customerId, both('new_device'))] : [];
    case 'customer.contact_changed':
      return planForContact(event);
    case 'customer.closing_started':
    case 'customer.closing_taken_back':
    case 'customer.closing_waits':
    case 'customer.closed':
      return [tell(event.customerId, CLOSING[event.type])];
    case 'account.restricted':
    case 'account.restriction_lifted':
      return [tell(event.customerId, both(RESTRICTIONS[event.type]))];
    // By mail the top-up tells that it goes back; of a card that is not kept nobody has to do anything.
    case 'kept_card.failed':
    case 'kept_card.taken_back':
      return [tell(event.customerId, { notice: KEEPING[event.type], about: { card: event.keptCardId } })];
    case 'customer.access_requested':
    case 'customer.access_restored':
      return planForAccess(event);
    case 'top_up.changed':
    case 'top_up.funds_released':
    case 'top_up.charged_back':
    case 'debt.collected':
    case 'transfer.completed':
    case 'transfer.failed':
    case 'transfer.held':
    case 'recall.changed':
    case 'exchange.completed':
    case 'exchange.failed':
    case 'withdrawal.changed':
    case 'cross_border.changed':
    case 'cross_border.recall_changed':
      return planForMoney(event);
    case 'case.opened':
    case 'case.changed':
    case 'case.message_posted':
    case 'case.escalated':
      return planForCase(event);
    default:
      return unreachable(event);
  }
}

/** Money by transfer, which comes when nobody looks. */
function tellBankTopUp({
  customerId,
  bankTopUpId,
  state,
}: Extract<ToldEvent, { type: 'bank_top_up.changed' }>): Telling {
  const notice = BANK_TOP_UP_NOTICES[state];
  return tell(customerId, { notice, mail: 'news_top_up', about: { entry: bankTopUpId } });
}

/** The address that counts from now on is told, and the one before, by the way that it is reached. */
function planForContact({
  customerId,
  kind,
  formerContact,
}: Extract<ToldEvent, { type: 'customer.contact_changed' }>): readonly Telling[] {
  const about = { formerContact };
  return kind === 'email'
    ? [tell(customerId, both('email_changed')), tell(customerId, { mail: 'email_given_up', about })]
    : [tell(customerId, both('phone_changed')), tell(customerId, { sms: 'phone_given_up', about })];
}

/** By every way that reaches the owner: somebody else may be the one who asks. */
function planForAccess({
  type,
  customerId,
  caseId,
  formerContact,
}: Extract<ToldEvent, { type: `customer.access_${string}` }>): readonly Telling[] {
  const name = type === 'customer.access_requested' ? 'access_requested' : 'access_restored';
  if (formerContact === null)
    return [tell(customerId, { ...both(name), sms: name, about: { case: caseId } })];
  const about = { case: caseId, formerContact: formerContact.id };
  return [tell(customerId, formerContact.kind === 'email' ? { mail: name, about } : { sms: name, about })];
}

type MoneyEvent = Extract<
  ToldEvent,
  {
    type:
      | `top_up.${string}`
      | `debt.${string}`
      | `transfer.${string}`
      | `recall.${string}`
      | `exchange.${string}`
      | `withdrawal.${string}`
      | `cross_border.${string}`;
  }
>;
function planForMoney(event: MoneyEvent): readonly Telling[] {
  switch (event.type) {
    case 'top_up.changed': {
      const notice = TOP_UP_NOTICES[event.state];
      return notice
        ? [tell(event.customerId, { notice, mail: 'news_top_up', about: { entry: event.topUpId } })]
        : [];
    }
    case 'top_up.funds_released':
      return [
        tell(event.customerId, {
          notice: 'top_up_released',
          mail: 'news_top_up',
          about: { entry: event.topUpId },
        }),
      ];
    case 'top_up.charged_back':
      return [
        tell(event.customerId, {
          notice: 'charged_back',
          mail: 'news_debt',
          about: { entry: event.chargebackId },
        }),
      ];
    case 'debt.collected':
      return [
        tell(event.customerId, {
          notice: 'debt_collected',
          mail: 'news_debt',
          about: { entry: event.chargebackId },
        }),
      ];
    case 'transfer.completed':
    case 'transfer.failed':
    case 'transfer.held':
      return planForTransfer(event);
    case 'recall.changed':
      return [tellRecall(event)];
    case 'exchange.completed':
    case 'exchange.failed': {
      const notice = event.type === 'exchange.completed' ? 'exchange_completed' : 'exchange_failed';
      return [tell(event.customerId, { notice, mail: 'news_exchange', about: { entry: event.exchangeId } })];
    }
    case 'cross_border.changed':
    case 'cross_border.recall_changed':
      return planForAbroad(event);
    case 'withdrawal.changed': {
      const notice = WITHDRAWAL_NOTICES[event.state];
      const about = { entry: event.withdrawalId };
      return notice ? [tell(event.customerId, { notice, mail: 'news_withdrawal', about })] : [];
    }
    default:
      return unreachable(event);
  }
}

function planForAbroad(event: Extract<ToldEvent, { type: `cross_border.${string}` }>): readonly Telling[] {
  const notice =
    event.type === 'cross_border.changed' ? CROSS_BORDER_NOTICES[event.state] : RECALL_NOTICES[event.recall];
  const about = { entry: event.crossBorderId };
  return notice ? [tell(event.customerId, { notice, mail: 'news_cross_border', about })] : [];
}

function planForTransfer(event: Extract<ToldEvent, { type: `transfer.${string}` }>): readonly Telling[] {
  const about = { entry: event.transferId };
  const told = (customer: CustomerId, notice: NoticeKind): Telling =>
    tell(customer, { notice, mail: 'news_transfer', about });
  switch (event.type) {
    case 'transfer.completed':
      return [told(event.payerId, 'transfer_sent'), told(event.payeeId, 'transfer_received')];
    case 'transfer.failed':
      return [told(event.payerId, 'transfer_failed')];
    case 'transfer.held':
      return [told(event.payerId, 'transfer_held')];
    default:
      return unreachable(event);
  }
}

/** What is held, given back or let go of a contested payment. */
const tellRecall = ({
  customerId,
  recallId,
  state,
}: Extract<ToldEvent, { type: 'recall.changed' }>): Telling =>
  tell(customerId, { notice: `recall_${state}`, mail: 'news_transfer', about: { entry: recallId } });

function planForCase(event: Extract<ToldEvent, { type: `case.${string}` }>): readonly Telling[] {
  const about = { case: event.caseId };
  if (event.kind === 'account_access') return planForAccessCase(event);
  if (event.type === 'case.changed' && event.kind !== 'question' && event.kind !== 'trace') {
    if (event.state === 'awaiting_customer')
      return [tell(event.customerId, { ...both('case_asked'), about })];
    if (event.state === 'resolved') return [tell(event.customerId, { ...both('case_decided'), about })];
  }
  // Who asks for something to be lifted is told at once what is needed for that.
  if (event.type === 'case.opened' && event.kind === 'lift_request') return [];
  switch (event.type) {
    case 'case.opened':
      return [tell(event.customerId, { ...both('case_opened'), about })];
    case 'case.message_posted':
      return event.author === 'staff'
        ? [tell(event.customerId, { ...both('case_answered'), about, mailAfterSeconds: ANSWER_MAIL_SECONDS })]
        : [];
    case 'case.changed':
      if (event.state === 'resolved') return [tell(event.customerId, { ...both('case_resolved'), about })];
      return event.state === 'closed' ? [tell(event.customerId, { notice: 'case_closed', about })] : [];
    case 'case.escalated':
      return [tell(event.customerId, { ...both('case_late'), about })];
    default:
      return unreachable(event);
  }
}

/** Whoever cannot sign in follows the request by its own link; a conversation is read only by an owner who is signed in after all. */
function planForAccessCase(event: Extract<ToldEvent, { type: `case.${string}` }>): readonly Telling[] {
  const about = { case: event.caseId };
  switch (event.type) {
    case 'case.opened':
      return []; // Told as what it is: somebody asks for the way back in.
    case 'case.message_posted':
      return event.author === 'staff' ? [tell(event.customerId, { notice: 'case_answered', about })] : [];
    case 'case.changed':
      if (event.state === 'resolved')
        return [tell(event.customerId, { notice: 'case_resolved', mail: 'access_closed', about })];
      return event.state === 'closed' ? [tell(event.customerId, { notice: 'case_closed', about })] : [];
    case 'case.escalated':
      return [tell(event.customerId, { notice: 'case_late', about })];
    default:
      return unreachable(event);
  }
}
