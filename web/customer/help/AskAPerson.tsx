import { MessageSquare } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Section } from '#ui/Section.tsx';
import { OpenCase } from './OpenCase.tsx';

/** The way to a person, open on every page of help. */
export function AskAPerson({ entryId }: { entryId: string | null }): ReactElement {
  const [asking, setAsking] = useState(false);
  if (asking) return <OpenCase entryId={entryId} onCancel={() => setAsking(false)} />;
  return (
    <Section title={m.customer_help_person_title()}>
      <Card pad>
        <p className="prose mb-4 text-ink-2">
          {entryId ? m.customer_help_person_entry() : m.customer_help_person()}
        </p>
        <Button
          variant={entryId ? 'line' : 'primary'}
          icon={<MessageSquare size={20} aria-hidden="true" />}
          onClick={() => setAsking(true)}
        >
          {m.customer_help_talk()}
        </Button>
      </Card>
    </Section>
  );
}
