import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { useLocale } from '#ui/i18n.ts';
import { cardGroups } from './card-groups.ts';
import { CopyText } from './CopyText.tsx';
import { Looked } from './Looked.tsx';
import { Part } from './Part.tsx';
import { testCardsQuery, type TestCard } from './queries.ts';

const grouped = (number: string): string => number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');

/** Every card of the sandbox, by what it makes happen. */
export function TestCards(): ReactElement {
  const query = useQuery(testCardsQuery);
  return (
    <Part title={m.sandbox_cards_title()} lead={m.sandbox_cards_lead()}>
      <Looked query={query}>
        {(cards) => (
          <div className="grid gap-5 border-t border-line p-4 column:p-5">
            {cardGroups(cards).map(({ key, title, cards: members }) => (
              <section key={key} aria-label={title}>
                <h3 className="text-12 text-ink-3">{title}</h3>
                <ul className="mt-1.5 grid gap-x-6 gap-y-1.5 column:grid-cols-2">
                  {members.map((card) => (
                    <OneCard key={card.number} card={card} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
      </Looked>
    </Part>
  );
}

function OneCard({ card: { number, en, zh } }: { card: TestCard }): ReactElement {
  const locale = useLocale();
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-3">
      <CopyText
        text={number}
        shown={grouped(number)}
        what={m.common_copy_what({ what: `${m.sandbox_card_number()} ${grouped(number)}` })}
      />
      <span className="text-ink-2">{locale === 'en' ? en : zh}</span>
    </li>
  );
}
