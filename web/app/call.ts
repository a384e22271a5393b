import { QueryClient } from '@tanstack/react-query';
import { ApiProblem, apiClient, NoAnswer } from '#common/api/client';
import { idFromUuid, uuidv7, type Id, type IdKind } from '#common/id';

/** Calls a contract route from this page, with full types. Refusals throw `ApiProblem`, a lost answer `NoAnswer`. */
export const call = apiClient({ base: '', fetch: (url, init) => fetch(url, init) });

/** A new id made on this device, before the first send, so that a repeated send is the same thing. */
export function newId<K extends IdKind>(kind: K): Id<K> {
  return idFromUuid(kind, uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))));
}

/** Tries of a read before the screen says that it failed. Refusals are answers and are not asked again. */
const READ_RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < READ_RETRIES &&
        (error instanceof NoAnswer || (error instanceof ApiProblem && error.status >= 502)),
    },
    // What moves money is never sent again behind a person's back: the form does it, with the same id.
    mutations: { retry: false },
  },
});

/** The problem in an error, when the server gave one. */
export const problemIn = (error: unknown): ApiProblem | null => (error instanceof ApiProblem ? error : null);

/** How often an unanswered money request is sent again with its key, and the pause before each, in milliseconds. */
const PAUSES = [600, 1_500, 3_000, 6_000] as const;

/**
 * Sends what moves money until an answer comes: no answer and 503 are asked again with the same key, which can do no harm.
 * Gives up with the last error; the id is kept by the form, so that the person's next press is the same request.
 */
export async function untilAnswered<T>(
  send: () => Promise<T>,
  onWaiting: (attempt: number) => void = () => undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const pause = PAUSES[attempt];
      const again =
        error instanceof NoAnswer ||
        (error instanceof ApiProblem && error.status === 503 && error.code === 'temporarily_unavailable');
      if (!again || pause === undefined) throw error;
      onWaiting(attempt + 1);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
