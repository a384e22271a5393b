/**
 * Cases: a conversation with a kind, a subject, a promise and a state. The one core that every desk and every flow builds on; it
 * knows no desk, no channel and no money, and is handed the subject and its facts.
 */
export { ANSWER_HOURS, REOPEN_HOURS, SILENCE_HOURS, type Case, type Subject } from './case.ts';
export { defineDeadlines } from './deadlines.ts';
export type { Json } from './evidence.ts';
export { fallDue } from './fall-due.ts';
export { hintAt as hintAtCase } from './news.ts';
export { cleanText, type Author, type Facts, type Message, type MessageKind } from './message.ts';
export { openCase, type CaseToOpen } from './open-case.ts';
export { postAsCustomer, postAsStaff, postNote, type PostRefusal } from './post-message.ts';
export {
  caseForStaff,
  caseOfCustomer,
  casesAbout,
  countQueues,
  listCases,
  listQueue,
  markRead,
  messagesSince,
  numberFor,
  wholeConversation,
  type Page,
} from './read-cases.ts';
export {
  askCustomer,
  type Deed,
  resolveByDeed,
  resolveCase,
  type ResolveRefusal,
  takeFromCustomer,
  tellStep,
} from './resolve-case.ts';
export {
  eraseConversations,
  evidenceOfCases,
  findEvidence,
  openCasesOf,
  type Evidence,
  type LastWords,
  type QueueView,
} from './store.ts';
export { takeCase, type TakeRefusal } from './take-case.ts';
