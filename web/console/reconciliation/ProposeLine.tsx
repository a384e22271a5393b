import { useMemo, useState, type ReactElement } from 'react';
import {
  EXPLANATIONS,
  RAIL_BOOKING_ACCOUNTS,
  type Explanation,
  type RailBookingAccount,
} from '#common/reconciliation';
import * as m from '#messages';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { ProposeFrame } from './ProposeFrame.tsx';
import { ACCOUNTS, type Line, WHYS } from './rail-words.ts';
import { type Parameters, usePropose } from './use-propose.ts';

type Action = 'explain' | 'book';

/** To explain a line, or to book it. One that was explained can only be booked. */
export function ProposeLine({ line, onDone }: { line: Line; onDone: () => void }): ReactElement {
  const { id, side, explanation } = line;
  const [action, setAction] = useState<Action>(explanation ? 'book' : 'explain');
  const [why, setWhy] = useState<Explanation>('timing');
  const [account, setAccount] = useState<RailBookingAccount>('suspense');
  const parameters = useMemo(
    (): Parameters =>
      action === 'explain' ? { do: 'explain', line: id, why } : { do: 'book', line: id, account },
    [account, action, id, why],
  );
  const propose = usePropose(parameters, onDone);
  return (
    <ProposeFrame {...propose} missing={null}>
      {explanation ? null : (
        <SegmentedControl
          label={m.reconciliation_action()}
          value={action}
          onChange={setAction}
          options={[
            { value: 'explain', label: m.reconciliation_action_explain() },
            { value: 'book', label: m.reconciliation_action_book() },
          ]}
        />
      )}
      {action === 'explain' ? (
        <>
          <Field label={m.reconciliation_why()}>
            <Select
              value={why}
              onChange={setWhy}
              options={EXPLANATIONS.map((value) => ({ value, label: WHYS[value]() }))}
            />
          </Field>
          <p className="prose text-ink-2">{m.reconciliation_explain_text()}</p>
        </>
      ) : (
        <>
          <Field label={m.reconciliation_book_to()}>
            <Select
              value={account}
              onChange={setAccount}
              options={RAIL_BOOKING_ACCOUNTS.map((value) => ({ value, label: ACCOUNTS[value]() }))}
            />
          </Field>
          <p className="prose text-ink-2">
            {side === 'theirs' ? m.reconciliation_book_theirs() : m.reconciliation_book_ours()}
          </p>
        </>
      )}
    </ProposeFrame>
  );
}
