import { KeySquare, Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { hasPasskeys } from '../auth/passkey.ts';
import { AddPasskey } from './AddPasskey.tsx';
import type { Factors } from './factors-query.ts';
import { PasskeySheet } from './PasskeySheet.tsx';

type Passkey = Factors['passkeys'][number];

/** Passkeys of this account; each can be renamed and removed. */
export function Passkeys({
  factors: { passkeys, passkeyHost },
  onCodes,
}: {
  factors: Factors;
  onCodes: (codes: readonly string[]) => void;
}): ReactElement {
  const format = useTimeFormat();
  const [opened, setOpened] = useState<Passkey | null>(null);
  const [adding, setAdding] = useState(false);
  const usedText = ({ addedAt, lastUsedAt }: Passkey): string =>
    lastUsedAt
      ? m.customer_factors_used({ when: formatTime(lastUsedAt, format) })
      : m.customer_factors_since({ when: formatTime(addedAt, format) });
  const can = hasPasskeys() && passkeyHost !== null;
  return (
    <Section title={m.customer_passkeys()}>
      {can || passkeys.length > 0 ? (
        <Card>
          {passkeys.map((passkey) => (
            <ListRow
              key={passkey.id}
              icon={<KeySquare size={20} aria-hidden="true" />}
              title={passkey.name}
              sub={usedText(passkey)}
              onPress={() => setOpened(passkey)}
            />
          ))}
          {can ? (
            <ListRow
              icon={<Plus size={20} aria-hidden="true" />}
              title={m.customer_passkey_add()}
              sub={m.customer_passkey_sub()}
              onPress={() => setAdding(true)}
            />
          ) : null}
        </Card>
      ) : null}
      {can ? null : <Elsewhere host={passkeyHost} />}
      <AddPasskey open={adding} onClose={() => setAdding(false)} onCodes={onCodes} />
      {opened ? <PasskeySheet key={opened.id} passkey={opened} onClose={() => setOpened(null)} /> : null}
    </Section>
  );
}

/** Browsers make passkeys for a host name only; where there is one, this leads to the same page there. */
function Elsewhere({ host }: { host: string | null }): ReactElement {
  if (host === null || host === location.hostname)
    return (
      <p className="hint">{host === null ? m.customer_passkey_no_host() : m.customer_passkey_no_browser()}</p>
    );
  const there = new URL(location.href);
  there.hostname = host;
  return (
    <p className="hint">
      <span>
        {m.customer_passkey_other_host()}{' '}
        <TextLink href={there.href}>{m.customer_passkey_go_there({ host: there.host })}</TextLink>
      </span>
    </p>
  );
}
