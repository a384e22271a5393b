import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import type { TransferId } from '#common/id';
import { compare, fromWire, money, subtract, toWire, type Money } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { call, untilAnswered } from '#web/call.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useSubmit } from '#web/use-submit.ts';
import { accountsQuery, entryQuery, meQuery } from '../session.ts';
import type { Payee } from './FindPayee.tsx';
import { PayeeCard } from './PayeeCard.tsx';
import { PaymentPasswordSheet } from './PaymentPasswordSheet.tsx';

type Props = { id: TransferId; payee: Payee; amount: Money; note: string; onBack: () => void; onPayeeGone: () => void; onDone: () => void };

/** The refusals after which another look for the payee is needed. */
const PAYEE_GONE = ['payee_confirmation_expired', 'payee_not_found'];

/** Everything once more before it happens; then the payment password, for exactly this. */
export function ConfirmPayment({ id, payee, amount, note, onBack, onPayeeGone, onDone }: Props): ReactElement {
  const { data: me } = useQuery(meQuery);
  const { data: accounts } = useQuery(accountsQuery);
  const [asking, setAsking] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const locale = useLocale();
  const wire = toWire(amount);
  const settle = useCallback(
    (entryId: string) => {
      onDone();
      for (const queryKey of [['accounts'], ['entries'], ['limits']]) void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${entryId}`);
    },
    [onDone, queries, router],
  );
  const [password, setPassword] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      try {
        const proof = await call(api.createStepUp, { body: { action: 'transfer', ...wire, payee: payee.reference, paymentPassword: password } });
        const entry = await untilAnswered(
          () => call(api.createTransfer, { idempotencyKey: `${id}.${proof.id}`, body: { id, payee: payee.reference, amount: wire, note: note === '' ? null : note, stepUpId: proof.id } }),
          () => setWaiting(true),
        );
        queries.setQueryData(entryQuery(entry.id).queryKey, entry);
        settle(entry.id);
      } catch (error) {
        setPassword('');
        // A refusal that was decided stands in the history with its reason: that page says more than this one can.
        if (error instanceof ApiProblem && typeof error.facts['operationId'] === 'string') return settle(error.facts['operationId']);
        if (error instanceof ApiProblem && error.code === 'operation_id_reused') return settle(id);
        throw error;
      } finally {
        setWaiting(false);
      }
    }, [id, note, password, payee.reference, queries, settle, wire]),
  );
  const account = accounts?.items.find((one) => one.currency === amount.currency);
  const available = account ? fromWire(account.available) : money(0n, amount.currency);
  const text = formatMoney(amount, { locale });
  const gone = submit.problem !== null && PAYEE_GONE.includes(submit.problem.code);
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_pay_confirm_title()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock fact={m.customer_pay_from_balance({ currency: amount.currency })} value={compare(available, amount) >= 0 ? m.customer_pay_left({ amount: formatMoney(subtract(available, amount), { locale }) }) : m.customer_pay_too_little({ amount: formatMoney(available, { locale }) })}>
          {me?.hasPaymentPassword === false ? (
            <Button variant="primary" wide render={<Link to="/me/payment-password" search={{ next: '/pay' }} />}>
              {m.customer_set_payment_password_first()}
            </Button>
          ) : (
            <Button variant="primary" wide busy={submit.busy} busyLabel={m.customer_paying()} onClick={() => setAsking(true)}>
              {m.customer_pay_amount({ amount: text })}
            </Button>
          )}
        </Dock>
      }
    >
      <PayeeCard payee={payee} />
      <section>
        <div className="text-13 text-ink-2">{m.customer_pay_receives({ name: payee.maskedName })}</div>
        <Amount money={amount} size="big" />
        {note ? <p className="mt-1 text-13 text-ink-2">{m.customer_note({ note })}</p> : null}
      </section>
      <QuoteCard lines={[{ label: m.customer_line_amount(), value: text }, { label: m.customer_line_fee(), value: m.customer_free() }]} total={{ label: m.customer_pay_total(), value: text }} below={[{ label: m.customer_arrives(), value: m.customer_pay_arrives_seconds() }]} />
      {gone ? (
        <Banner tone="danger">
          {submit.failure}{' '}
          <button type="button" className="link" onClick={onPayeeGone}>{m.customer_pay_find_again()}</button>
        </Banner>
      ) : (
        <Banner tone="quiet">{m.customer_pay_final()}</Banner>
      )}
      <PaymentPasswordSheet open={asking && !gone} onClose={() => setAsking(false)} payee={payee} amount={text} value={password} onChange={(next) => { setPassword(next); submit.clear(); }} busy={submit.busy} waiting={waiting} error={submit.failure} onPay={() => void submit.run()} />
    </PageColumn>
  );
}
