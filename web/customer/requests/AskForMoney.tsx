import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { FindPayee, type Payee } from '../pay/FindPayee.tsx';
import { AskAmount } from './AskAmount.tsx';

/** Asks one person for money, or whoever has the link: whom first, then how much. */
export function AskForMoney(): ReactElement {
  const { by } = useSearch({ strict: false });
  const [whom, setWhom] = useState<Payee | 'link' | null>(by ?? null);
  useEffect(() => {
    document.title = `${m.persons_ask()} · OKPay`;
  }, []);
  if (whom) return <AskAmount payee={whom === 'link' ? null : whom} onBack={() => setWhom(null)} />;
  return (
    <FindPayee
      query=""
      onFound={setWhom}
      title={m.persons_ask()}
      label={m.persons_ask_whom()}
      back={<Link to="/requests" />}
      safety={null}
    >
      <section>
        <p className="prose text-ink-2">{m.persons_ask_link_lead()}</p>
        <Button className="mt-3" wide onClick={() => setWhom('link')}>
          {m.persons_ask_link()}
        </Button>
      </section>
    </FindPayee>
  );
}
