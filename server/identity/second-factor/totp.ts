import { generateSecret, generateURI, verify } from 'otplib';
import type { Clock } from '#platform/clock';

/** Seconds a code is also taken before and after its own 30: clocks of phones differ, and typing takes time. ASVS 6.5.5 wants 30 in all; the replay guard below makes up for it. */
const TOLERANCE_SECONDS = 30;
const STEP_SECONDS = 30;
const ISSUER = 'OKPay';
const SECRET_BYTES = 20; // RFC 4226 §4: 160 bits.

export const newTotpSecret = (): string => generateSecret({ length: SECRET_BYTES });
/** Compared with where there is nobody, so that the work is the same. */
export const NO_SECRET = newTotpSecret();

/** What the QR code holds. */
export const totpUri = (secret: string, email: string): string =>
  generateURI({ issuer: ISSUER, label: email, secret });

const readCode = (typed: string): string => typed.normalize('NFKC').replaceAll(/[\s-]/g, '');

/**
 * The time step whose code this is, if it is later than `lastStep`; null for a wrong code and for one that was used. The caller
 * keeps the step by compare-and-set, since two requests may read the same last step.
 */
export async function matchingStep(
  secret: string,
  typed: string,
  { clock, lastStep }: { clock: Clock; lastStep: number },
): Promise<number | null> {
  const token = readCode(typed);
  const epoch = Math.floor(clock.now().epochMilliseconds / 1000);
  // otplib throws on what cannot be a code, and on a last step that lies ahead of its window (a clock that was set back).
  if (!/^\d{6}$/.test(token) || lastStep > stepOf(epoch + TOLERANCE_SECONDS)) return null;
  const result = await verify({
    strategy: 'totp',
    secret,
    token,
    epoch,
    epochTolerance: TOLERANCE_SECONDS,
    afterTimeStep: lastStep,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

const stepOf = (epochSeconds: number): number => Math.floor(epochSeconds / STEP_SECONDS);
