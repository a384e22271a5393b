import { useQueryClient } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Pill } from '#ui/Pill.tsx';
import { ITEM_WORDS, type StaffPetition } from '#web/petition-words.ts';
import { Picture } from '../../documents/Picture.tsx';
import { useViewer } from '../../documents/use-viewer.ts';
import { ViewerTools } from '../../documents/ViewerTools.tsx';

type Item = StaffPetition['items'][number];
type File = Item['files'][number];
type Props = { petition: StaffPetition; item: Item };

/** Files of an answer, closed until somebody opens them beside what was written: each look is written down, and told to the customer. */
export function GivenFiles({ petition, item: { item, files } }: Props): ReactElement | null {
  const [shown, setShown] = useState<File['id'] | null>(null);
  const queries = useQueryClient();
  if (files.length === 0) return null;
  const isOpen = petition.state === 'reviewing' || petition.state === 'asking';
  const file = files.find(({ id }) => id === shown);
  const nameOf = (place: number): string =>
    m.petition_file_of({ item: ITEM_WORDS[item](), number: place + 1 });
  return (
    <div className="grid gap-2">
      <ul className="grid gap-1">
        {files.map((each, place) => (
          <li key={each.id} className="flex flex-wrap items-center gap-2.5">
            <FileText size={18} aria-hidden="true" className="text-ink-2" />
            <span>{m.petition_file({ number: place + 1 })}</span>
            {each.pages > 1 ? (
              <span className="text-12 text-ink-3">{m.customer_proof_pages({ count: each.pages })}</span>
            ) : null}
            {isOpen ? <Mark isOpened={!petition.unopened.includes(each.id)} /> : null}
            {isOpen ? (
              <Button
                aria-expanded={each.id === shown}
                onClick={() => setShown(each.id === shown ? null : each.id)}
              >
                {each.id === shown ? m.petition_desk_file_close() : m.petition_desk_file_open()}
                <span className="sr">: {nameOf(place)}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {file ? (
        <OpenFile
          key={file.id}
          file={file}
          name={nameOf(files.indexOf(file))}
          onSeen={() => void queries.invalidateQueries({ queryKey: ['staff-petition', petition.case.id] })}
        />
      ) : null}
    </div>
  );
}

const Mark = ({ isOpened }: { isOpened: boolean }): ReactElement => (
  <Pill status={isOpened ? 'completed' : 'your_turn'}>
    {isOpened ? m.petition_desk_file_opened() : m.petition_desk_file_unopened()}
  </Pill>
);

function OpenFile({ file, name, onSeen }: { file: File; name: string; onSeen: () => void }): ReactElement {
  const viewer = useViewer(file.pages);
  const { page } = viewer;
  return (
    <div data-open-file="" className="overflow-hidden rounded-control border border-line">
      <div className="flex items-center justify-end gap-1 border-b border-line bg-surface px-2">
        <ViewerTools viewer={viewer} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A picture larger than its place is scrolled by the keyboard. */}
      <div role="group" aria-label={name} tabIndex={0} className="h-[420px] overflow-auto bg-well p-3">
        <Picture
          viewer={viewer}
          src={urlOf(api.answerFileForStaff, { params: { id: file.id }, query: { page } })}
          alt={name}
          onSeen={onSeen}
        />
      </div>
    </div>
  );
}
