import { MESSAGE_MAX, type messageSchema } from '#common/api/support';
import type { z } from 'zod';
import type { CaseId, CustomerId, MessageId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';

export type MessageKind = z.output<typeof messageSchema>['kind'];
/** Who reads it: everyone in the case, or staff alone. */
export type Audience = 'everyone' | 'staff';
export type Facts = Readonly<Record<string, string | number>>;

export type Author =
  | { readonly kind: 'customer'; readonly id: CustomerId }
  /** The display name is kept with the message: a record tells for ever who wrote it. */
  | { readonly kind: 'staff'; readonly id: StaffId; readonly name: string }
  | { readonly kind: 'system' };

export type Message = {
  readonly id: MessageId;
  readonly caseId: CaseId;
  /** Its number among all messages of the case, as staff count. */
  readonly seq: number;
  /** Its number among those that everyone may read; null for one that is for staff alone. */
  readonly publicSeq: number | null;
  readonly author: Author;
  readonly kind: MessageKind;
  readonly audience: Audience;
  readonly text: string;
  readonly facts: Facts;
  readonly sentAt: Temporal.Instant;
};
/** A message before it has its numbers. */
export type Draft = Omit<Message, 'seq' | 'publicSeq' | 'caseId' | 'sentAt'>;

export type TextRefusal = Refusal<'message_empty' | 'message_too_long'>;

/** Control characters but tab and line break; they show nothing and can hide something. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What a person wrote, as it is kept: line breaks of one kind, nothing invisible, no white space around it. */
export function cleanText(text: string): Result<string, TextRefusal> {
  const clean = text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '').trim();
  if (clean === '') return err({ code: 'message_empty' });
  if ([...clean].length > MESSAGE_MAX) return err({ code: 'message_too_long', max: MESSAGE_MAX });
  return ok(clean);
}

/** The same author saying the same again: a post that was sent twice. */
export function isSameMessage(a: Draft, b: Draft): boolean {
  const authorId = ({ author }: Draft): string => (author.kind === 'system' ? '' : author.id);
  return (
    a.author.kind === b.author.kind &&
    authorId(a) === authorId(b) &&
    a.kind === b.kind &&
    a.audience === b.audience &&
    a.text === b.text
  );
}
