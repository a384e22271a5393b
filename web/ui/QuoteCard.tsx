import { Clock, Lock } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { formatCountdown } from '#common/format';
import * as m from '#messages';
import { classes } from './as.ts';
import { Button } from './Button.tsx';
import { useNow } from './clock.ts';
import { DefinitionRows, type DefinitionRow } from './DefinitionRows.tsx';
import { LiveRegion } from './LiveRegion.tsx';

/** Seconds left from which the bar turns amber. */
const NEAR_SECONDS = 30;
/** Seconds left at which a screen reader is told, once. */
const ANNOUNCED_SECONDS = 60;

export type QuoteCardProps = {
  /** Its name where there are two on a page. */
  label?: string | undefined;
  /** In the order in which they add up. */
  lines: readonly DefinitionRow[];
  total: DefinitionRow;
  /** Below the total, e.g. when it arrives. */
  below?: readonly DefinitionRow[] | undefined;
  /** When the quote began and ends, ISO 8601; without it there is no clock. */
  validFrom?: string | undefined;
  validUntil?: string | undefined;
  /** 汇率已锁定, or what else is locked. */
  lockedLabel?: ReactNode;
  onRefresh?: (() => void) | undefined;
  refreshing?: boolean | undefined;
};

export function QuoteCard({
  label,
  lines,
  total,
  below = [],
  validFrom,
  validUntil,
  lockedLabel,
  onRefresh,
  refreshing,
}: QuoteCardProps): ReactElement {
  return (
    <section className="card quote overflow-hidden" aria-label={label ?? m.common_quote_label()}>
      <DefinitionRows rows={lines} />
      <DefinitionRows rows={[{ ...total, total: true }, ...below]} />
      {validFrom && validUntil ? (
        <QuoteLife
          from={validFrom}
          until={validUntil}
          label={lockedLabel}
          onRefresh={onRefresh}
          refreshing={refreshing}
        />
      ) : null}
    </section>
  );
}

type LifeProps = {
  from: string;
  until: string;
  label: ReactNode;
  onRefresh: (() => void) | undefined;
  refreshing: boolean | undefined;
};

function QuoteLife({ from, until, label, onRefresh, refreshing }: LifeProps): ReactElement {
  const end = Date.parse(until);
  const seconds = Math.max(0, (end - useNow(1)) / 1000);
  const share = Math.min(1, seconds / Math.max(1, (end - Date.parse(from)) / 1000));
  const near = seconds < NEAR_SECONDS;
  const said =
    seconds === 0
      ? m.common_quote_expired()
      : seconds <= ANNOUNCED_SECONDS
        ? m.common_quote_minute_left()
        : '';
  return (
    <>
      <div className={classes('life', near && 'near')} aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <div className={classes('ticking', seconds === 0 ? 'over' : near && 'near')}>
        {near ? <Clock size={16} aria-hidden="true" /> : <Lock size={16} aria-hidden="true" />}
        {seconds === 0 ? (
          <>
            <span>{m.common_quote_expired()}</span>
            {onRefresh ? (
              <Button variant="tint" size="small" onClick={onRefresh} busy={refreshing}>
                {m.common_quote_refresh()}
              </Button>
            ) : null}
          </>
        ) : (
          <>
            <span>{near ? m.common_quote_near() : (label ?? m.common_quote_locked())}</span>
            <span className="left" role="timer" aria-live="off">
              {m.common_quote_left({ time: formatCountdown(seconds) })}
            </span>
          </>
        )}
      </div>
      <LiveRegion text={said} />
    </>
  );
}
