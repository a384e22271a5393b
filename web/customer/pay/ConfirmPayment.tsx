import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement, type ReactNode } from 'react';
import { formatMoney } from '#common/format';
import type { TransferId } from '#common/id';
import { compare, fromWire, money, subtract, type Money } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { currencyName } from '../app/currency-name.ts';
import { BackButton } from '../app/BackButton.tsx';
import { accountsQuery, meQuery } from '../session.ts';
import type { Payee } from './FindPayee.tsx';
import { paymentFacts } from './payment-facts.ts';
import { PayeeCard } from './PayeeCard.tsx';
import { PaymentPasswordSheet } from './PaymentPasswordSheet.tsx';
import { NameCheck } from './NameCheck.tsx';
import { TwinDialog } from './TwinDialog.tsx';
import { StrongFactorSheet } from './StrongFactorSheet.tsx';
import { usePayment } from './use-payment.ts';

type Props = {
  id: TransferId;
  payee: Payee;
  amount: Money;
  note: string;
  /** What else to think of before paying. */
  notice?: ReactNode;
  onBack: () => void;
  onPayeeGone: () => void;
  onDone: () => void;
};

/** The refusals after which another look for the payee is needed. */
const PAYEE_GONE = ['payee_confirmation_expired', 'payee_not_found'];

/** The refusals that setting up a second factor helps. */
const NO_FACTOR: readonly string[] = ['strong_factor_missing', 'strong_factor_not_set_up'];

/** Everything once more before it happens; then the payment password, for exactly this. */
export function ConfirmPayment({
  id,
  payee,
  amount,
  note,
  notice,
  onBack,
  onPayeeGone,
  onDone,
}: Props): ReactElement {
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const locale = useLocale();
  const forget = useCallback(() => setPassword(''), []);
  const { submit, waiting, strongWhy, confirmBy, giveUpStrong, twin, answerTwin } = usePayment({
    id,
    payee: payee.reference,
    amount,
    note,
    password,
    onRefused: forget,
    onDone,
  });
  const text = formatMoney(amount, { locale });
  const gone = submit.problem !== null && PAYEE_GONE.includes(submit.problem.code);
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.customer_pay_confirm_title()} back={<BackButton onClick={onBack} />} />}
      foot={<PayFrom amount={amount} busy={submit.busy} onPay={() => setAsking(true)} />}
    >
      <PayeeCard payee={payee} />
      {notice}
      {payee.byAddress ? null : <NameCheck payee={payee} />}
      <section>
        <div className="text-13 text-ink-2">{m.customer_pay_receives({ name: payee.maskedName })}</div>
        <Amount money={amount} size="big" />
        {note ? <p className="mt-1 text-13 text-ink-2">{m.customer_note({ note })}</p> : null}
      </section>
      <QuoteCard
        lines={[
          { label: m.customer_line_amount(), value: text },
          { label: m.customer_line_fee(), value: m.customer_free() },
        ]}
        total={{ label: m.customer_pay_total(), value: text }}
        below={[
          {
            label: m.customer_arrives(),
            value: payee.byAddress ? m.persons_pickup_arrives() : m.customer_pay_arrives_seconds(),
          },
        ]}
      />
      {gone ? (
        <Banner tone="danger">
          {submit.failure}{' '}
          <button type="button" className="link" onClick={onPayeeGone}>
            {m.customer_pay_find_again()}
          </button>
        </Banner>
      ) : (
        <Banner tone="quiet">{payee.byAddress ? m.persons_pickup_confirm() : m.customer_pay_final()}</Banner>
      )}
      <PaymentPasswordSheet
        open={asking && !gone && strongWhy === null && twin === null}
        onClose={() => setAsking(false)}
        facts={paymentFacts(payee, text)}
        label={m.customer_pay_amount({ amount: text })}
        busyLabel={waiting ? m.customer_pay_asking_again() : m.customer_paying()}
        value={password}
        onChange={(next) => {
          setPassword(next);
          submit.clear();
        }}
        busy={submit.busy}
        error={submit.failure}
        needsFactor={submit.problem !== null && NO_FACTOR.includes(submit.problem.code)}
        onConfirm={() => void submit.run()}
      />
      <TwinDialog
        twin={twin}
        text={text}
        busy={submit.busy}
        onPay={() => answerTwin(true)}
        onClose={() => answerTwin(false)}
      />
      <StrongFactorSheet
        open={asking && !gone && strongWhy !== null}
        title={m.customer_pay_strong_title()}
        why={strongWhy}
        onClose={giveUpStrong}
        facts={paymentFacts(payee, text)}
        label={m.customer_pay_amount({ amount: text })}
        busyLabel={m.customer_paying()}
        busy={submit.busy}
        error={submit.failure}
        onConfirm={confirmBy}
      />
    </PageColumn>
  );
}

/** What is left afterwards, and the one button; whoever has no payment password sets one first. */
function PayFrom({ amount, busy, onPay }: { amount: Money; busy: boolean; onPay: () => void }): ReactElement {
  const { data: me } = useQuery(meQuery);
  const { data: accounts } = useQuery(accountsQuery);
  const locale = useLocale();
  const account = accounts?.items.find((one) => one.currency === amount.currency);
  const available = account ? fromWire(account.available) : money(0n, amount.currency);
  const text = formatMoney(amount, { locale });
  return (
    <Dock
      fact={m.customer_pay_from_balance({ currency: currencyName(amount.currency, locale) })}
      value={
        compare(available, amount) >= 0
          ? m.customer_pay_left({ amount: formatMoney(subtract(available, amount), { locale }) })
          : m.customer_pay_too_little({ amount: formatMoney(available, { locale }) })
      }
    >
      {me?.hasPaymentPassword === false ? (
        <Button
          variant="primary"
          wide
          render={<Link to="/me/payment-password" search={{ next: location.pathname }} />}
        >
          {m.customer_set_payment_password_first()}
        </Button>
      ) : (
        <Button variant="primary" wide busy={busy} busyLabel={m.customer_paying()} onClick={onPay}>
          {m.customer_pay_amount({ amount: text })}
        </Button>
      )}
    </Dock>
  );
}
