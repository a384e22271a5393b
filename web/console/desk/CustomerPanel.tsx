import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDay, formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { MoneyBar } from '#ui/MoneyBar.tsx';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { caseStateWord } from '#web/case-words.ts';
import { entryTitle, PILL_OF } from '#web/entry-words.ts';
import { factLine, stationsOf, storyWord, toneState } from '#web/story-words.ts';
import { consoleCaseQuery } from '../session.ts';

type Data = OkOf<typeof api.consoleCase>;

/** Who it is, their money, the entry of this case, what the customer was told, past cases. Every look is logged. */
export function CustomerPanel({ caseId }: { caseId: string }): ReactElement {
  const { data } = useQuery(consoleCaseQuery(caseId));
  if (!data) return <div className="p-5"><SkeletonText lines={8} /></div>;
  return (
    <>
      <Who customer={data.customer} />
      <Balance customer={data.customer} />
      {data.entry ? <EntryOfCase entry={data.entry} explanation={data.explanation} /> : null}
      <Recent customer={data.customer} />
      <PastCases customer={data.customer} caseId={caseId} />
      <p className="flex items-center gap-2 px-5 py-4 text-12 text-ink-3">
        <Eye size={14} aria-hidden="true" />
        {m.console_looks_logged()}
      </p>
    </>
  );
}

const Part = ({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }): ReactElement => (
  <section className="grid gap-3 border-b border-line px-5 py-4" aria-label={title}>
    <div className="flex items-baseline justify-between gap-3">
      <h3 className="text-13">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
);

function Who({ customer }: { customer: Data['customer'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <section className="grid gap-3 border-b border-line px-5 py-4" aria-label={m.console_customer()}>
      <div className="grid grid-cols-[40px_1fr] items-center gap-3">
        <Avatar name={customer.name} />
        <div className="min-w-0">
          <b className="block text-15">{customer.name}</b>
          <span className="block text-ink-3">{m.console_since({ id: shortId(customer.id), when: formatDay(customer.since, format) })}</span>
        </div>
      </div>
      <DefinitionRows
        rows={[
          { label: m.console_email(), value: `${customer.maskedEmail} ${customer.emailVerified ? m.console_confirmed() : m.console_not_confirmed()}` },
          { label: m.console_phone(), value: `${customer.maskedPhone} ${customer.phoneVerified ? m.console_confirmed() : m.console_not_confirmed()}` },
          { label: m.console_handle(), value: customer.handle ? `@${customer.handle}` : m.console_none() },
          { label: m.console_language(), value: customer.locale === 'en' ? 'English' : '简体中文' },
        ]}
      />
    </section>
  );
}

function Balance({ customer }: { customer: Data['customer'] }): ReactElement {
  const { locale } = useTimeFormat();
  const currencies = customer.accounts.map(({ currency }) => currency);
  return (
    <Part title={m.console_balance()}>
      {customer.accounts.length === 0 ? <p className="text-ink-2">{m.console_no_balance()}</p> : null}
      {customer.accounts.map((account) => (
        <div key={account.currency} className="grid gap-2">
          <Amount money={fromWire(account.available)} size="total" among={currencies} />
          <MoneyBar
            flat
            segments={[
              { kind: 'available', money: fromWire(account.available), label: m.customer_available(), spoken: m.customer_available() },
              ...account.arriving.map((part) => ({ kind: 'arriving' as const, money: fromWire(part.amount), label: m.customer_arriving(), spoken: m.customer_arriving() })),
              ...account.held.map((part) => ({ kind: 'held' as const, money: fromWire(part.amount), label: m.customer_held(), spoken: m.customer_held() })),
            ]}
          />
        </div>
      ))}
      {customer.debts.map((debt) => (
        <p key={debt.operationId} className="text-danger">{m.console_debt({ amount: formatMoney(fromWire(debt.amount), { locale }) })}</p>
      ))}
    </Part>
  );
}

function EntryOfCase({ entry, explanation }: { entry: NonNullable<Data['entry']>; explanation: Data['explanation'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <Part title={`${entryTitle(entry)} ${formatMoney(fromWire(entry.amount), { locale: format.locale })}`} aside={<Pill status={PILL_OF[entry.state] ?? 'completed'} />}>
      <span className="num text-ink-3">{shortId(entry.id)}</span>
      <WhereTrack stations={stationsOf(entry)} />
      {explanation.reason ? (
        <div className="grid gap-1 rounded-control bg-well p-3">
          <b>{explanation.reason.title}</b>
          <span className="text-ink-2">{explanation.reason.happened}</span>
          <span className="text-ink-2">{explanation.reason.next}</span>
          <code className="text-12 text-ink-3">{explanation.reason.code}</code>
        </div>
      ) : null}
      <Timeline
        items={entry.timeline.toReversed().map((step, place) => ({ key: `${step.at}-${place}`, state: toneState(step.tone), what: storyWord(step.kind), when: formatDeskTime(step.at, format), at: step.at, fact: factLine(step.facts, format) || undefined }))}
      />
    </Part>
  );
}

function Recent({ customer }: { customer: Data['customer'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <Part title={m.console_recent()}>
      {customer.recentEntries.length === 0 ? <p className="text-ink-2">{m.console_none()}</p> : null}
      <ul className="grid gap-2">
        {customer.recentEntries.map((entry) => (
          <li key={entry.id} className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              <span className="block">{entryTitle(entry)}</span>
              <span className="block text-12 text-ink-3">{formatDeskTime(entry.createdAt, format)}</span>
            </span>
            <span className="grid justify-items-end gap-1">
              <span className="num">{formatMoney(fromWire(entry.amount), { locale: format.locale })}</span>
              {PILL_OF[entry.state] ? <Pill status={PILL_OF[entry.state] ?? 'completed'} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function PastCases({ customer, caseId }: { customer: Data['customer']; caseId: string }): ReactElement {
  const format = useTimeFormat();
  const past = customer.pastCases.filter((one) => one.id !== caseId);
  return (
    <Part title={m.console_past_cases()} aside={<span className="text-ink-3">{past.length}</span>}>
      {past.length === 0 ? <p className="text-ink-2">{m.console_none()}</p> : null}
      <ul className="grid gap-2">
        {past.map((one) => (
          <li key={one.id} className="flex items-baseline justify-between gap-3">
            <Link to="/cases/$id" params={{ id: one.id }} search={{ view: 'all' }} className="link">{one.title}</Link>
            <span className="text-ink-3">{`${formatDeskTime(one.openedAt, format)} · ${caseStateWord(one.state)}`}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
