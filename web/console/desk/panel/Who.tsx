import type { ReactElement } from 'react';
import { formatDay } from '#common/format';
import { shortId } from '#common/id';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import type { ConsoleCase } from '../../session.ts';

type Customer = ConsoleCase['customer'];

/** Who it is, and how much of that is proven. */
export function Who({ customer }: { customer: Customer }): ReactElement {
  const format = useTimeFormat();
  const { id, name, since, handle, locale, emailVerified, phoneVerified } = customer;
  return (
    <section>
      <div className="mb-2.5 grid grid-cols-[40px_minmax(0,1fr)_auto] items-center gap-3">
        <Avatar name={name} />
        <div className="min-w-0">
          <h3 className="mb-0! block! text-15!">{name}</h3>
          <p className="flex items-center gap-1 text-ink-3">
            <span className="num">{shortId(id)}</span>
            <CopyButton text={id} what={m.console_customer_id()} />
          </p>
        </div>
        {emailVerified && phoneVerified ? (
          <Pill status="completed">{m.console_confirmed_both()}</Pill>
        ) : (
          <Pill status="your_turn">{m.console_not_confirmed()}</Pill>
        )}
      </div>
      <DefinitionRows
        rows={[
          { label: m.console_email(), value: proven(customer.maskedEmail, emailVerified) },
          { label: m.console_phone(), value: proven(customer.maskedPhone, phoneVerified) },
          { label: m.console_handle(), value: handle ? `@${handle}` : m.console_none() },
          { label: m.console_language(), value: locale === 'en' ? 'English' : '简体中文' },
          { label: m.console_since(), value: formatDay(since, format) },
        ]}
      />
    </section>
  );
}

const proven = (masked: string, isProven: boolean): string =>
  isProven ? masked : m.console_value_not_confirmed({ value: masked });
