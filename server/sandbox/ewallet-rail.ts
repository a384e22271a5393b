import { z } from 'zod';
import { EWALLET_REPORTS, type EwalletMood, type EwalletReports } from '#common/api/sandbox-ewallet';
import { ask } from './outside.ts';

const NEXTS = ['asks', 'approves', 'refuses', 'silent', 'another_amount'] as const;
const knobs = z.object({ isDown: z.boolean(), next: z.enum(NEXTS), report: z.enum(EWALLET_REPORTS) });
export type EwalletStands = { readonly mood: EwalletMood; readonly report: EwalletReports };

const shown = ({ isDown, next, report }: z.output<typeof knobs>): EwalletStands => ({
  mood: isDown ? 'away' : next,
  report,
});

export const ewalletStands = async (url: string): Promise<EwalletStands> =>
  shown(await ask(knobs, url, '/control/knobs'));

/** One that is away still has people who answer when it is back. */
export const setEwallet = async (url: string, { mood, report }: EwalletStands): Promise<EwalletStands> =>
  shown(
    await ask(knobs, url, '/control/knobs', {
      isDown: mood === 'away',
      next: mood === 'away' ? 'asks' : mood,
      report,
    }),
  );
