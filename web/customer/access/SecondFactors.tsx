import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileKey2, Smartphone } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { factorsQuery, type Factors } from './factors-query.ts';
import { Passkeys } from './Passkeys.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { RemoveFactor } from './RemoveFactor.tsx';
import { SmsPart } from './SmsPart.tsx';
import { useProven } from './use-proven.tsx';

/** What the account asks for beside the password: add, replace, remove, and the codes for the day all of it is lost. */
export function SecondFactors(): ReactElement {
  const query = useQuery(factorsQuery);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  useEffect(() => {
    document.title = `${m.customer_me_factors()} · OKPay`;
  }, []);
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />;
  return (
    <SubPage bar={<AppBar title={m.customer_me_factors()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_factors_lead()}</p>
      <Loaded query={query} loading={<SkeletonRows />} failed={{ title: m.customer_factors_failed() }}>
        {(factors) => (
          <>
            <Passkeys factors={factors} onCodes={setCodes} />
            <AuthenticatorPart factors={factors} />
            <SmsPart factors={factors} onCodes={setCodes} />
            {factors.ways.length > 0 ? (
              <RecoveryPart left={factors.recoveryCodesLeft} onMade={setCodes} />
            ) : null}
          </>
        )}
      </Loaded>
    </SubPage>
  );
}

function AuthenticatorPart({ factors: { authenticator } }: { factors: Factors }): ReactElement {
  const format = useTimeFormat();
  const sub = !authenticator
    ? m.customer_factors_authenticator_sub()
    : authenticator.lastUsedAt
      ? m.customer_factors_used({ when: formatTime(authenticator.lastUsedAt, format) })
      : m.customer_factors_since({ when: formatTime(authenticator.addedAt, format) });
  return (
    <Section title={m.customer_factor_authenticator()}>
      <Card>
        <ListRow
          icon={<Smartphone size={20} aria-hidden="true" />}
          title={authenticator ? m.customer_factors_replace() : m.customer_authenticator_title()}
          sub={sub}
          render={<Link to="/me/second-factors/authenticator" />}
        />
      </Card>
      {authenticator ? (
        <RemoveFactor
          label={m.customer_factors_remove_authenticator()}
          remove={() => call(api.removeAuthenticator)}
        />
      ) : null}
    </Section>
  );
}

function RecoveryPart({
  left,
  onMade,
}: {
  left: number;
  onMade: (codes: readonly string[]) => void;
}): ReactElement {
  const { run, sheet } = useProven();
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const made = await run(() => call(api.renewRecoveryCodes, { body: {} }));
      if (!made) return;
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      onMade(made.recoveryCodes);
    }, [onMade, queries, run]),
  );
  return (
    <Section title={m.customer_recovery_codes()}>
      <Card>
        <ListRow
          icon={<FileKey2 size={20} aria-hidden="true" />}
          title={m.customer_recovery_codes_left({ count: left })}
          sub={submit.failure ?? m.customer_factor_recovery_code_hint()}
          tail={
            <Button size="small" busy={submit.busy} onClick={() => void submit.run()}>
              {m.customer_recovery_codes_renew()}
            </Button>
          }
        />
      </Card>
      {sheet}
    </Section>
  );
}
