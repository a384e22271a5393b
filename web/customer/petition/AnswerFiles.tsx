import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useCallback, useRef, useState, type ReactElement } from 'react';
import { urlOf } from '#common/api/client';
import { petitionApi, ANSWER_FILES_MAX } from '#common/api/petition';
import * as m from '#messages';
import { Hint } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { call } from '#web/call.ts';
import { ITEM_WORDS, type Petition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { PickFile } from '../upload/PickFile.tsx';
import { prepared } from '../upload/prepare-photo.ts';
import { petitionQuery } from './petition-query.ts';

type Item = Petition['items'][number];
type File = Item['files'][number];

/** Files for what is asked: those that are there, and the way to add one. They are looked at in the browser as the server will. */
export function AnswerFiles({
  id,
  item: { item, draft },
}: {
  id: Petition['case']['id'];
  item: Item;
}): ReactElement {
  const chosen = useRef<globalThis.File | null>(null);
  const removed = useRef<File['id'] | null>(null);
  const queries = useQueryClient();
  const { queryKey } = petitionQuery(id);
  const add = useSubmit(
    useCallback(async () => {
      if (!chosen.current) return;
      const file = await prepared(chosen.current);
      queries.setQueryData(
        queryKey,
        await call(petitionApi.sendAnswerFile, { params: { id }, query: { item }, file }),
      );
    }, [id, item, queries, queryKey]),
  );
  const remove = useSubmit(
    useCallback(async () => {
      if (removed.current)
        queries.setQueryData(
          queryKey,
          await call(petitionApi.removeAnswerFile, { params: { id: removed.current } }),
        );
    }, [queries, queryKey]),
  );
  const pick = (file: globalThis.File): void => {
    chosen.current = file;
    void add.run();
  };
  const takeAway = (file: File): void => {
    removed.current = file.id;
    add.clear();
    void remove.run();
  };
  return (
    <div>
      <p className="label">{m.petition_files()}</p>
      <p className="mb-3 text-13 text-ink-2">{m.petition_files_who()}</p>
      <SentFiles item={item} files={draft} onRemove={takeAway} />
      {draft.length < ANSWER_FILES_MAX ? (
        <PickFile
          label={draft.length > 0 ? m.petition_file_add() : m.petition_file_first()}
          busy={add.busy}
          failure={add.failure ?? remove.failure}
          onPick={pick}
        />
      ) : (
        <Hint error={remove.failure} />
      )}
    </div>
  );
}

/** What was sent, small; each opens whole. */
export function SentFiles({
  item,
  files,
  onRemove,
}: {
  item: Item['item'];
  files: readonly File[];
  onRemove?: (file: File) => void;
}): ReactElement | null {
  if (files.length === 0) return null;
  return (
    <ul className="mb-3 flex flex-wrap gap-3">
      {files.map((file, place) => (
        <li key={file.id} className="grid justify-items-center gap-1">
          <Thumb file={file} name={m.petition_file_of({ item: ITEM_WORDS[item](), number: place + 1 })} />
          <span className="flex items-center gap-1 text-12 text-ink-2">
            {file.pages > 1
              ? m.customer_proof_pages({ count: file.pages })
              : m.petition_file({ number: place + 1 })}
            {onRemove ? (
              <IconButton
                label={m.petition_file_remove({ number: place + 1 })}
                icon={<X size={16} aria-hidden="true" />}
                onClick={() => onRemove(file)}
              />
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Thumb({ file, name }: { file: File; name: string }): ReactElement {
  const [failed, setFailed] = useState(false);
  const url = urlOf(petitionApi.answerFile, { params: { id: file.id } });
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="grid size-24 place-items-center overflow-hidden rounded-control border border-line bg-well p-1 text-center text-12 text-ink-2"
    >
      {failed ? (
        name
      ) : (
        <img
          src={url}
          alt={name}
          className="max-h-full max-w-full object-contain"
          onError={() => setFailed(true)}
        />
      )}
    </a>
  );
}
