import type { ReactElement, ReactNode } from 'react';
import { drawAs, type Render } from './as.ts';

export type TxRowProps = {
  glyph: ReactElement;
  /** Who or what; cut with … when long, whole in the title. */
  who: string;
  /** Time and way, or one pill with a few words. */
  sub?: ReactNode;
  amount: ReactElement;
  /** A second figure under the amount, e.g. ≈ ¥677.48. */
  also?: ReactNode;
  /** The router's link to the entry. */
  render?: Render | undefined;
};

/** One movement of money. Rows stand in a card, under a day's heading. */
export function TxRow({ glyph, who, sub, amount, also, render }: TxRowProps): ReactElement {
  const content = (
    <>
      {glyph}
      <span className="min-w-0">
        <span className="who cut" title={who}>
          {who}
        </span>
        {sub ? <span className="sub">{sub}</span> : null}
      </span>
      <span className="end">
        {amount}
        {also ? <span className="also num">{also}</span> : null}
      </span>
    </>
  );
  return drawAs(render, 'div', { className: 'tx', children: content });
}
