import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { crossBorderApi } from '#common/api/cross-border';
import { RECALL_GROUNDS, type RecallGround } from '#common/beneficiary';
import { parseId } from '#common/id';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import type { EntryDetail } from '#web/entry-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { entryQuery } from '../session.ts';
import { GROUND_WORDS } from './abroad-words.ts';

const GROUNDS = Object.keys(RECALL_GROUNDS) as RecallGround[];
/** States in which a bank has the money and can be asked for it. */
const WITH_BANKS: readonly EntryDetail['state'][] = [
  'sent',
  'with_correspondent',
  'unconfirmed',
  'delivered',
];

/** Asks the payee's bank to give it back, or says what became of that. */
export function Recall({ entry }: { entry: EntryDetail }): ReactElement | null {
  const said = entry.timeline.find(({ kind }) => kind.startsWith('cross_border_recall_'))?.kind;
  if (!WITH_BANKS.includes(entry.state)) return null;
  if (said === 'cross_border_recall_asked') return <Banner tone="quiet">{m.abroad_recall_open()}</Banner>;
  if (said === 'cross_border_recall_accepted')
    return <Banner tone="quiet">{m.abroad_recall_coming()}</Banner>;
  if (said === 'cross_border_recall_refused') return <Banner tone="held">{m.abroad_recall_no()}</Banner>;
  return <Ask entry={entry} />;
}

function Ask({ entry }: { entry: EntryDetail }): ReactElement {
  const [open, setOpen] = useState(false);
  const [ground, setGround] = useState<RecallGround>('wrong_account');
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const id = parseId('xb', entry.id);
      if (!id) return;
      const asked = await call(crossBorderApi.recallCrossBorder, { params: { id }, body: { ground } });
      queries.setQueryData(entryQuery(entry.id).queryKey, asked);
      setOpen(false);
    }, [entry.id, ground, queries]),
  );
  return (
    <div className="mt-4 print:hidden">
      <Button variant="line" wide onClick={() => setOpen(true)}>
        {m.abroad_recall()}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={m.abroad_recall_title()}>
        <p className="prose text-ink-2">{m.abroad_recall_text()}</p>
        <div className="mt-4">
          <Field label={m.abroad_recall_why()} error={submit.failure}>
            <Select
              value={ground}
              options={GROUNDS.map((value) => ({ value, label: GROUND_WORDS[value]() }))}
              onChange={setGround}
              name="ground"
            />
          </Field>
        </div>
        <div className="mt-5 grid gap-3">
          <Button variant="primary" wide busy={submit.busy} onClick={() => void submit.run()}>
            {m.abroad_recall_send()}
          </Button>
          <Button wide onClick={() => setOpen(false)}>
            {m.abroad_recall_close()}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
