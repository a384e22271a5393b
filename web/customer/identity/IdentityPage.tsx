import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { formatDeadline } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { type Identity, identityQuery } from './identity-query.ts';
import { ProofStanding } from './ProofStanding.tsx';
import { TierCard } from './TierCard.tsx';
import { tierWord } from './tier-words.ts';

/** What is proven, what each step gives and asks for, and how the proof stands. */
export function IdentityPage(): ReactElement {
  const query = useQuery(identityQuery);
  useEffect(() => {
    document.title = `${m.customer_identity()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_identity()} back={<Link to="/me" />} />}>
      <AsyncView<Identity, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={8} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_identity_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(identity) => <Standing identity={identity} />}
      />
    </SubPage>
  );
}

function Standing({ identity }: { identity: Identity }): ReactElement {
  const { tier, tiers, proof, mayProve, pausesAt } = identity;
  const format = useTimeFormat();
  const isOpen = proof !== null && proof.state !== 'approved' && proof.state !== 'ended';
  return (
    <>
      {pausesAt ? (
        <Banner tone="pending">
          {m.customer_identity_pauses({ when: formatDeadline(pausesAt, format) })}
        </Banner>
      ) : null}
      <div className="grid gap-2">
        <h2 className="text-20 font-semibold">{m.customer_limits_tier({ tier: tierWord(tier) })}</h2>
        <p className="prose text-ink-2">{m.customer_identity_lead()}</p>
      </div>
      {isOpen ? <ProofStanding proof={proof} /> : null}
      <Section title={m.customer_identity_steps()}>
        <div className="grid gap-4">
          {tiers.map((each) => (
            <TierCard
              key={each.tier}
              step={each}
              isReached={tier !== 'T0' && each.tier <= tier}
              mayProve={mayProve.includes(each.tier)}
              isNext={mayProve[0] === each.tier}
            />
          ))}
        </div>
      </Section>
    </>
  );
}
