import { MessageCircleQuestionMark } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { formatCount } from '#common/format';
import * as m from '#messages';
import { Glyph } from './Glyph.tsx';
import { useLocale } from './i18n.ts';
import { LiveRegion } from './LiveRegion.tsx';

/** Dots drawn for the people before; more than that are counted, not drawn. */
const MAX_DOTS = 8;

export type QueuePlaceProps = {
  people: number;
  minutes: number;
  /** What happens if you leave: 轮到你时会发通知和短信，位置会保留 30 分钟。 */
  children: ReactNode;
  /** Leave a message, call back. */
  actions?: ReactNode;
  /** What is read aloud; the caller renews it at most every 30 s. */
  spoken?: string | undefined;
};

/** Never a bare spinner: people before you, minutes, the row of them, and what else you can do. */
export function QueuePlace({ people, minutes, children, actions, spoken }: QueuePlaceProps): ReactElement {
  const locale = useLocale();
  return (
    <section className="card queueplace" aria-label={m.common_queue_label()}>
      <dl className="nums">
        <div>
          <dt>{m.common_queue_ahead()}</dt>
          <dd>
            {formatCount(people, locale)} <small>{m.common_queue_people({ count: people })}</small>
          </dd>
        </div>
        <div>
          <dt>{m.common_queue_wait()}</dt>
          <dd>
            {formatCount(minutes, locale)} <small>{m.common_queue_minutes({ count: minutes })}</small>
          </dd>
        </div>
      </dl>
      <div className="qline" aria-hidden="true">
        <i className="you">{m.common_queue_you()}</i>
        <hr />
        {Array.from({ length: Math.min(people, MAX_DOTS) }, (_, place) => (
          <i key={place} />
        ))}
        {people > 0 ? <hr /> : null}
        <Glyph person size="small">
          <MessageCircleQuestionMark size={18} />
        </Glyph>
      </div>
      <p className="prose text-13 text-ink-2">{children}</p>
      {actions ? <div className="mt-2 flex flex-wrap gap-x-5 text-13">{actions}</div> : null}
      <LiveRegion text={spoken ?? ''} />
    </section>
  );
}
