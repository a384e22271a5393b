import { Check, Minus } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import type { Status } from '../session.ts';

const LISTED = ['transfer', 'withdraw', 'top_up', 'receive'] as const;
const WORDS: Record<(typeof LISTED)[number], () => string> = {
  transfer: m.customer_status_transfer,
  withdraw: m.customer_status_withdraw,
  top_up: m.customer_status_top_up,
  receive: m.customer_status_receive,
};

/** Line by line what can be done; a word says it too, not the sign alone. */
export function WhatWorks({ status: { allowed } }: { status: Pick<Status, 'allowed'> }): ReactElement {
  const lines = [
    ...LISTED.map((what) => ({ what: WORDS[what](), works: allowed.includes(what) })),
    { what: m.customer_status_read(), works: true },
    { what: m.customer_status_help(), works: true },
  ];
  return (
    <Card pad>
      <ul className="grid gap-3">
        {lines.map(({ what, works }) => (
          <li key={what} className="grid grid-cols-[20px_1fr_auto] items-center gap-3">
            {works ? (
              <Check size={20} aria-hidden="true" className="text-in" />
            ) : (
              <Minus size={20} aria-hidden="true" className="text-held" />
            )}
            <span>{what}</span>
            <span className={works ? 'text-13 text-ink-2' : 'text-13 font-medium text-held'}>
              {works ? m.customer_status_yes() : m.customer_status_no()}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
