import type { CaseId, CustomerId, KeptCardId, MoneyRequestId, OperationId } from '#common/id';
import type { MailTemplate, NoticeKind } from './kinds.ts';

/** Text messages with a code; each is made in the moment of sending. */
export type CodeTemplate = 'code' | 'reset_code' | 'sign_in_code' | 'new_phone_code' | 'access_code';
/** Text messages that say that something was done, for who has no mailbox at hand or had the number before. */
export type NewsTemplate = 'phone_given_up' | 'access_requested' | 'access_restored';
export type SmsTemplate = CodeTemplate | NewsTemplate;

/** What a line is about: its id is where it leads, and whose facts it shows. */
type About =
  | { readonly entry: OperationId | MoneyRequestId }
  /** With an address that was given up, the message goes there. */
  | { readonly case: CaseId; readonly formerContact?: string }
  | { readonly formerContact: string }
  | { readonly card: KeptCardId }
  | null;
export type Telling = {
  readonly customer: CustomerId;
  readonly about: About;
  readonly notice: NoticeKind | null;
  readonly mail: MailTemplate | null;
  readonly sms: SmsTemplate | null;
  /** Seconds in which the customer may see it by himself; only then a mail goes out. */
  readonly mailAfterSeconds: number;
};

/** What differs from saying nothing. */
export type Message = Partial<Pick<Telling, 'about' | 'notice' | 'mail' | 'sms' | 'mailAfterSeconds'>>;
export const tell = (customer: CustomerId, message: Message): Telling => ({
  about: null,
  notice: null,
  mail: null,
  sms: null,
  mailAfterSeconds: 0,
  ...message,
  customer,
});
/** The same name in the message centre and as a mail. */
export const both = (name: NoticeKind & MailTemplate): Message => ({ notice: name, mail: name });
