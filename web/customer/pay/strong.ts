import { api } from '#common/api/customer';
import type { BodyOf } from '#common/api/route';
import { call } from '#web/call.ts';
import { sign } from '../auth/passkey.ts';

/** The strong factor that a rule asks for: a typed code, or whatever passkey the device has. */
export type Strong = { way: 'authenticator'; code: string } | { way: 'passkey' };
type Factor = BodyOf<typeof api.createStepUp>['factor'];
/** What exactly is confirmed. */
export type ToConfirm = BodyOf<typeof api.stepUpChallenge>;

/** Refusals after which what was given before still stands: only the strong factor is asked for again. */
export const OF_FACTOR: readonly string[] = ['factor_code_wrong', 'factor_paused', 'passkey_refused'];

/** As it is sent: a passkey signs for exactly this. */
export async function factorOf(confirmed: ToConfirm, strong: Strong | null): Promise<Factor> {
  if (strong?.way !== 'passkey') return strong;
  return { way: 'passkey', signed: await sign(await call(api.stepUpChallenge, { body: confirmed })) };
}
