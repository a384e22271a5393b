import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, type ReactElement } from 'react';
import { identityProofApi } from '#common/api/identity-proof';
import { formatDay, formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { call } from '#web/call.ts';
import { itemWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type Identity, identityQuery } from './identity-query.ts';
import { tierWord } from './tier-words.ts';

type Step = Identity['tiers'][number];
const WINDOWS = {
  payment: m.customer_limit_one,
  day: m.customer_identity_a_day,
  month: m.customer_identity_a_month,
} as const;

/** One step: what it gives, what it asks for, and the press that begins it. */
export function TierCard({
  step,
  isReached,
  mayProve,
  isNext,
}: {
  step: Step;
  isReached: boolean;
  mayProve: boolean;
  isNext: boolean;
}): ReactElement {
  const format = useTimeFormat();
  const limits = step.limits.filter(({ capability }) => capability === 'transfer');
  return (
    <Card pad className="grid gap-4">
      <div className="flex items-start justify-between gap-3">
        <h3 className="text-17 font-semibold">{tierWord(step.tier)}</h3>
        {isReached ? <Pill status="completed">{m.customer_identity_reached()}</Pill> : null}
      </div>
      <DefinitionRows
        rows={[
          ...limits.map(({ window, limit }) => ({
            label: WINDOWS[window](),
            value: formatMoney(fromWire(limit), { locale: format.locale }),
          })),
          ...(step.validUntil
            ? [
                {
                  label: m.customer_identity_valid_until(),
                  value: formatDay(step.validUntil, { ...format, now: 0 }),
                },
              ]
            : []),
        ]}
      />
      {step.asks.length > 0 && !isReached ? (
        <div>
          <p className="text-13 text-ink-3">{m.customer_identity_asks()}</p>
          <p className="prose">
            {new Intl.ListFormat(format.locale, { type: 'conjunction' }).format(step.asks.map(itemWord))}
          </p>
        </div>
      ) : null}
      {mayProve ? <Begin step={step} isReached={isReached} isPrimary={isNext} /> : null}
    </Card>
  );
}

function Begin({
  step,
  isReached,
  isPrimary,
}: {
  step: Step;
  isReached: boolean;
  isPrimary: boolean;
}): ReactElement {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      await call(identityProofApi.beginProof, { body: { tier: step.tier } });
      await queries.invalidateQueries({ queryKey: identityQuery.queryKey });
      await navigate({ to: '/me/identity/prove' });
    }, [navigate, queries, step.tier]),
  );
  return (
    <div>
      <Button
        variant={isPrimary ? 'primary' : 'tint'}
        wide
        busy={submit.busy}
        busyLabel={m.customer_identity_beginning()}
        onClick={() => void submit.run()}
      >
        {isReached
          ? m.customer_identity_renew()
          : step.tier === 'T3'
            ? m.customer_identity_prove_address()
            : m.customer_identity_prove()}
      </Button>
      <Hint error={submit.failure} />
    </div>
  );
}
