import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { statementApi } from '#common/api/statement';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useLocale } from '#ui/i18n.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, problemIn } from '#web/call.ts';
import { periodText } from '#web/statement-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { readStatementSearch } from './search.ts';
import { StatementFigures } from './StatementFigures.tsx';
import { StatementFiles } from './StatementFiles.tsx';
import { StatementLines } from './StatementLines.tsx';

export type Figures = OkOf<typeof statementApi.statementFigures>;

/** One statement: what it adds up to, its files, its lines. */
export function StatementPage(): ReactElement {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const asked = readStatementSearch(search);
  const locale = useLocale();
  const query = useQuery({
    queryKey: ['statements', 'figures', asked],
    queryFn: ({ signal }) => call(statementApi.statementFigures, { query: asked, signal }),
    placeholderData: keepPreviousData,
  });
  const title = query.data ? periodText(query.data, locale) : m.statement_title();
  useEffect(() => {
    document.title = `${m.statement_title()} · ${title} · OKPay`;
  }, [title]);
  return (
    <SubPage bar={<AppBar title={title} back={<Link to="/statements" />} />}>
      <AsyncView<Figures, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={8} />}
        empty={() => null}
        failed={(error) => (
          <Card>
            <FailedState
              title={problemIn(error)?.title ?? m.statement_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            >
              {problemIn(error)?.detail ?? m.customer_entries_failed_text()}
            </FailedState>
          </Card>
        )}
        full={(figures) => (
          <>
            <StatementFigures figures={figures} />
            <StatementFiles key={`${figures.currency} ${figures.from} ${figures.to}`} figures={figures} />
            {figures.lines > 0 ? (
              <StatementLines figures={figures} />
            ) : (
              <div>
                <Button size="small" render={<Link to="/statements" />}>
                  {m.statement_other_period()}
                </Button>
              </div>
            )}
          </>
        )}
      />
    </SubPage>
  );
}
