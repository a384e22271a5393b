import { useCallback, type ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { useNow } from '#ui/clock.ts';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Section } from '#ui/Section.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { BackButton } from '../app/BackButton.tsx';
import { StrongFactorSheet } from '../pay/StrongFactorSheet.tsx';
import { TopUpFailure } from './TopUpFailure.tsx';
import { TopUpPrice } from './TopUpPrice.tsx';
import { useCharge } from './use-charge.ts';
import type { Quote } from './use-top-up-form.ts';

type Props = {
  /** What the e-wallet is called. */
  name: string;
  quote: Quote;
  onBack: () => void;
  onRefresh: () => Promise<void>;
  refreshing: boolean;
  refreshFailure: string | null;
};

/** Price and time, and what comes next, before anybody leaves for the e-wallet's page. */
export function ConfirmEwallet({
  name,
  quote,
  onBack,
  onRefresh,
  refreshing,
  refreshFailure,
}: Props): ReactElement {
  const { locale } = useTimeFormat();
  const now = useNow(1);
  const total = formatMoney(fromWire(quote.total), { locale });
  const noCard = useCallback(async () => ({ source: null, card: null }), []);
  const { submit, asked, confirmBy, giveUp } = useCharge(quote, noCard, false);
  const expired = Date.parse(quote.expiresAt) <= now;
  const go = m.ewallet_go({ name, amount: total });
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.customer_top_up_confirm()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock fact={m.ewallet_charged({ name })} value={total}>
          {expired ? (
            <Button variant="primary" wide busy={refreshing} onClick={() => void onRefresh()}>
              {m.customer_top_up_new_price()}
            </Button>
          ) : (
            <Button
              variant="primary"
              wide
              busy={submit.busy}
              busyLabel={m.ewallet_going({ name })}
              onClick={() => void submit.run()}
            >
              {go}
            </Button>
          )}
        </Dock>
      }
    >
      <TopUpPrice
        quote={quote}
        charged={m.ewallet_charged({ name })}
        onRefresh={onRefresh}
        refreshing={refreshing}
      />
      <TopUpFailure submit={submit} other={refreshFailure} />
      <Section title={m.ewallet_next()}>
        <p className="prose text-ink-2">{m.ewallet_next_text({ name })}</p>
      </Section>
      <StrongFactorSheet
        open={asked !== null}
        title={m.customer_top_up_confirm()}
        why={asked?.why ?? null}
        onClose={giveUp}
        facts={[
          { label: m.ewallet_place(), value: name },
          {
            label: m.customer_top_up_into_balance(),
            value: formatMoney(fromWire(quote.credited), { locale }),
          },
          { label: m.ewallet_charged({ name }), value: total },
        ]}
        label={go}
        busyLabel={m.ewallet_going({ name })}
        busy={submit.busy}
        error={submit.failure}
        onConfirm={confirmBy}
      />
    </PageColumn>
  );
}
