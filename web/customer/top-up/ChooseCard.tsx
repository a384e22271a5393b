import { Link } from '@tanstack/react-router';
import { useId, type ReactElement } from 'react';
import { cardText } from '#common/card-scheme';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { Section } from '#ui/Section.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import type { KeptCard } from '../payment-methods/kept-cards-query.ts';

/** The id of a kept card, or `other` for one that is typed. */
export type Chosen = KeptCard['id'] | 'other';

/** What is charged: one of the kept cards, or another one. */
export function ChooseCard({
  cards,
  chosen,
  onChoose,
}: {
  cards: readonly KeptCard[];
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}): ReactElement {
  const name = useId();
  const options = [
    ...cards.map((card) => ({
      value: card.id as Chosen,
      title: card.card ? cardText(card.card) : m.cards_unnamed(),
      sub: m.cards_good_until({ expiry: card.expiry ?? '' }),
    })),
    { value: 'other' as const, title: m.cards_other_card(), sub: null },
  ];
  return (
    <Section
      title={m.cards_top_up_with()}
      aside={<TextLink render={<Link to="/me/payment-methods" />}>{m.cards_manage()}</TextLink>}
    >
      <Card>
        {options.map(({ value, title, sub }) => (
          <label
            key={value}
            className="flex min-h-14 cursor-pointer items-center gap-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <input
              type="radio"
              name={name}
              className="accent-accent"
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            <span className="min-w-0">
              <span className="num block font-medium">{title}</span>
              {sub ? <span className="num block text-13 text-ink-2">{sub}</span> : null}
            </span>
          </label>
        ))}
      </Card>
    </Section>
  );
}
