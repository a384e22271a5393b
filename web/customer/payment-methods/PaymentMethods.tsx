import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { BankSection } from './BankSection.tsx';
import { CardSection } from './CardSection.tsx';
import { ReturnedCard } from './ReturnedCard.tsx';

/** What money comes and goes by: cards for topping up, bank accounts for withdrawing. */
export function PaymentMethods(): ReactElement {
  useEffect(() => {
    document.title = `${m.cards_methods_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.cards_methods_title()} back={<Link to="/me" />} />}>
      <ReturnedCard />
      <CardSection />
      <BankSection />
    </SubPage>
  );
}
