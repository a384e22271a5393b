import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Simulators,
  type SimulatorSettings,
  startAcquirer as startCards,
  startSimulators as start,
} from '../../simulators/launch.ts';

export type { Simulators } from '../../simulators/launch.ts';

/** The acquirer alone, for who needs nothing but cards: a process less is half a second less. */
export async function startAcquirer(): Promise<Simulators['acquirer'] & { stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'okpay-acquirer-'));
  const { process, ...acquirer } = await startCards({ dataDir });
  return {
    ...acquirer,
    async stop() {
      await process.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The outside world for one test file: real processes on free ports, with books that are gone afterwards unless a folder is given. */
export async function startSimulators(
  settings: Partial<SimulatorSettings> = {},
): Promise<Simulators & { dataDir: string }> {
  const dataDir = settings.dataDir ?? mkdtempSync(join(tmpdir(), 'okpay-simulators-'));
  const simulators = await start({ ...settings, dataDir });
  return {
    ...simulators,
    dataDir,
    async stop() {
      await simulators.stop();
      if (settings.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Any call to a simulator's control or inbox API. Throws on anything but 2xx: a test that cannot turn a knob proves nothing. */
export async function control<Answer>(url: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(new URL(path, url), {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** What a person does in the acquirer's frame: types a card, and gets a token. */
export async function typeCard(acquirerUrl: string, fieldsUrl: string, number: string): Promise<string> {
  const session = new URL(fieldsUrl).searchParams.get('session');
  const typed = { session, number, expiry: '12/40', cvc: '123', name: 'LIN ZHIXIA' };
  return (await control<{ token: string }>(acquirerUrl, '/fields/tokens', typed)).token;
}

/** What a person does on the bank's page: reads the code of the sandbox and types it, types a wrong one, or gives up. */
export async function answerChallenge(
  challengeUrl: string,
  answer: 'right_code' | 'wrong_code' | 'cancel',
): Promise<{ status: number; location: string | null }> {
  const page = await (await fetch(challengeUrl)).text();
  const shown = /<b class="num">(\d{3}) (\d{3})<\/b>/.exec(page);
  const right = `${shown?.[1] ?? ''}${shown?.[2] ?? ''}`;
  const wrong = right.startsWith('0') ? '111111' : '000000';
  const fields: Record<string, string> =
    answer === 'cancel'
      ? { action: 'cancel' }
      : { action: 'approve', code: answer === 'right_code' ? right : wrong };
  const answered = await fetch(challengeUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  });
  return { status: answered.status, location: answered.headers.get('location') };
}

/** Numbers of the acquirer's test cards, by what they make happen. */
export async function testCards(acquirerUrl: string): Promise<(name: string) => string> {
  const { cards } = await control<{ cards: { name: string; number: string }[] }>(acquirerUrl, '/test-cards');
  const byName = new Map(cards.map(({ name, number }) => [name, number]));
  return (name) => {
    const number = byName.get(name);
    if (number === undefined) throw new Error(`the acquirer has no test card ${name}`);
    return number;
  };
}
