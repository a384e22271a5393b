import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { formatMoney } from '#common/format';
import { fromWire, type WireMoney } from '#common/money';
import { unreachable } from '#common/result';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import type { Obstacle } from './closing-query.ts';
import { GiveUp } from './GiveUp.tsx';

type Line = { readonly title: string; readonly sub: string; readonly actions: ReactNode };

/** One thing that stands in the way, in words, with the way to clear it. */
export function OneObstacle({ obstacle }: { obstacle: Obstacle }): ReactElement {
  const { locale } = useTimeFormat();
  const { title, sub, actions } = lineOf(obstacle, (wire) => formatMoney(fromWire(wire), { locale }));
  return (
    <>
      <b className="block font-medium">{title}</b>
      <p className="prose mt-1 text-ink-2">{sub}</p>
      <div className="mt-3 flex flex-wrap gap-3">{actions}</div>
    </>
  );
}

function lineOf(obstacle: Obstacle, text: (amount: WireMoney) => string): Line {
  switch (obstacle.kind) {
    case 'balance':
      return balanceLine(obstacle, text(obstacle.amount));
    case 'held':
      return {
        title: m.customer_closing_held({ amount: text(obstacle.amount) }),
        sub: m.customer_closing_held_sub(),
        actions: <Button render={<Link to="/history" />}>{m.customer_closing_operation_do()}</Button>,
      };
    case 'debt':
      return {
        title: m.customer_closing_debt({ amount: text(obstacle.amount) }),
        sub: m.customer_closing_debt_sub(),
        actions: <Button render={<Link to="/top-up" />}>{m.customer_closing_debt_do()}</Button>,
      };
    case 'operation':
      return {
        title: m.customer_closing_operation({ amount: text(obstacle.amount) }),
        sub: m.customer_closing_operation_sub(),
        actions: (
          <Button render={<Link to="/entry/$id" params={{ id: obstacle.id }} />}>
            {m.customer_closing_operation_do()}
          </Button>
        ),
      };
    case 'case':
      return {
        title: m.customer_closing_case(),
        sub: m.customer_closing_case_sub(),
        actions: (
          <Button render={<Link to="/help-me/$caseId" params={{ caseId: obstacle.id }} />}>
            {m.customer_closing_case_do()}
          </Button>
        ),
      };
    case 'restriction':
      return {
        title: m.customer_closing_restriction(),
        sub: m.customer_closing_restriction_sub(),
        actions: (
          <Button render={<Link to="/me/account-status" />}>{m.customer_closing_restriction_do()}</Button>
        ),
      };
    default:
      return unreachable(obstacle);
  }
}

const balanceLine = ({ amount, canGiveUp }: Extract<Obstacle, { kind: 'balance' }>, text: string): Line => ({
  title: m.customer_closing_balance({ amount: text }),
  sub: canGiveUp ? m.customer_closing_balance_little() : m.customer_closing_balance_sub(),
  actions: (
    <>
      <Button render={<Link to="/pay" />}>{m.customer_closing_pay({ amount: text })}</Button>
      {canGiveUp ? <GiveUp amount={amount} text={text} /> : null}
    </>
  ),
});
