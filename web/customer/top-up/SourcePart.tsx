import type { ReactElement } from 'react';
import * as m from '#messages';
import { Checkbox } from '#ui/Checkbox.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { CardFields } from './CardFields.tsx';
import { ChooseCard } from './ChooseCard.tsx';
import type { Source } from './use-source.ts';

/** What is charged: the choice where there is one, and the fields where a card is typed. */
export function SourcePart({
  source: { cards, chosen, choose, frame, mayKeep, keepCard, setKeepCard },
}: {
  source: Source;
}): ReactElement {
  if (chosen === null) return <SkeletonText lines={5} />;
  return (
    <>
      {cards.length > 0 ? <ChooseCard cards={cards} chosen={chosen} onChoose={choose} /> : null}
      {chosen === 'other' ? (
        <div className="grid gap-3">
          <CardFields frame={frame} />
          {mayKeep ? (
            <Checkbox name="keep-card" checked={keepCard} onChange={setKeepCard}>
              {m.cards_keep_this()} <span className="text-ink-3">{m.cards_keep_this_hint()}</span>
            </Checkbox>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
