import type { ReactElement } from 'react';
import * as m from '#messages';
import { TextLink } from '#ui/TextLink.tsx';

type Props = {
  /** What is waited for: a link by mail, or a code by text message. */
  by: 'mail' | 'phone';
  onOther: () => void;
};

/** What to check, another way, and a person. */
export const NothingCame = ({ by, onOther }: Props): ReactElement => (
  <section aria-label={m.customer_forgot_nothing()} className="mt-6">
    <h2 className="text-15">{m.customer_forgot_nothing()}</h2>
    <p className="prose mt-1 text-13 text-ink-2">
      {by === 'mail' ? m.customer_forgot_nothing_text() : m.customer_forgot_nothing_phone()}
    </p>
    <div className="mt-2 flex flex-wrap gap-x-6">
      <TextLink alone onPress={onOther}>
        {m.customer_forgot_other()}
      </TextLink>
      <TextLink alone href="/contact">
        {m.customer_forgot_person()}
      </TextLink>
    </div>
  </section>
);
