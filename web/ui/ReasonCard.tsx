import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { WhereTrack, type Station } from './WhereTrack.tsx';

export type ReasonCardProps = {
  /** Who did what when, then the reason in bold. */
  happened: ReactNode;
  /** Never missing, also when nothing moved: 没有扣款. */
  money: ReactNode;
  next: ReactNode;
  stations?: readonly Station[] | undefined;
  /** The buttons that fix it; the first one is the primary. */
  actions?: ReactNode;
};

/** The three answers of every refused, waiting or failed thing. Stands first under the amount. */
export function ReasonCard({ happened, money, next, stations, actions }: ReasonCardProps): ReactElement {
  return (
    <section aria-label={m.common_reason_label()}>
      <dl className="card reason">
        <div>
          <dt>{m.common_reason_happened()}</dt>
          <dd>{happened}</dd>
        </div>
        <div className="money">
          <dt>{m.common_reason_money()}</dt>
          <dd>
            {money}
            {stations ? <WhereTrack stations={stations} /> : null}
          </dd>
        </div>
        <div>
          <dt>{m.common_reason_next()}</dt>
          <dd>
            {next}
            {actions ? <div className="acts">{actions}</div> : null}
          </dd>
        </div>
      </dl>
    </section>
  );
}
