import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Hint } from '#ui/Field.tsx';
import { call, problemIn } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Looked } from './Looked.tsx';
import { Part } from './Part.tsx';
import { peopleQuery, type DemoPerson } from './queries.ts';

/** Demo people, with what opens their account. */
export function People(): ReactElement {
  const query = useQuery(peopleQuery);
  return (
    <Part title={m.sandbox_people_title()} lead={m.sandbox_people_lead()}>
      <Looked query={query}>
        {(people) => (
          <ul>
            {people.map((person) => (
              <OnePerson key={person.key} person={person} />
            ))}
          </ul>
        )}
      </Looked>
    </Part>
  );
}

function OnePerson({ person }: { person: DemoPerson }): ReactElement {
  const { key, name, story } = person;
  const enter = useMutation({
    mutationFn: () => call(api.sandboxSignIn, { params: { key }, body: {} }),
    // Another app with a router of its own: a whole page.
    onSuccess: () => location.assign('/home'),
  });
  const leaving = enter.isPending || enter.isSuccess;
  return (
    <li className="border-t border-line px-4 py-3 column:px-5">
      <div className="grid grid-cols-[32px_minmax(0,1fr)_auto] items-center gap-3">
        <Avatar name={name} size="small" />
        <div className="min-w-0">
          <b className="block font-medium">{name}</b>
          <span className="block text-ink-2">{story}</span>
        </div>
        <Button
          busy={leaving}
          busyLabel={m.sandbox_entering()}
          aria-label={leaving ? undefined : m.sandbox_enter_as({ name })}
          onClick={() => enter.mutate()}
        >
          {m.sandbox_enter()}
        </Button>
      </div>
      <Hint error={enter.error ? refusedText(name, enter.error) : null} />
      <Details person={person} />
    </li>
  );
}

const refusedText = (name: string, error: unknown): string =>
  problemIn(error)?.code === 'sign_in_failed' ? m.sandbox_enter_failed({ name }) : failureText(error);

function Details({ person: { email, password, paymentPassword } }: { person: DemoPerson }): ReactElement {
  const rows = [
    { label: m.sandbox_email(), text: email },
    { label: m.sandbox_password(), text: password },
    { label: m.sandbox_payment_password(), text: paymentPassword },
  ];
  return (
    <dl className="mt-2 grid gap-0.5 column:pl-11">
      {rows.map(({ label, text }) => (
        <div key={label} className="grid grid-cols-[88px_minmax(0,1fr)_auto] items-center gap-2">
          <dt className="text-ink-3">{label}</dt>
          <dd className="mono">{text}</dd>
          <dd className="grid min-h-9 place-items-center pr-3">
            <CopyButton text={text} what={label} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
