import type { z } from 'zod';
import type { consoleRuleApi, ruleHitSchema } from '#common/api/console-rules';
import { RISK_FACT_NAMES, type RiskFact, type RuleOutcome } from '#common/risk-rule';
import type { CustomerId, OperationId } from '#common/id';
import { type Currency, type Money, toWire } from '#common/money';
import { customerNames, maskedNameOf } from '#identity';
import { type Temporal, textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import {
  CHANGE_RULES,
  findLiveVersion,
  findSet,
  hitsByDay,
  type KeptVerdict,
  newestRules,
  openProposals,
} from '#risk';
import type { SupportDeps } from '../deps.ts';
import { namesOf } from '../restrictions/staff-view.ts';

/** Days of the picture of hits. */
const HIT_DAYS = 30;
/** Proposals that wait at one time; each is about another rule. */
const PROPOSALS_MAX = 500;

type Desk = z.input<(typeof consoleRuleApi)['ruleDesk']['ok']>;

/** Every rule with its state, what waits for a colleague, and its picture. */
export async function deskView({ db: { read }, clock, limits }: SupportDeps): Promise<Desk> {
  const rules = await newestRules(read);
  const set = await findLiveVersion(read);
  const live = new Map((await findSet(read, set)).rules.map(({ id, version }) => [id, version]));
  const proposals = await openProposals(read, clock, CHANGE_RULES, { limit: PROPOSALS_MAX });
  const waiting = new Map(proposals.map((one) => [one.parameters.rule, one]));
  const since = clock.now().subtract({ hours: HIT_DAYS * 24 });
  const hits = await hitsByDay(read, { since, timeZone: limits.timeZone });
  const names = await namesOf(read, [
    ...rules.map(({ writtenBy }) => writtenBy),
    ...proposals.map(({ proposedBy }) => proposedBy),
  ]);
  const person = (id: string) => ({ id, name: names.get(id) ?? 'OKPay' });
  return {
    currency: limits.baseCurrency,
    set,
    items: rules.map(
      ({ id, version, name, operations, outcome, reason, conditions, currency, writtenBy, writtenAt }) => {
        const proposal = waiting.get(id);
        return {
          id,
          version,
          name,
          operations: [...operations],
          currency,
          outcome,
          reason,
          conditions: [...conditions],
          by: person(writtenBy),
          at: textOf(writtenAt),
          liveVersion: live.get(id) ?? null,
          proposal: proposal
            ? {
                id: proposal.id,
                version: proposal.parameters.version,
                change: proposal.parameters.change,
                note: proposal.reason,
                by: person(proposal.proposedBy),
                expiresAt: textOf(proposal.expiresAt),
              }
            : null,
          hits: hits.filter(({ rule }) => rule === id).map(({ day, hits: count }) => ({ day, hits: count })),
        };
      },
    ),
  };
}

export type SeenHit = {
  readonly operation: OperationId;
  readonly payer: CustomerId;
  readonly at: Temporal.Instant;
  readonly amount: Money;
  /** What amounts among the facts are in. */
  readonly countedIn: Currency;
  readonly outcome: 'allow' | RuleOutcome;
  readonly facts: KeptVerdict['facts'];
  readonly label: 'fraud' | 'not_fraud' | null;
};

/** Payments that a rule matched. Names are masked: whoever tries rules looks at payments, not at people. */
export async function hitView(
  read: Reader,
  hits: readonly SeenHit[],
): Promise<z.input<typeof ruleHitSchema>[]> {
  const payers = [...new Set(hits.map(({ payer }) => payer))];
  const names = await customerNames(read, payers);
  return hits.map(({ operation, payer, at, amount, countedIn, outcome, facts, label }) => ({
    operationId: operation,
    at: textOf(at),
    payer: { id: payer, name: maskedNameOf(names.get(payer) ?? '') },
    amount: toWire(amount),
    countedIn,
    outcome,
    facts: namedFacts(facts),
    label,
  }));
}

export function namedFacts(kept: KeptVerdict['facts']): Partial<Record<RiskFact, string>> {
  const named: Partial<Record<RiskFact, string>> = {};
  for (const [place, name] of RISK_FACT_NAMES.entries()) {
    const value = kept[place];
    if (value) named[name] = value;
  }
  return named;
}
