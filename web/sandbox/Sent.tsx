import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { Looked } from './Looked.tsx';
import { OneMessage } from './OneMessage.tsx';
import { Part } from './Part.tsx';
import { SENT_MAX, sentQuery, type SentMessage } from './queries.ts';
import { SentRow } from './SentRow.tsx';

type Kind = 'all' | SentMessage['kind'];
/** Rows shown before "more", and added by it. */
const PAGE = 10;

const squeezed = (address: string): string => address.toLowerCase().replaceAll(/\s/g, '');

/** The receiver stands in the address, so that other pages can link to what they sent. */
function useReceiver(): [string, (to: string) => void] {
  const [to, setTo] = useState(() => new URLSearchParams(location.search).get('to') ?? '');
  useEffect(() => {
    const address = to.trim() === '' ? '/sandbox' : `/sandbox?${new URLSearchParams({ to: to.trim() })}`;
    if (address !== location.pathname + location.search) history.replaceState(history.state, '', address);
  }, [to]);
  return [to, setTo];
}

/** Every mail and text message that left the house, newest first; new ones come by themselves. */
export function Sent(): ReactElement {
  const query = useQuery(sentQuery);
  const [to, setTo] = useReceiver();
  const [kind, setKind] = useState<Kind>('all');
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState<SentMessage | null>(null);
  const ofReceiver = (query.data ?? []).filter((one) => squeezed(one.to).includes(squeezed(to)));
  const count = (each: Kind): number =>
    ofReceiver.filter((one) => each === 'all' || one.kind === each).length;
  const words = { all: m.sandbox_sent_all, mail: m.sandbox_sent_mail, sms: m.sandbox_sent_sms };
  const kinds = (['all', 'mail', 'sms'] as const).map((value) => {
    return { value, label: words[value]({ count: count(value) }) };
  });
  return (
    <Part
      title={m.sandbox_sent_title()}
      aside={
        <SegmentedControl label={m.sandbox_sent_kind()} value={kind} options={kinds} onChange={setKind} />
      }
    >
      <div className="px-4 pb-3 column:px-5">
        <TextInput
          className="max-w-[420px]"
          aria-label={m.sandbox_sent_to()}
          placeholder={m.sandbox_sent_to_hint()}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          icon={<Search size={17} aria-hidden="true" />}
          tail={
            to ? (
              <IconButton
                label={m.sandbox_sent_clear()}
                icon={<X size={16} aria-hidden="true" />}
                onClick={() => setTo('')}
              />
            ) : null
          }
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <Looked
        query={query}
        isEmpty={(items) => items.length === 0}
        empty={() => <EmptyState title={m.sandbox_sent_empty()}>{m.sandbox_sent_empty_text()}</EmptyState>}
      >
        {(items) => {
          const wanted = ofReceiver.filter((one) => kind === 'all' || one.kind === kind);
          if (wanted.length === 0)
            return (
              <div className="border-t border-line">
                <EmptyState title={m.sandbox_sent_none()}>{m.sandbox_sent_none_text()}</EmptyState>
              </div>
            );
          const rest = Math.min(PAGE, wanted.length - shown);
          return (
            <>
              <ul>
                {wanted.slice(0, shown).map((one) => (
                  <SentRow key={one.id} message={one} onOpen={() => setOpen(one)} />
                ))}
              </ul>
              {rest > 0 ? (
                <div className="border-t border-line px-2 py-1.5">
                  <Button variant="quiet" onClick={() => setShown(shown + PAGE)}>
                    {m.sandbox_more({ count: rest })}
                  </Button>
                </div>
              ) : items.length === SENT_MAX ? (
                <p className="border-t border-line px-5 py-3 text-12 text-ink-3">
                  {m.sandbox_sent_newest({ count: SENT_MAX })}
                </p>
              ) : null}
            </>
          );
        }}
      </Looked>
      <OneMessage message={open} onClose={() => setOpen(null)} />
    </Part>
  );
}
