import { useState, type ReactElement } from 'react';
import { isCurrency, money, toWire } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { shortReference } from './DayLines.tsx';
import { LineDrawer } from './LineDrawer.tsx';
import { ProposeMatch } from './ProposeMatch.tsx';
import { type Day, KINDS, type Line, sideWord, sumText, WHYS } from './rail-words.ts';

/** What has no other side up to this day: one is opened by its row, several are chosen to be matched. */
export function OpenLines({ day }: { day: Day }): ReactElement {
  const [opened, setOpened] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isMatching, setMatching] = useState(false);
  const { breaks } = day;
  const lines = breaks.filter(({ id }) => chosen.includes(id));
  const choose = (id: string, isOn: boolean): void =>
    setChosen(isOn ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <section className="grid gap-2">
      <h3 className="text-15 font-semibold">{m.reconciliation_open_title()}</h3>
      {breaks.length === 0 ? (
        <p className="text-ink-2">{m.reconciliation_open_none()}</p>
      ) : (
        <>
          <Table lines={breaks} chosen={chosen} onChoose={choose} selected={opened} onOpen={setOpened} />
          {day.breaksLeft > 0 ? (
            <p className="prose text-ink-2">{m.reconciliation_open_left({ count: day.breaksLeft })}</p>
          ) : null}
          <div>
            <Button
              size="small"
              unavailable={lines.length < 2 ? m.reconciliation_match_chosen({ count: lines.length }) : null}
              onClick={() => setMatching(true)}
            >
              {m.reconciliation_match_chosen({ count: lines.length })}
            </Button>
          </div>
        </>
      )}
      <LineDrawer line={breaks.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
      <Dialog
        open={isMatching}
        onClose={() => setMatching(false)}
        title={m.reconciliation_match_title()}
        form="drawer"
      >
        {isMatching ? (
          <ProposeMatch
            lines={lines}
            difference={differenceOf(lines)}
            onDone={() => {
              setMatching(false);
              setChosen([]);
            }}
          />
        ) : null}
      </Dialog>
    </section>
  );
}

/** Ours less theirs, for the eye; the server adds up anew. */
function differenceOf(lines: readonly Line[]): Line['amount'] {
  const currency = lines[0]?.amount.currency ?? 'CNY';
  const minor = lines.reduce(
    (sum, { side, amount }) => (side === 'ours' ? sum + BigInt(amount.amount) : sum - BigInt(amount.amount)),
    0n,
  );
  return toWire(money(minor, isCurrency(currency) ? currency : 'CNY'));
}

type TableProps = {
  lines: readonly Line[];
  chosen: readonly string[];
  onChoose: (id: string, isOn: boolean) => void;
  selected: string | null;
  onOpen: (id: string) => void;
};
function Table({ lines, chosen, onChoose, selected, onOpen }: TableProps): ReactElement {
  const { locale } = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[820px]">
        <DeskTable
          caption={m.reconciliation_open_title()}
          rows={lines}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={({ id }) => onOpen(id)}
          columns={[
            {
              key: 'choose',
              head: '',
              cell: ({ id, reference }) => (
                <input
                  type="checkbox"
                  aria-label={m.reconciliation_mark({ reference: shortReference(reference) })}
                  checked={chosen.includes(id)}
                  onClick={(event) => event.stopPropagation()}
                  onChange={(event) => onChoose(id, event.target.checked)}
                />
              ),
            },
            {
              key: 'amount',
              head: m.reconciliation_amount(),
              right: true,
              cell: ({ amount }) => <span className="num">{sumText(amount, locale)}</span>,
            },
            { key: 'side', head: m.reconciliation_side(), cell: ({ side }) => sideWord(side) },
            {
              key: 'day',
              head: m.reconciliation_day(),
              cell: ({ day }) => <span className="num">{day}</span>,
            },
            {
              key: 'kind',
              head: m.reconciliation_kind(),
              cell: ({ kind, code }) => (
                <>
                  {kind ? KINDS[kind]() : '—'}
                  <span className="num block text-ink-3">{code}</span>
                </>
              ),
            },
            {
              key: 'age',
              head: m.reconciliation_age(),
              cell: ({ ageDays }) => (
                <span className="num">{m.reconciliation_age_days({ count: ageDays ?? 0 })}</span>
              ),
            },
            { key: 'next', head: m.reconciliation_next(), cell: (line) => <Next line={line} /> },
          ]}
        />
      </div>
    </div>
  );
}

function Next({ line: { proposal, explanation, nextActor, dueOn } }: { line: Line }): ReactElement {
  if (proposal) return <Pill status="your_turn">{m.reconciliation_waits()}</Pill>;
  const day = dueOn ?? '';
  return (
    <>
      {explanation ? <Pill status="checking">{WHYS[explanation]()}</Pill> : null}
      <span className={explanation ? 'num block text-ink-3' : 'num'}>
        {nextActor === 'bank' ? m.reconciliation_next_bank({ day }) : m.reconciliation_next_okpay({ day })}
      </span>
    </>
  );
}
