import { useCallback, type ReactElement } from 'react';
import { pickupApi } from '#common/api/pickup';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { Payee } from './FindPayee.tsx';

type Props = { query: string; onOffered: (payee: Payee) => void };

/** Nobody was found, for whatever reason: the address can be paid all the same, and it is the same offer for each. */
export function OfferPickup({ query, onOffered }: Props): ReactElement {
  const submit = useSubmit(
    useCallback(
      async () => onOffered(await call(pickupApi.offerPickup, { body: { query: query.trim() } })),
      [onOffered, query],
    ),
  );
  return (
    <section className="grid gap-3">
      <p className="prose text-ink-2">{m.persons_pickup_offer_lead()}</p>
      <Button
        wide
        busy={submit.busy}
        busyLabel={m.persons_pickup_offering()}
        onClick={() => void submit.run()}
      >
        {m.persons_pickup_offer()}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </section>
  );
}
