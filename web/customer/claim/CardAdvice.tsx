import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';

/** What a card or an e-wallet has paid is given back by its bank or company, not by us: what to do, in which order. */
export function CardAdvice({ isEwallet }: { isEwallet: boolean }): ReactElement {
  const { id = '' } = useParams({ strict: false });
  return (
    <Card pad className="grid justify-items-start gap-4">
      <p className="prose">{isEwallet ? m.ewallet_claim() : m.petition_claim_card()}</p>
      <ol className="prose grid list-decimal gap-2 pl-5">
        <li>{isEwallet ? m.ewallet_claim_company() : m.petition_claim_card_bank()}</li>
        <li>{m.petition_claim_card_freeze()}</li>
        <li>{m.petition_claim_card_write()}</li>
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" render={<Link to="/me/account-status" />}>
          {m.petition_claim_card_go_freeze()}
        </Button>
        <Button render={<Link to="/help-me" search={{ entry: id }} />}>
          {m.petition_claim_card_go_write()}
        </Button>
      </div>
    </Card>
  );
}
