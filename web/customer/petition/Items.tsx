import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { Section } from '#ui/Section.tsx';
import { FAULT_WORDS, ITEM_WORDS, type Petition } from '#web/petition-words.ts';
import { SentFiles } from './AnswerFiles.tsx';
import { GiveItem } from './GiveItem.tsx';

type Item = Petition['items'][number];
/** Tries at one thing. */
const ATTEMPTS_MAX = 2;
const isWanted = ({ state, attempt }: Item): boolean =>
  (state === 'asked' || state === 'refused') && attempt < ATTEMPTS_MAX;

const PILLS: Record<Item['state'], { status: PillStatus; word: () => string }> = {
  asked: { status: 'your_turn', word: m.petition_item_asked },
  given: { status: 'checking', word: m.petition_item_given },
  accepted: { status: 'completed', word: m.petition_item_accepted },
  refused: { status: 'failed', word: m.petition_item_refused },
};

/** What is asked for, one after the other: the first that is missing is open. */
export function Items({ petition }: { petition: Petition }): ReactElement {
  const open = petition.state === 'asking' ? petition.items.find(isWanted) : undefined;
  return (
    <Section title={m.petition_items()}>
      <Card>
        <ol>
          {petition.items.map((item) => (
            <li key={item.item} className="grid gap-3 border-b border-line p-4 last:border-b-0 column:p-5">
              <Head item={item} isLater={open !== undefined && item !== open && isWanted(item)} />
              {item.answer && item !== open ? (
                <p className="prose whitespace-pre-line text-13 text-ink-2">{item.answer}</p>
              ) : null}
              {item === open ? null : <SentFiles item={item.item} files={item.files} />}
              {item.fault ? <p className="prose text-13">{FAULT_WORDS[item.fault]()}</p> : null}
              {item === open ? (
                <GiveItem key={`${item.item} ${item.attempt}`} id={petition.case.id} item={item} />
              ) : null}
            </li>
          ))}
        </ol>
      </Card>
    </Section>
  );
}

function Head({ item, isLater }: { item: Item; isLater: boolean }): ReactElement {
  const { status, word } = PILLS[item.state];
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <h3 className="text-15 font-medium">{ITEM_WORDS[item.item]()}</h3>
      {isLater && item.state === 'asked' ? (
        <span className="text-13 text-ink-2">{m.petition_item_later()}</span>
      ) : (
        <Pill status={status}>{word()}</Pill>
      )}
    </div>
  );
}
