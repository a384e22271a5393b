import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CreditCard } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useLocale } from '#ui/i18n.ts';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { call } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Looked } from './Looked.tsx';
import { Part } from './Part.tsx';
import { chargesQuery, type Charge } from './queries.ts';
import { momentText } from './sent-text.ts';

/** Rows shown before "more", and added by it. */
const PAGE = 8;

/** The card acquirer's own books, and what a card holder can do at the bank. */
export function Charges(): ReactElement {
  const query = useQuery(chargesQuery);
  const [shown, setShown] = useState(PAGE);
  return (
    <Part title={m.sandbox_charges_title()} lead={m.sandbox_charges_lead()}>
      <Looked
        query={query}
        isEmpty={(items) => items.length === 0}
        empty={() => (
          <EmptyState icon={<CreditCard size={26} aria-hidden="true" />} title={m.sandbox_charges_empty()}>
            {m.sandbox_charges_empty_text()}
          </EmptyState>
        )}
      >
        {(items) => (
          <>
            <ul>
              {items.slice(0, shown).map((charge) => (
                <ChargeRow key={charge.id} charge={charge} />
              ))}
            </ul>
            {items.length > shown ? (
              <div className="border-t border-line px-2 py-1.5">
                <Button variant="quiet" onClick={() => setShown(shown + PAGE)}>
                  {m.sandbox_more({ count: Math.min(PAGE, items.length - shown) })}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Looked>
    </Part>
  );
}

const STATES: Record<string, { status: PillStatus; word: () => string }> = {
  succeeded: { status: 'completed', word: m.sandbox_charge_succeeded },
  declined: { status: 'failed', word: m.sandbox_charge_declined },
  requires_challenge: { status: 'your_turn', word: m.sandbox_charge_challenge },
  processing: { status: 'checking', word: m.sandbox_charge_processing },
};
const isTakenBack = ({ chargedBack }: Charge): boolean => fromWire(chargedBack).minor > 0n;

function State({ charge }: { charge: Charge }): ReactElement {
  if (isTakenBack(charge)) return <Pill status="returned">{m.sandbox_charge_taken_back()}</Pill>;
  const state = STATES[charge.status];
  return state ? (
    <Pill status={state.status}>{state.word()}</Pill>
  ) : (
    <Pill status="checking">{charge.status}</Pill>
  );
}

function ChargeRow({ charge }: { charge: Charge }): ReactElement {
  const { card, reference, amount, declineCode, createdAt, status } = charge;
  const format = useTimeFormat();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 column:px-5 pane:grid-cols-[112px_minmax(0,1fr)_auto_188px]">
      <time className="num hidden text-ink-3 pane:block" dateTime={createdAt}>
        {momentText(createdAt, format)}
      </time>
      <div className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{card}</span>
          <State charge={charge} />
          {declineCode ? <code className="text-ink-2">{declineCode}</code> : null}
        </span>
        <span className="num cut block text-ink-3" title={reference}>
          {reference.length > 20 ? shortId(reference) : reference}
        </span>
      </div>
      <Amount money={fromWire(amount)} tone={status === 'declined' ? 'void' : undefined} />
      <div className="col-span-2 flex justify-end pane:col-span-1">
        {status === 'succeeded' && !isTakenBack(charge) ? <TakeBack charge={charge} /> : null}
      </div>
    </li>
  );
}

function TakeBack({ charge: { id, amount, card } }: { charge: Charge }): ReactElement {
  const queries = useQueryClient();
  const locale = useLocale();
  const take = useMutation({
    mutationFn: () => call(api.sandboxChargeback, { params: { id }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: chargesQuery.queryKey }),
  });
  return (
    <div className="grid justify-items-end">
      <Button
        busy={take.isPending}
        busyLabel={m.sandbox_charge_taking_back()}
        aria-label={m.sandbox_charge_take_back_what({
          amount: formatMoney(fromWire(amount), { locale }),
          card,
        })}
        onClick={() => take.mutate()}
      >
        {m.sandbox_charge_take_back()}
      </Button>
      <Hint error={take.error ? failureText(take.error) : null} />
    </div>
  );
}
