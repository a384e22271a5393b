import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';

export type AccessCase = OkOf<typeof api.accessCase>;
export type Proposal = AccessCase['proposals'][number];
type Measures = Pick<Proposal, 'resetsSecondFactors' | 'liftsPauses' | 'restoresAddresses'>;

export const METHOD_WORDS = {
  document_by_video: m.console_access_document_by_video,
  document_in_person: m.console_access_document_in_person,
  call_back: m.console_access_call_back,
} as const;

/** What a proposal does, each in a line. */
export const measureWords = (measures: Measures): string[] => [
  ...(measures.resetsSecondFactors ? [m.console_access_resets()] : []),
  ...(measures.liftsPauses ? [m.console_access_lifts()] : []),
  ...(measures.restoresAddresses ? [m.console_access_restores()] : []),
];
