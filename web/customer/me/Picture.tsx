import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, type ChangeEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { pictureQuery } from './picture-query.ts';
import { squareOf } from './square.ts';

/** Sets or takes away the picture by which others recognise the owner. The square is cut here, so that little is sent. */
export function Picture(): ReactElement {
  const { data } = useQuery(pictureQuery);
  const queries = useQueryClient();
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const set = useSubmit(
    useCallback(
      async (file: File) => {
        const image = await squareOf(file);
        queries.setQueryData(pictureQuery.queryKey, await call(api.setAvatar, { body: { image } }));
        toast(m.customer_picture_saved());
      },
      [queries, toast],
    ),
  );
  const remove = useSubmit(
    useCallback(async () => {
      queries.setQueryData(pictureQuery.queryKey, await call(api.removeAvatar));
      toast(m.customer_picture_removed());
    }, [queries, toast]),
  );
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    event.target.value = ''; // The same file can be chosen again.
    if (file) void set.run(file);
  };
  const failure = set.failure ?? remove.failure;
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png"
        className="sr-only"
        tabIndex={-1}
        aria-label={m.customer_picture_choose()}
        onChange={choose}
      />
      <div className="flex flex-wrap gap-3">
        <Button size="small" busy={set.busy} onClick={() => input.current?.click()}>
          {data?.picture ? m.customer_picture_change() : m.customer_picture_choose()}
        </Button>
        {data?.picture ? (
          <Button size="small" variant="quiet" busy={remove.busy} onClick={() => void remove.run()}>
            {m.customer_picture_remove()}
          </Button>
        ) : null}
      </div>
      {failure ? (
        <p className="hint bad" role="alert">
          {failure}
        </p>
      ) : (
        <p className="hint">{m.customer_picture_hint()}</p>
      )}
    </div>
  );
}
