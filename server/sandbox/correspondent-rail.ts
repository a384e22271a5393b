import { z } from 'zod';
import type { CorrespondentMood } from '#common/api/sandbox-bank';
import { ask } from './outside.ts';

const knobs = z.object({ upload: z.string(), messages: z.string(), happens: z.string().nullable() });
type Knobs = z.output<typeof knobs>;

const NORMAL: Knobs = { upload: 'taken', messages: 'sent', happens: null };
const KNOBS: Record<CorrespondentMood, Knobs> = {
  normal: NORMAL,
  wrong_account: { ...NORMAL, happens: 'wrong_account' },
  silent: { ...NORMAL, happens: 'silent' },
  documents: { ...NORMAL, happens: 'documents' },
  drops_answer: { ...NORMAL, upload: 'drop_answer' },
  twice: { ...NORMAL, happens: 'twice' },
  another_amount: { ...NORMAL, happens: 'another_amount' },
  recall_refused: { ...NORMAL, happens: 'recall_refused' },
  away: { ...NORMAL, upload: 'unavailable' },
};

export async function correspondentMood(url: string): Promise<CorrespondentMood> {
  const { upload, happens } = await ask(knobs, url, '/control/knobs');
  const moods = Object.keys(KNOBS) as CorrespondentMood[];
  return moods.find((mood) => KNOBS[mood].upload === upload && KNOBS[mood].happens === happens) ?? 'normal';
}

export async function setCorrespondentMood(url: string, mood: CorrespondentMood): Promise<CorrespondentMood> {
  await ask(knobs, url, '/control/knobs', KNOBS[mood]);
  return mood;
}
