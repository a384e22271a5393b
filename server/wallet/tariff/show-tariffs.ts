import type { z } from 'zod';
import type { tariffSchema } from '#common/api/console-tariffs';
import { NOTICE_DAYS } from '#common/tariff';
import type { StaffId } from '#common/id';
import { allStaff } from '#identity';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { openProposals, type Proposal, proposalsAbout } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { CHANGE_TARIFF, subjectOf, type TariffChange } from './change-tariff.ts';
import { tariffVersions } from './store.ts';
import { type Standing, standingAt, type TariffVersion } from './tariff.ts';

type WireTariff = z.input<typeof tariffSchema>;
type WireVersion = WireTariff['inForce'];
const PROPOSALS_MAX = 500;

/** Every price that is in force, with what is announced for it. */
export async function standingTariffs(read: Reader, now: Temporal.Instant): Promise<Standing[]> {
  const groups = Map.groupBy(await tariffVersions(read), subjectOf);
  return [...groups.values()].flatMap((versions) => standingAt(versions, now) ?? []);
}

/** Every price with its history, and what waits for a colleague. */
export async function showTariffs({
  db: { read },
  clock,
  limits,
}: Pick<WalletDeps, 'db' | 'clock' | 'limits'>) {
  const tariffs = await standingTariffs(read, clock.now());
  const subjects = tariffs.map(({ inForce }) => subjectOf(inForce));
  const made = new Map((await proposalsAbout(read, subjects)).map((each) => [each.id, each]));
  const open = new Map(
    (await openProposals(read, clock, CHANGE_TARIFF, { limit: PROPOSALS_MAX })).map((each) => [
      each.subject,
      each,
    ]),
  );
  const names = new Map((await allStaff(read)).map(({ id, name }) => [id, name]));
  const nameOf = (id: StaffId | null): string => (id === null ? '' : (names.get(id) ?? id));
  const shown = ({ version, prices, validFrom, proposal }: TariffVersion): WireVersion => {
    const by = proposal === null ? undefined : made.get(proposal);
    return {
      version,
      prices,
      validFrom: validFrom.toString(),
      by: by ? { proposed: nameOf(by.proposedBy), approved: nameOf(by.decidedBy), note: by.reason } : null,
    };
  };
  const items = tariffs.map(({ inForce, upcoming, earlier }): WireTariff => {
    const proposal = open.get(subjectOf(inForce));
    return {
      kind: inForce.kind,
      key: inForce.key,
      currency: inForce.currency,
      inForce: shown(inForce),
      upcoming: upcoming.map(shown),
      earlier: earlier.map(shown),
      proposal: proposal ? waiting(proposal, nameOf(proposal.proposedBy)) : null,
    };
  });
  return { items, noticeDays: NOTICE_DAYS, timeZone: limits.timeZone };
}

const waiting = (
  { id, parameters, reason, proposedBy, expiresAt }: Proposal<TariffChange>,
  name: string,
): NonNullable<WireTariff['proposal']> => ({
  id,
  ...parameters,
  note: reason,
  by: { id: proposedBy, name },
  expiresAt: expiresAt.toString(),
});
