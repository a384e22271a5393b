import type { ReactElement, ReactNode } from 'react';

export type EquationTerm = { key: string; label: ReactNode; amount: ReactElement; operator?: '−' | '+' | '=' | undefined };

/** Figures that add up are shown adding up: 收款 − 退款 − 手续费 = 净收入. */
export const Equation = ({ terms }: { terms: readonly EquationTerm[] }): ReactElement => (
  <dl className="card flex flex-wrap items-end justify-between gap-x-6 gap-y-4 px-5 py-4">
    {terms.map(({ key, label, amount, operator }) => (
      <div key={key} className="flex items-end gap-6">
        {operator ? <span className="text-20 text-ink-3">{operator}</span> : null}
        <div>
          <dt className="text-13 text-ink-2">{label}</dt>
          <dd>{amount}</dd>
        </div>
      </div>
    ))}
  </dl>
);
