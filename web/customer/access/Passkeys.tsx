import { KeySquare, Plus } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { hasPasskeys } from '../auth/passkey.ts';
import { PasskeyElsewhere } from '../auth/PasskeyElsewhere.tsx';
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
      {can ? null : <PasskeyElsewhere host={passkeyHost} />}
      <AddPasskey open={adding} onClose={() => setAdding(false)} onCodes={onCodes} />
      {opened ? <PasskeySheet key={opened.id} passkey={opened} onClose={() => setOpened(null)} /> : null}
    </Section>
  );
}
