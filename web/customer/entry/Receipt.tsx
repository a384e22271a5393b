import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { formatMoney, formatTimeWithZone } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Brand } from '#ui/Brand.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { now } from '#ui/clock.ts';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { entryQuery, meQuery } from '../session.ts';
import { didNotHappen, entryTitle, linesOf, partyText, PILL_OF, type EntryDetail } from '#web/entry-words.ts';
import { nothingTaken } from './EntryDetails.tsx';
import { KeepReceipt } from './KeepReceipt.tsx';
import { LINE_WORDS } from '#web/story-words.ts';
import { SubPage } from '../app/SubPage.tsx';

/** Proof of one entry, for the screen and for paper. A failed one says so: a receipt never claims what did not happen. */
export function Receipt(): ReactElement {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(entryQuery(id));
  useEffect(() => {
    document.title = `${m.customer_receipt()} ${id} · OKPay`;
  }, [id]);
  return (
    <SubPage bar={<AppBar title={m.customer_receipt()} back={<Link to="/entry/$id" params={{ id }} />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={8} />}
        failed={{ title: m.customer_entry_failed(), text: m.customer_entries_failed_text() }}
      >
        {(entry) => <Sheet entry={entry} />}
      </Loaded>
    </SubPage>
  );
}

function Sheet({ entry }: { entry: EntryDetail }): ReactElement {
  // On paper there is no today: every day is written out with its year.
  const format = { ...useTimeFormat(), now: 0 };
  const { data: me } = useQuery(meQuery);
  const { data: site } = useQuery(siteQuery);
  const money = (amount: EntryDetail['amount']): string =>
    formatMoney(fromWire(amount), { locale: format.locale });
  return (
    <>
      <Card pad className="grid gap-5 print:border-0">
        <div className="flex items-start justify-between gap-4">
          <Brand />
          <span className="max-w-[50%] text-end text-13 text-balance text-ink-3">
            {m.customer_receipt_issued({ when: formatTimeWithZone(new Date(now()).toISOString(), format) })}
          </span>
        </div>
        <div>
          <div className="flex flex-wrap items-center gap-3 text-ink-2">
            {entryTitle(entry)}
            <Pill status={PILL_OF[entry.state] ?? 'completed'} />
          </div>
          <div className="mt-1 text-32 font-semibold whitespace-nowrap">{money(entry.amount)}</div>
        </div>
        <DefinitionRows
          ruled
          rows={[
            { label: m.customer_reference(), value: <span className="text-13 break-all">{entry.id}</span> },
            ...(me ? [{ label: m.customer_receipt_account(), value: me.name }] : []),
            {
              label: entry.direction === 'in' ? m.customer_receipt_from() : m.customer_receipt_to(),
              value: partyText(entry),
            },
            ...(entry.note ? [{ label: m.customer_receipt_note(), value: entry.note }] : []),
            ...linesOf(entry).map(({ kind, amount }) => ({
              label: LINE_WORDS[kind](),
              value: money(amount),
            })),
            ...(didNotHappen(entry) ? [nothingTaken(entry)] : []),
            { label: m.customer_created(), value: formatTimeWithZone(entry.createdAt, format) },
            { label: m.customer_receipt_last_change(), value: formatTimeWithZone(entry.updatedAt, format) },
          ]}
        />
        <p className="text-13 text-ink-3">
          {m.customer_receipt_foot({
            operator: site?.operatorName ?? 'OKPay',
            email: site?.supportEmail ?? '',
          })}
        </p>
      </Card>
      <div className="grid gap-4 print:hidden">
        <Button icon={<Printer size={20} aria-hidden="true" />} onClick={() => window.print()}>
          {m.customer_receipt_print()}
        </Button>
        <KeepReceipt id={entry.id} />
      </div>
    </>
  );
}
