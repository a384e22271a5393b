import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { Section } from '#ui/Section.tsx';
import { TextLink } from '#ui/TextLink.tsx';

/** What happens when the account is closed, before anybody decides. */
export const WhatItMeans = ({ coolingDays }: { coolingDays: number }): ReactElement => (
  <Section title={m.customer_closing_means_title()}>
    <Card pad>
      <ul className="prose grid list-disc gap-2 pl-5">
        <li>{m.customer_closing_means_now()}</li>
        <li>{m.customer_closing_means_days({ days: coolingDays })}</li>
        <li>{m.customer_closing_means_access()}</li>
        <li>{m.customer_closing_means_kept()}</li>
        <li>{m.customer_closing_means_record()}</li>
        <li>{m.customer_closing_means_again()}</li>
      </ul>
      <div className="mt-3">
        <TextLink href="/privacy" target="_blank" rel="noopener">
          {m.customer_closing_privacy()}
        </TextLink>
      </div>
    </Card>
  </Section>
);
