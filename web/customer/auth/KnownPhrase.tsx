import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { call } from '#web/call.ts';

/** The phrase of who signs in from this browser: the real page knows it by the browser's cookie, a copy of the page does not. */
export function KnownPhrase(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['known-browser'],
    queryFn: ({ signal }) => call(api.knownBrowser, { signal }),
    retry: false,
  });
  if (!data?.phrase) return null;
  return (
    <div className="mb-5">
      <Banner tone="info">
        <b className="block">{m.customer_phrase_sign_in({ phrase: data.phrase })}</b>
        <span className="text-13">{m.customer_phrase_sign_in_why()}</span>
      </Banner>
    </div>
  );
}
