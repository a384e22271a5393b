import { BookOpen } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { EntryReason } from '../entry/EntryReason.tsx';
import { EntryRow } from '../entry/EntryRow.tsx';
import { stationsOf } from '#web/story-words.ts';
import { entryQuery } from '../session.ts';

/** What the system knows about an entry, said before anybody is asked. */
export function Explanation({
  explanation,
  entryId,
}: {
  explanation: OkOf<typeof api.explain>;
  entryId: string;
}): ReactElement {
  const { data: entry } = useQuery(entryQuery(entryId));
  return (
    <>
      {explanation.entry ? (
        <Card>
          <EntryRow entry={explanation.entry} dated among={[]} />
        </Card>
      ) : null}
      {!entry ? (
        <SkeletonText lines={4} />
      ) : entry.reason ? (
        <EntryReason entry={entry} reason={entry.reason} />
      ) : (
        <Section title={m.customer_help_all_done()}>
          <Card pad>
            <WhereTrack stations={stationsOf(entry)} />
          </Card>
        </Section>
      )}
      {explanation.articles.length > 0 ? (
        <Section title={m.customer_help_articles()}>
          <Card>
            {explanation.articles.map((article) => (
              <ListRow
                key={article.slug}
                icon={<BookOpen size={20} aria-hidden="true" />}
                title={article.title}
                render={<a href={`/help/${article.slug}`}>{article.title}</a>}
              />
            ))}
          </Card>
        </Section>
      ) : null}
    </>
  );
}
