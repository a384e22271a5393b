import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { PetitionItem } from '#common/api/petition';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Hint } from '#ui/Field.tsx';
import { call } from '#web/call.ts';
import { ITEM_WORDS, type StaffPetition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { PetitionChanged } from './PetitionPart.tsx';

/** Asks the customer again: for what was refused, and for what else is needed. */
export function AskAgain({
  petition,
  onDone,
}: {
  petition: StaffPetition;
  onDone: PetitionChanged;
}): ReactElement {
  const [more, setMore] = useState<readonly PetitionItem[]>([]);
  const { id } = petition.case;
  const submit = useSubmit(
    useCallback(async () => {
      await onDone(await call(api.askForItems, { params: { id }, body: { more: [...more] } }));
      setMore([]);
    }, [id, more, onDone]),
  );
  const isNothing =
    more.length === 0 && !petition.items.some(({ state, attempt }) => state === 'refused' && attempt < 2);
  return (
    <section className="grid content-start gap-3">
      <h4 className="text-13 font-semibold">{m.petition_desk_ask()}</h4>
      <p className="prose text-13 text-ink-2">{m.petition_desk_ask_hint({ count: petition.roundsLeft })}</p>
      {petition.askable.length > 0 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-13">{m.petition_desk_ask_more()}</legend>
          {petition.askable.map((item) => (
            <Checkbox
              key={item}
              checked={more.includes(item)}
              onChange={(isChosen) =>
                setMore((all) => (isChosen ? [...all, item] : all.filter((each) => each !== item)))
              }
            >
              {ITEM_WORDS[item]()}
            </Checkbox>
          ))}
        </fieldset>
      ) : null}
      <Hint error={submit.failure} />
      <div>
        <Button
          busy={submit.busy}
          busyLabel={m.petition_desk_working()}
          unavailable={isNothing ? m.petition_desk_ask_nothing() : null}
          onClick={() => void submit.run()}
        >
          {m.petition_desk_ask()}
        </Button>
      </div>
    </section>
  );
}
