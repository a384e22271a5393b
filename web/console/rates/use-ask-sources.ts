import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { call, problemIn } from '#web/call.ts';
import { rateSourcesQuery } from '../session.ts';
import type { RateDesk } from './rate-words.ts';

const LOOK_MS = 1_500;
/** A publisher has 15 seconds to answer; then the desk goes on by itself and shows what it knows. */
const PATIENCE_MS = 40_000;

/** Has the publishers asked, and looks until each has been asked since. */
export function useAskSources(desk: RateDesk | undefined) {
  const queries = useQueryClient();
  const [requestedAt, setRequestedAt] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isOpen =
    requestedAt !== null &&
    (desk?.sources ?? []).some(
      ({ isInUse, askedAt }) =>
        isInUse && (askedAt === null || Date.parse(askedAt) < Date.parse(requestedAt)),
    );
  useEffect(() => {
    if (!isOpen) return;
    const look = setInterval(() => void queries.invalidateQueries(rateSourcesQuery), LOOK_MS);
    const end = setTimeout(() => setRequestedAt(null), PATIENCE_MS);
    return () => {
      clearInterval(look);
      clearTimeout(end);
    };
  }, [isOpen, queries]);
  const ask = useCallback(() => {
    setIsSending(true);
    setFailure(null);
    call(api.askRateSources, { body: {} })
      .then((answer) => setRequestedAt(answer.requestedAt))
      .catch((error: unknown) => setFailure(problemIn(error)?.detail || m.common_no_answer()))
      .finally(() => {
        setIsSending(false);
        void queries.invalidateQueries(rateSourcesQuery);
      });
  }, [queries]);
  return { ask, isAsking: isSending || isOpen, failure };
}
