import type { ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { useNow } from '#ui/clock.ts';
import { Dock } from '#ui/Dock.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { BackButton } from '../app/BackButton.tsx';
import { TopUpFailure } from './TopUpFailure.tsx';
import { TopUpPrice } from './TopUpPrice.tsx';
import type { Quote } from './use-top-up-form.ts';
import { StrongFactorSheet } from '../pay/StrongFactorSheet.tsx';
import { SourcePart } from './SourcePart.tsx';
import { useSource } from './use-source.ts';
import { topUpFacts } from './top-up-facts.ts';
import { useCharge } from './use-charge.ts';

type Props = {
  quote: Quote;
  onBack: () => void;
  onRefresh: () => Promise<void>;
  refreshing: boolean;
  refreshFailure: string | null;
};

/** Price, time and the card, all before anything is charged. */
export function ConfirmTopUp({ quote, onBack, onRefresh, refreshing, refreshFailure }: Props): ReactElement {
  const format = useTimeFormat();
  const now = useNow(1);
  const total = formatMoney(fromWire(quote.total), { locale: format.locale });
  const source = useSource();
  const { submit, asked, confirmBy, giveUp } = useCharge(quote, source.read, source.keepCard);
  const expired = Date.parse(quote.expiresAt) <= now;
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.customer_top_up_confirm()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock fact={m.customer_top_up_charged()} value={total}>
          {expired ? (
            <Button variant="primary" wide busy={refreshing} onClick={() => void onRefresh()}>
              {m.customer_top_up_new_price()}
            </Button>
          ) : (
            <Button
              id="charge"
              variant="primary"
              wide
              busy={submit.busy}
              busyLabel={m.customer_top_up_charging()}
              unavailable={source.isReady ? null : m.customer_top_up_card_missing()}
              onClick={() => void submit.run()}
            >
              {m.customer_top_up_charge({ amount: total })}
            </Button>
          )}
        </Dock>
      }
    >
      <TopUpPrice
        quote={quote}
        charged={m.customer_top_up_charged()}
        onRefresh={onRefresh}
        refreshing={refreshing}
      />
      <TopUpFailure submit={submit} other={refreshFailure} />
      <SourcePart source={source} />
      <StrongFactorSheet
        open={asked !== null}
        title={m.customer_top_up_confirm()}
        why={asked?.why ?? null}
        onClose={giveUp}
        facts={topUpFacts(quote, asked?.card.card ?? null, format.locale)}
        label={m.customer_top_up_charge({ amount: total })}
        busyLabel={m.customer_top_up_charging()}
        busy={submit.busy}
        error={submit.failure}
        onConfirm={confirmBy}
      />
    </PageColumn>
  );
}
