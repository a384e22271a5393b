import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { Section } from '#ui/Section.tsx';
import type { Obstacle } from './closing-query.ts';
import { OneObstacle } from './OneObstacle.tsx';

/** Everything that has to be cleared first, each with what clears it. */
export const Obstacles = ({ obstacles }: { obstacles: readonly Obstacle[] }): ReactElement =>
  obstacles.length === 0 ? (
    <p className="flex items-center gap-2">
      <Check size={20} aria-hidden="true" className="text-in" />
      {m.customer_closing_clear()}
    </p>
  ) : (
    <Section title={m.customer_closing_blocked_title()}>
      <p className="prose mb-3 text-ink-2">{m.customer_closing_blocked_lead()}</p>
      <div className="grid gap-3">
        {obstacles.map((obstacle, place) => (
          <Card key={place} pad>
            <OneObstacle obstacle={obstacle} />
          </Card>
        ))}
      </div>
    </Section>
  );
