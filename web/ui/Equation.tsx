import type { ReactElement, ReactNode } from 'react';

export type EquationTerm = {
  key: string;
  label: ReactNode;
  amount: ReactElement;
  operator?: '−' | '+' | '=' | undefined;
};

/** Figures that add up are shown adding up: 收款 − 退款 − 手续费 = 净收入. */
export const Equation = ({ terms }: { terms: readonly EquationTerm[] }): ReactElement => (
  <dl className="card equation">
    {terms.map(({ key, label, amount, operator }) => (
      <div key={key} data-operator={operator}>
        <dt>{label}</dt>
        <dd>{amount}</dd>
      </div>
    ))}
  </dl>
);
