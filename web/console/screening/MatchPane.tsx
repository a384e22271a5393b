import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { formatDeskTime } from '#common/format';
import { shortId } from '#common/id';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import {
  factWord,
  likenessWord,
  type ScreeningMatch,
  screeningGroundWord,
  sourceWord,
} from '#web/screening-words.ts';
import { staffQuery } from '../session.ts';
import { DecideVerdict } from './DecideVerdict.tsx';
import { ProposeVerdict } from './ProposeVerdict.tsx';

/** The customer beside the entry of the list: what is alike, how much, and the two steps of deciding. */
export function MatchPane({ match, onDone }: { match: ScreeningMatch; onDone: () => void }): ReactElement {
  const head = useRef<HTMLHeadingElement>(null);
  const { data: staff } = useQuery(staffQuery);
  useEffect(() => head.current?.focus(), []);
  const { proposal, state } = match;
  return (
    <Card pad className="grid gap-5">
      <h3 ref={head} tabIndex={-1} className="text-15 font-semibold">
        {m.console_screening_pair({ score: match.score })}
      </h3>
      {match.isFaded && state === 'open' ? (
        <p className="prose text-ink-2">{m.console_screening_faded_text()}</p>
      ) : null}
      <Sides match={match} />
      <Parts match={match} />
      {proposal ? (
        <section className="grid gap-3">
          <h4 className="font-semibold">{m.console_screening_proposed()}</h4>
          <Word proposal={proposal} />
          <DecideVerdict proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
        </section>
      ) : state === 'open' || state === 'confirmed' ? (
        <ProposeVerdict id={match.id} isConfirmed={state === 'confirmed'} onDone={onDone} />
      ) : null}
      {match.decision ? <Decision decision={match.decision} /> : null}
    </Card>
  );
}

type Row = { label: string; own: ReactNode; listed: ReactNode; fact?: string };

function Sides({ match }: { match: ScreeningMatch }): ReactElement {
  const { subject, entry, compared, source } = match;
  const { locale } = useTimeFormat();
  const countries = (codes: readonly string[]): string =>
    new Intl.ListFormat(locale, { type: 'unit' }).format(
      codes.map((code) => new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code),
    );
  const words = (side: 'ours' | 'listed') => compared.parts.map((part) => part[side]);
  const others = entry.names.filter((name) => name !== compared.name).join(' · ');
  const rows: Row[] = [
    {
      label: m.console_screening_name(),
      own: <Marked name={subject.name} words={words('ours')} />,
      listed: <Marked name={compared.name} words={words('listed')} />,
    },
    {
      label: m.console_screening_birth(),
      own: subject.birth,
      listed: entry.births.join(' · '),
      fact: factWord(compared.birth),
    },
    {
      label: m.console_screening_country(),
      own: countries(subject.countries),
      listed: countries(entry.countries),
      fact: factWord(compared.country),
    },
    { label: m.console_screening_other_names(), own: null, listed: others },
    {
      label: m.console_screening_program(),
      own: <span className="num">{shortId(match.customer.id)}</span>,
      listed: `${sourceWord(source)} ${entry.ref} · ${entry.program}`,
    },
    { label: m.console_screening_remarks(), own: null, listed: entry.remarks },
  ];
  return (
    <dl className="grid" aria-label={m.console_screening_sides()}>
      <div className={ROW} aria-hidden="true">
        <span className="max-[719px]:hidden" />
        <span className="text-12 text-ink-3">{m.console_customer()}</span>
        <span className="text-12 text-ink-3">{m.console_screening_listed()}</span>
      </div>
      {rows
        .filter(({ own, listed }) => own || listed)
        .map((row) => (
          <Line key={row.label} row={row} />
        ))}
    </dl>
  );
}

/** The label stands over the two on a phone and before them on a desk. */
const ROW =
  'grid grid-cols-2 gap-x-4 gap-y-1 border-b border-line py-2.5 min-[720px]:grid-cols-[112px_1fr_1fr]';

function Line({ row: { label, own, listed, fact } }: { row: Row }): ReactElement {
  const unknown = <span className="text-ink-3">–</span>;
  return (
    <div className={ROW}>
      <dt className="text-ink-3 max-[719px]:col-span-2">
        {label}
        {fact === undefined ? null : (
          <span className="ml-2 text-ink-2 min-[720px]:ml-0 min-[720px]:block">{fact}</span>
        )}
      </dt>
      <dd className="min-w-0 break-words">
        <span className="sr">{m.console_customer()}: </span>
        {own || unknown}
      </dd>
      <dd className="min-w-0 break-words">
        <span className="sr">{m.console_screening_listed()}: </span>
        {listed || unknown}
      </dd>
    </div>
  );
}

/** The words that are alike stand out; words of another script are told in the list below. */
function Marked({ name, words }: { name: string; words: readonly string[] }): ReactElement {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '');
  return (
    <span className="font-medium">
      {name.split(/([\s,-]+)/).map((piece, place) =>
        words.includes(plain(piece)) ? (
          <mark key={place} className="rounded-[4px] bg-accent-tint px-0.5 text-ink">
            {piece}
          </mark>
        ) : (
          piece
        ),
      )}
    </span>
  );
}

function Parts({ match: { compared } }: { match: ScreeningMatch }): ReactElement {
  return (
    <section className="grid gap-2">
      <h4 className="font-semibold">{m.console_screening_alike({ score: compared.nameScore })}</h4>
      <ul className="grid gap-1">
        {compared.parts.map(({ ours, listed, likeness, percent }) => (
          <li key={`${ours} ${listed}`} className="flex flex-wrap justify-between gap-x-4">
            <span>
              {ours} – {listed}
            </span>
            <span className="num text-ink-2">
              {likenessWord(likeness)} · {percent} %
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Word({ proposal }: { proposal: NonNullable<ScreeningMatch['proposal']> }): ReactElement {
  const format = useTimeFormat();
  return (
    <DefinitionRows
      well
      rows={[
        { label: m.console_proposal_by(), value: proposal.by.name },
        {
          label: m.console_screening_verdict(),
          value: proposal.verdict === 'same' ? m.console_screening_same() : m.console_screening_not_same(),
        },
        { label: m.console_proposal_ground(), value: screeningGroundWord(proposal.ground) },
        { label: m.console_proposal_note(), value: proposal.note },
        {
          label: m.console_proposal_until(),
          value: <span className="num">{formatDeskTime(proposal.expiresAt, format)}</span>,
        },
      ]}
    />
  );
}

function Decision({ decision }: { decision: NonNullable<ScreeningMatch['decision']> }): ReactElement {
  const format = useTimeFormat();
  return (
    <DefinitionRows
      well
      rows={[
        {
          label: m.console_screening_decided_by(),
          value: new Intl.ListFormat(format.locale).format(decision.by.map(({ name }) => name)),
        },
        {
          label: m.console_screening_decided_at(),
          value: <span className="num">{formatDeskTime(decision.at, format)}</span>,
        },
        { label: m.console_proposal_note(), value: decision.note },
      ]}
    />
  );
}
