import { Clock, Info, Pause, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

const ICONS = { pending: Clock, held: Pause, danger: TriangleAlert, info: Info, quiet: ShieldCheck } as const;

/** One per page at most, under the bar: icon, sentence, one link. `danger` is announced. */
export function Banner({
  tone = 'pending',
  icon,
  children,
}: {
  tone?: keyof typeof ICONS;
  icon?: ReactElement;
  children: ReactNode;
}): ReactElement {
  const Icon = ICONS[tone];
  return (
    <div
      className={classes('banner', tone !== 'pending' && tone)}
      role={tone === 'danger' ? 'alert' : undefined}
    >
      {icon ?? <Icon aria-hidden="true" />}
      <div className="banner-text prose min-w-0">{children}</div>
    </div>
  );
}
