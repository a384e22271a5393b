/** The door of operations: the record of every business operation, its story, and the quotes it began with. */
export {
  type CasesOf,
  entryFor,
  type Entry,
  entryOfOpened,
  firstEntryFor,
  parseOperationId,
} from './entry/entry-for.ts';
export { type Activity, activityBefore, type OnDevice } from './history/activity-store.ts';
export { feesBetween } from './history/fees-store.ts';
export { decisionsSince, type KeptDecision } from './history/decisions-store.ts';
export { type EntryPage, type EntrySummary, listEntries, summaryOf } from './history/list-entries.ts';
export { type EntryFilters, findEntryRows, type OpenEntry, openEntries } from './history/store.ts';
export { consumeQuote, type QuoteRefusal, usableQuote } from './quote/consume-quote.ts';
export { createQuote } from './quote/create-quote.ts';
export { proofOf, type Quote, QUOTE_PURPOSE, wireQuoteOf } from './quote/quote.ts';
export {
  continueStory,
  joinOperation,
  moveOperation,
  nameCounterparty,
  retellOperation,
} from './record/move-operation.ts';
export { ENTRY_HINT, openOperation, type OperationToOpen } from './record/open-operation.ts';
export type {
  Counterparty,
  DecisionFacts,
  Json,
  Line,
  Operation,
  Participant,
  Step,
  Waiting,
} from './record/operation.ts';
export { refusalOf } from './record/refusal-of.ts';
export { searchAmounts, searchForms, searchTextOf } from './record/search-text.ts';
export { FAMILY_OF, TRANSITIONS } from './record/states.ts';
export { find as findOperation, inConflict, withUnknownOutcome } from './record/store.ts';
export { type Traced, traceFor } from './trace/trace-for.ts';
export { type Change, changesOf, whereIs } from './trace/where-is.ts';
