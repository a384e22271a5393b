import type { ReactElement } from 'react';
import { shortId } from '#common/id';
import * as m from '#messages';
import { ScrollAcross } from '#ui/ScrollAcross.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { type Line, RULES, sideWord, sumText } from './rail-words.ts';

/** Lines that belong together stand next to each other: theirs at the left, ours at the right. */
export function DayLines({ lines }: { lines: readonly Line[] }): ReactElement {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = line.match ?? line.id;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return (
    <section className="grid gap-2">
      <h3 className="text-15 font-semibold">{m.reconciliation_lines_title()}</h3>
      {lines.length === 0 ? (
        <p className="text-ink-2">{m.reconciliation_lines_none()}</p>
      ) : (
        <ScrollAcross label={m.reconciliation_lines_title()}>
          <div className="tablebox min-w-[760px]">
            <table className="grid-table">
              <caption className="sr">{m.reconciliation_lines_title()}</caption>
              <thead>
                <tr>
                  <th scope="col">{sideWord('theirs')}</th>
                  <th scope="col">{sideWord('ours')}</th>
                  <th scope="col">{m.reconciliation_rule()}</th>
                </tr>
              </thead>
              <tbody>
                {[...groups].map(([key, group]) => (
                  <tr key={key}>
                    <Side lines={group.filter(({ side }) => side === 'theirs')} />
                    <Side lines={group.filter(({ side }) => side === 'ours')} />
                    <td>{group[0]?.rule ? RULES[group[0].rule]() : '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </ScrollAcross>
      )}
    </section>
  );
}

function Side({ lines }: { lines: readonly Line[] }): ReactElement {
  const { locale } = useTimeFormat();
  return (
    <td>
      {lines.length === 0 ? '—' : null}
      {lines.map(({ id, day, amount, code, reference }) => (
        <span key={id} className="num block">
          {day} <b>{sumText(amount, locale)}</b>{' '}
          <span className="text-ink-3">
            {code} {shortReference(reference)}
          </span>
        </span>
      ))}
    </td>
  );
}

/** Ids of ours are read by their end; a rail's own reference by its beginning. */
export const shortReference = (reference: string): string =>
  /^[a-z]{2}_[0-9A-Z]{26}$/.test(reference) ? shortId(reference) : reference.slice(0, 14);
