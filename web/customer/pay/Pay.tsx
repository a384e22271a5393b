import { Link, useSearch } from '@tanstack/react-router';
import { Globe } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { parseId } from '#common/id';
import type { Money } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { draft } from '#web/draft.ts';
import { newId } from '#web/call.ts';
import { ConfirmPayment } from './ConfirmPayment.tsx';
import { EnterAmount } from './EnterAmount.tsx';
import { FindPayee, type Payee } from './FindPayee.tsx';
import type { PaySearch } from './search.ts';

/** What is known of the payment so far. The id is made once and kept in the tab: every press and every reload is the same payment. */
type PaymentDraft = { id: string };
const payments = draft<PaymentDraft>('payment', ['id']);

function paymentId(): ReturnType<typeof newId<'tr'>> {
  const kept = parseId('tr', payments.read()?.id ?? '');
  if (kept) return kept;
  const id = newId('tr');
  payments.write({ id });
  return id;
}

type Props = {
  /** Whose code was scanned: nobody has to be looked for. */
  found?: Payee | null;
  /** Has that one found again, after the reference has expired. */
  onGone?: () => void;
};

/** Pay a person in three steps: who, how much, confirm. */
export function Pay({ found = null, onGone }: Props): ReactElement {
  const search: PaySearch = useSearch({ strict: false });
  const [id] = useState(paymentId);
  const [payee, setPayee] = useState<Payee | null>(found);
  const [sum, setSum] = useState<{ amount: Money; note: string } | null>(null);
  useEffect(() => {
    document.title = `${m.customer_pay()} · OKPay`;
  }, []);
  if (!payee)
    return (
      <FindPayee query={search.to ?? ''} onFound={setPayee} offersPickup>
        <Card>
          <ListRow
            icon={<Globe size={20} aria-hidden="true" />}
            title={m.abroad_title()}
            sub={m.abroad_lead()}
            render={<Link to="/abroad" />}
          />
        </Card>
      </FindPayee>
    );
  if (!sum) return <EnterAmount payee={payee} filled={search} onBack={() => setPayee(null)} onSum={setSum} />;
  return (
    <ConfirmPayment
      id={id}
      payee={payee}
      {...sum}
      onBack={() => setSum(null)}
      onPayeeGone={() => {
        setSum(null);
        setPayee(null);
        onGone?.();
      }}
      onDone={payments.clear}
    />
  );
}
