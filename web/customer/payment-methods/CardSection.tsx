import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CreditCard } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { keptCardsQuery } from './kept-cards-query.ts';
import { OneCard } from './OneCard.tsx';

/** The cards that are kept, and the way to another one. */
export function CardSection(): ReactElement {
  const query = useQuery(keptCardsQuery);
  return (
    <Section title={m.cards_title()}>
      <div className="grid gap-4">
        <Loaded
          query={query}
          loading={<SkeletonText lines={4} />}
          failed={{ title: m.cards_failed(), text: m.cards_failed_text() }}
        >
          {({ items, max }) => (
            <>
              <p className="prose text-ink-2">{m.cards_lead()}</p>
              {items.length === 0 ? (
                <EmptyState icon={<CreditCard aria-hidden="true" />} title={m.cards_empty()} />
              ) : (
                <Card>
                  {items.map((card) => (
                    <OneCard key={card.id} card={card} />
                  ))}
                </Card>
              )}
              {items.length >= max ? (
                <Banner tone="quiet">{m.cards_full({ max })}</Banner>
              ) : (
                <Button wide render={<Link to="/me/payment-methods/add" />}>
                  {m.cards_add()}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  );
}
