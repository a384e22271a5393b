import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BookOpen, Search } from 'lucide-react';
import { useDeferredValue, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { NotLoaded } from '../app/NotLoaded.tsx';

/** Our own answers, by words. */
export function SearchHelp(): ReactElement {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { locale } = useTimeFormat();
  const query = useQuery({
    queryKey: ['help-search', asked, locale],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(api.searchHelp, { query: { q: asked, locale, limit: 5 }, signal }),
  });
  const items = query.data?.items ?? [];
  return (
    <section className="grid gap-3" aria-label={m.customer_help_search()}>
      <TextInput
        icon={<Search size={20} aria-hidden="true" />}
        type="search"
        aria-label={m.customer_help_search()}
        placeholder={m.customer_help_search_hint()}
        value={text}
        maxLength={120}
        onChange={(event) => setText(event.target.value)}
      />
      {query.isPending ? <SkeletonRows rows={3} /> : null}
      {query.isError && items.length === 0 ? (
        <NotLoaded
          error={query.error}
          title={m.customer_help_failed()}
          text={m.customer_help_failed_text()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : null}
      {items.length > 0 ? (
        <Card>
          {items.map((article) => (
            <ListRow
              key={article.slug}
              icon={<BookOpen size={20} aria-hidden="true" />}
              title={article.title}
              sub={asked === '' ? undefined : article.excerpt}
              render={<a href={`/help/${article.slug}`}>{article.title}</a>}
            />
          ))}
        </Card>
      ) : null}
      {query.isSuccess && items.length === 0 ? (
        <p className="prose text-ink-2">{m.customer_help_nothing()}</p>
      ) : null}
    </section>
  );
}
