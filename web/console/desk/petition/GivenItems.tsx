import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { ITEM_FAULTS, type ItemFault } from '#common/api/petition';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { FAULT_WORDS, ITEM_WORDS, type StaffPetition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { GivenFiles } from './GivenFiles.tsx';
import type { PetitionChanged } from './PetitionPart.tsx';

type Item = StaffPetition['items'][number];
const PILLS: Record<Item['state'], { status: PillStatus; word: () => string }> = {
  asked: { status: 'arriving', word: m.petition_item_asked },
  given: { status: 'your_turn', word: m.petition_item_given },
  accepted: { status: 'completed', word: m.petition_item_accepted },
  refused: { status: 'failed', word: m.petition_item_refused },
};
type Props = { petition: StaffPetition; mayJudge: boolean; onDone: PetitionChanged };

/** What was asked for and given, each judged in its place. */
export function GivenItems({ petition, mayJudge, onDone }: Props): ReactElement | null {
  const { items, before } = petition;
  if (items.length + before.length === 0) return null;
  return (
    <>
      {before.length > 0 ? <h4 className="text-13 font-semibold">{m.petition_desk_before()}</h4> : null}
      <Given items={before} petition={petition} />
      <Given items={items} petition={petition} judge={mayJudge ? onDone : null} />
    </>
  );
}

function Given({
  items,
  petition,
  judge = null,
}: {
  items: readonly Item[];
  petition: StaffPetition;
  judge?: PetitionChanged | null;
}): ReactElement | null {
  if (items.length === 0) return null;
  return (
    <ol className="grid gap-3">
      {items.map((item) => (
        <li key={item.item} className="grid gap-2 border-t border-line pt-3">
          <div className="flex flex-wrap items-center gap-2.5">
            <span className="font-medium">{ITEM_WORDS[item.item]()}</span>
            <Pill status={PILLS[item.state].status}>{PILLS[item.state].word()}</Pill>
            {item.attempt > 1 ? (
              <span className="text-12 text-ink-3">{m.petition_desk_attempt({ count: item.attempt })}</span>
            ) : null}
          </div>
          {item.answer ? (
            <p className="prose whitespace-pre-line">{item.answer}</p>
          ) : item.state === 'accepted' && item.files.length === 0 ? (
            <p className="text-13 text-ink-2">{m.petition_desk_seen_by_system()}</p>
          ) : null}
          <GivenFiles petition={petition} item={item} />
          {item.fault ? <p className="text-13 text-ink-2">{FAULT_WORDS[item.fault]()}</p> : null}
          {item.state === 'given' && judge ? <Judge petition={petition} item={item} onDone={judge} /> : null}
        </li>
      ))}
    </ol>
  );
}

type JudgeProps = { petition: StaffPetition; item: Item; onDone: PetitionChanged };

function Judge({ petition, item: { item, attempt, files }, onDone }: JudgeProps): ReactElement {
  const { id } = petition.case;
  const isUnseen = files.some((file) => petition.unopened.includes(file.id));
  const unavailable = isUnseen ? m.petition_desk_open_first() : null;
  const [fault, setFault] = useState<ItemFault>('incomplete');
  const [verdict, setVerdict] = useState<'accept' | 'refuse' | null>(null);
  const judge = useCallback(
    async (found: ItemFault | null) => {
      const body = { item, attempt, fault: found };
      await onDone(await call(api.judgeItem, { params: { id }, body }));
    },
    [attempt, id, item, onDone],
  );
  const accept = useSubmit(useCallback(() => judge(null), [judge]));
  const refuse = useSubmit(useCallback(() => judge(fault), [fault, judge]));
  const name = ITEM_WORDS[item]();
  return (
    <div className="flex flex-wrap items-end gap-2">
      {verdict === 'refuse' ? (
        <>
          <Field label={m.petition_desk_fault()}>
            <Select
              value={fault}
              onChange={setFault}
              options={ITEM_FAULTS.map((value) => ({ value, label: FAULT_WORDS[value]() }))}
            />
          </Field>
          <Button busy={refuse.busy} busyLabel={m.petition_desk_working()} onClick={() => void refuse.run()}>
            {m.petition_desk_refuse()}
            <span className="sr">: {name}</span>
          </Button>
        </>
      ) : (
        <>
          <Button
            variant="tint"
            unavailable={unavailable}
            busy={accept.busy}
            busyLabel={m.petition_desk_working()}
            onClick={() => void accept.run()}
          >
            {m.petition_desk_accept()}
            <span className="sr">: {name}</span>
          </Button>
          <Button unavailable={unavailable} onClick={() => setVerdict('refuse')}>
            {m.petition_desk_refuse()}
            <span className="sr">: {name}</span>
          </Button>
        </>
      )}
      <Hint error={accept.failure ?? refuse.failure} />
    </div>
  );
}
