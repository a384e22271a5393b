import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CreditCard, ReceiptText } from 'lucide-react';
import type { ReactElement } from 'react';
import { statementApi } from '#common/api/statement';
import type { OkOf } from '#common/api/route';
import { dayKey, formatClock, formatDayHeading, formatMoney } from '#common/format';
import { fromWire, money } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DayHeading } from '#ui/DayHeading.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { call } from '#web/call.ts';
import { KIND_WORDS } from '#web/statement-words.ts';
import type { Figures } from './StatementPage.tsx';

type Line = OkOf<typeof statementApi.statementLines>['items'][number];
const PAGE = 30;

/** Every line that moved the balance, newest first, with the balance after it. */
export function StatementLines({ figures }: { figures: Figures }): ReactElement {
  const { currency, from, to, timeZone } = figures;
  const format = useTimeFormat(timeZone);
  const asked = { currency, from, to };
  const lines = useInfiniteQuery({
    queryKey: ['statements', 'lines', asked],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(statementApi.statementLines, {
        query: { ...asked, limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
  const items = lines.data?.pages.flatMap((page) => page.items) ?? [];
  const days = Map.groupBy(items, ({ at }) => dayKey(at, timeZone));
  return (
    <Section title={m.statement_lines()}>
      {lines.isPending ? <SkeletonRows rows={5} /> : null}
      {lines.isError && items.length === 0 ? (
        <Card>
          <FailedState
            title={m.statement_failed()}
            onRetry={() => void lines.refetch()}
            retrying={lines.isFetching}
          />
        </Card>
      ) : null}
      {items.length > 0 ? (
        <Card>
          {[...days].map(([day, some]) => (
            <section key={day}>
              <DayHeading>{formatDayHeading(some[0]?.at ?? day, format)}</DayHeading>
              {some.map((line) => (
                <Row
                  key={`${line.reference} ${line.at} ${line.balance.amount}`}
                  line={line}
                  format={format}
                />
              ))}
            </section>
          ))}
        </Card>
      ) : null}
      {lines.hasNextPage ? (
        <div className="mt-3">
          <Button wide busy={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
            {m.customer_history_more()}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Row({ line, format }: { line: Line; format: ReturnType<typeof useTimeFormat> }): ReactElement {
  const { kind, direction, counterparty, note, reference } = line;
  const { minor, currency } = fromWire(line.amount);
  const word = KIND_WORDS[kind]();
  const person = counterparty?.kind === 'person' ? counterparty.name : null;
  const detail = note ?? counterparty?.detail;
  const when = formatClock(line.at, format.timeZone);
  return (
    <TxRow
      glyph={
        person ? (
          <Avatar name={person} />
        ) : (
          <Glyph>
            {kind === 'top_up' ? (
              <CreditCard size={20} aria-hidden="true" />
            ) : (
              <ReceiptText size={20} aria-hidden="true" />
            )}
          </Glyph>
        )
      }
      who={person ?? word}
      sub={<span className="cut">{[when, person ? word : null, detail].filter(Boolean).join(' · ')}</span>}
      amount={
        <Amount
          money={money(direction === 'in' ? minor : -minor, currency)}
          tone={direction === 'in' ? 'in' : undefined}
          sign="both"
        />
      }
      also={m.statement_balance_after({
        amount: formatMoney(fromWire(line.balance), { locale: format.locale }),
      })}
      render={<Link to="/entry/$id" params={{ id: reference }} />}
    />
  );
}
