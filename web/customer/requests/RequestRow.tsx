import { Link } from '@tanstack/react-router';
import { Link2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatDeadline } from '#common/format';
import { fromWire } from '#common/money';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { Pill } from '#ui/Pill.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import type { MoneyRequest } from './request-query.ts';
import { pillOf, whoOf } from './request-words.ts';

/** One request in a list: who, where it stands, until when, how much. */
export function RequestRow({ request }: { request: MoneyRequest }): ReactElement {
  const format = useTimeFormat();
  const { status, word } = pillOf(request);
  const { person, note, state, expiresAt } = request;
  const beside = state === 'open' ? formatDeadline(expiresAt, format) : (note ?? '');
  return (
    <TxRow
      glyph={
        person ? (
          <Avatar name={person.maskedName} picture={person.picture} />
        ) : (
          <Glyph>
            <Link2 size={20} aria-hidden="true" />
          </Glyph>
        )
      }
      who={whoOf(request)}
      sub={
        <>
          <Pill status={status}>{word}</Pill>
          <span className="cut">{beside}</span>
        </>
      }
      amount={<Amount money={fromWire(request.amount)} />}
      render={<Link to="/requests/$id" params={{ id: request.id }} />}
    />
  );
}
