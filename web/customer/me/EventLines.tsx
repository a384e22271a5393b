import type { ReactElement } from 'react';
import type { api } from '#common/api/customer';
import type { SecurityEventKind } from '#common/api/identity';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import { useTimeFormat } from '#ui/format.ts';
import { Timeline } from '#ui/Timeline.tsx';
import { placeText } from './place-text.ts';
import { securityEventWord } from './security-words.ts';

type Event = OkOf<typeof api.securityEvents>['items'][number];

/** Tries that let nobody in. */
const FAILED: ReadonlySet<SecurityEventKind> = new Set([
  'password_wrong',
  'second_factor_wrong',
  'sign_in_refused',
]);

/** What happened, when, on which device, where. */
export function EventLines({ items }: { items: readonly Event[] }): ReactElement {
  const format = useTimeFormat();
  return (
    <Timeline
      items={items.map(({ id, at, kind, device, ip, place }) => ({
        key: id,
        state: FAILED.has(kind) ? 'failed' : 'past',
        what: securityEventWord(kind),
        when: formatTime(at, format),
        at,
        fact: [device, placeText(place, format.locale), ip].filter(Boolean).join(' · ') || undefined,
      }))}
    />
  );
}
