import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Link2 } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { formatMoney, formatTime } from '#common/format';
import { parseId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { NotThere } from '../app/RouteStates.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { AskerActions } from './AskerActions.tsx';
import { Decline } from './Decline.tsx';
import { requestQuery, type MoneyRequest } from './request-query.ts';
import { pillOf } from './request-words.ts';

/** One request: who asks whom for how much, where it stands, and what the reader can do about it. */
export function RequestPage(): ReactElement {
  const id = parseId('rq', useParams({ strict: false, select: ({ id: given }) => given ?? '' }));
  useEffect(() => {
    document.title = `${m.persons_request_title()} · OKPay`;
  }, []);
  return id ? <Known id={id} /> : <NotThere />;
}

function Known({ id }: { id: MoneyRequest['id'] }): ReactElement {
  const query = useQuery(requestQuery(id));
  return (
    <SubPage bar={<AppBar title={m.persons_request_title()} back={<Link to="/requests" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={5} />}
        failed={{ title: m.persons_requests_failed(), text: m.persons_requests_failed_text() }}
      >
        {(request) => <Shown request={request} />}
      </Loaded>
    </SubPage>
  );
}

function Shown({ request }: { request: MoneyRequest }): ReactElement {
  const format = useTimeFormat();
  const { side, state, person, isKnown } = request;
  const amount = fromWire(request.amount);
  const isOwed = side === 'owed';
  const heading = isOwed
    ? m.persons_asks_you({ name: person?.maskedName ?? '' })
    : person
      ? m.persons_you_asked({ name: person.maskedName })
      : m.persons_you_asked_anybody();
  return (
    <>
      <section className="grid grid-cols-[48px_1fr] items-center gap-3">
        {person ? (
          <Avatar name={person.maskedName} size="large" picture={person.picture} />
        ) : (
          <Glyph>
            <Link2 size={20} aria-hidden="true" />
          </Glyph>
        )}
        <div className="min-w-0">
          <div className="text-13 text-ink-2">{heading}</div>
          <Amount money={amount} size="mid" />
        </div>
      </section>
      {isOwed && state === 'open' ? (
        <Banner tone={isKnown ? 'quiet' : 'pending'}>
          {isKnown ? m.persons_known_person() : m.persons_unknown_person()}
        </Banner>
      ) : null}
      <DefinitionRows ruled rows={rowsOf(request, format)} />
      {isOwed && state === 'open' ? (
        <div className="grid gap-3">
          <Button variant="primary" wide render={<Link to="/requests/$id/pay" params={{ id: request.id }} />}>
            {m.persons_pay({ amount: formatMoney(amount, { locale: format.locale }) })}
          </Button>
          <Decline request={request} />
        </div>
      ) : null}
      {request.transferId ? (
        <Button wide render={<Link to="/entry/$id" params={{ id: request.transferId }} />}>
          {m.persons_see_payment()}
        </Button>
      ) : null}
      {!isOwed && state === 'open' ? <AskerActions request={request} /> : null}
    </>
  );
}

function rowsOf(request: MoneyRequest, format: ReturnType<typeof useTimeFormat>) {
  const { status, word } = pillOf(request);
  const at = (when: string): string => formatTime(when, format);
  return [
    { label: m.persons_row_state(), value: <Pill status={status}>{word}</Pill> },
    ...(request.note ? [{ label: m.persons_row_note(), value: request.note }] : []),
    { label: m.persons_row_made(), value: at(request.createdAt) },
    request.endedAt
      ? { label: m.persons_row_ended(), value: at(request.endedAt) }
      : { label: m.persons_row_until(), value: at(request.expiresAt) },
    ...(request.remindedAt ? [{ label: m.persons_row_reminded(), value: at(request.remindedAt) }] : []),
  ];
}
