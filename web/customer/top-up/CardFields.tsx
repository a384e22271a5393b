import type { ReactElement } from 'react';
import * as m from '#messages';
import { FailedState } from '#ui/FailedState.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import type { CardFrame } from './use-card-frame.ts';

/** The acquirer's fields for the card, in a frame of its own. */
export function CardFields({
  frame: { ref, url, height, error, retry },
}: {
  frame: CardFrame;
}): ReactElement {
  return (
    <Section title={m.customer_card()}>
      {error ? (
        <FailedState title={problemIn(error)?.title ?? m.customer_top_up_frame_failed()} onRetry={retry}>
          {problemIn(error)?.detail ?? m.common_no_answer()}
        </FailedState>
      ) : url ? (
        <iframe
          ref={ref}
          src={url}
          title={m.customer_card_frame()}
          className="block w-full border-0 bg-transparent"
          style={{ height }}
        />
      ) : (
        <SkeletonText lines={5} />
      )}
      <p className="prose mt-2 text-13 text-ink-3">{m.customer_top_up_card_stays()}</p>
    </Section>
  );
}
