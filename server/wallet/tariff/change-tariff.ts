import { z } from 'zod';
import { tariffPricesSchema } from '#common/api/console-tariffs';
import { instantSchema } from '#common/api/wire';
import type { TariffKind, TariffPrices } from '#common/tariff';
import type { ProposalId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import {
  decideAndCarryOut,
  type Deciding,
  type DecisionRefusal,
  type Proposal,
  proposalKind,
  propose,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import { type ChangeRefusal, decideChange } from './decide.ts';
import { insertVersion, tariffVersions } from './store.ts';
import { type Standing, standingAt, type TariffVersion } from './tariff.ts';

const parameters = z.object({ prices: tariffPricesSchema, validFrom: instantSchema });
export type TariffChange = z.output<typeof parameters>;
/** Another price, decided by two people: what is approved is what was proposed, read back under its lock. */
export const CHANGE_TARIFF = proposalKind('change_tariff', parameters);

export const subjectOf = ({ kind, key }: Pick<TariffVersion, 'kind' | 'key'>): string => `${kind}/${key}`;

type Doing = Pick<WalletDeps, 'clock' | 'limits'>;
type Proposing = {
  readonly kind: TariffKind;
  readonly key: string;
  readonly prices: TariffPrices;
  /** A date in the operator's zone. */
  readonly validFrom: string;
  readonly note: string;
  readonly by: StaffId;
};

export async function proposeTariff(
  tx: Tx,
  { clock, limits }: Doing,
  { kind, key, prices, validFrom: day, note, by }: Proposing,
): Promise<Result<{ proposalId: ProposalId }, ChangeRefusal | Refusal<'not_found' | 'proposal_open'>>> {
  const validFrom = Temporal.PlainDate.from(day).toZonedDateTime(limits.timeZone).toInstant();
  const subject = subjectOf({ kind, key });
  const possible = await isPossible(tx, nowOf({ clock, limits }), subject, { prices, validFrom });
  if (!possible.ok) return possible;
  const change = { prices, validFrom: validFrom.toString() };
  const proposed = await propose(tx, clock, CHANGE_TARIFF, { subject, parameters: change, reason: note, by });
  return proposed.ok ? ok({ proposalId: proposed.value.id }) : proposed;
}

/** Days are those of the operator. */
const nowOf = ({ clock, limits }: Doing): Temporal.ZonedDateTime =>
  clock.now().toZonedDateTimeISO(limits.timeZone);

async function isPossible(
  read: Reader,
  now: Temporal.ZonedDateTime,
  subject: string,
  change: { prices: TariffPrices; validFrom: Temporal.Instant },
): Promise<Result<Versions, ChangeRefusal | Refusal<'not_found'>>> {
  const all = (await tariffVersions(read)).filter((each) => subjectOf(each) === subject);
  const standing = standingAt(all, now.toInstant());
  if (!standing) return err({ code: 'not_found' });
  const decided = decideChange(standing, change, now);
  return decided.ok ? ok({ standing, all }) : decided;
}
type Versions = { standing: Standing; all: readonly TariffVersion[] };

/** The second pair of eyes. An approval and the version that it announces are one. */
export async function decideTariff(
  deps: Doing & Pick<WalletDeps, 'db'>,
  deciding: Deciding,
): Promise<Result<{ announced: boolean }, ChangeRefusal | DecisionRefusal>> {
  const announced = await decideAndCarryOut(deps, CHANGE_TARIFF, deciding, (tx, proposal) =>
    announce(tx, nowOf(deps), proposal),
  );
  return announced.ok ? ok({ announced: announced.value }) : announced;
}

/** Prices may have changed, and time has passed, since it was proposed. */
async function announce(
  tx: Tx,
  now: Temporal.ZonedDateTime,
  { id, subject, parameters: { prices, validFrom: from } }: Proposal<TariffChange>,
): Promise<Result<void, ChangeRefusal | Refusal<'not_found'>>> {
  const validFrom = Temporal.Instant.from(from);
  const possible = await isPossible(tx, now, subject, { prices, validFrom });
  if (!possible.ok) return possible;
  const { kind, key } = possible.value.standing.inForce;
  const version = Math.max(...possible.value.all.map((each) => each.version)) + 1;
  await insertVersion(tx, { kind, key, version, prices, validFrom, proposal: id });
  return ok(undefined);
}
