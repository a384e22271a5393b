import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { caseQuery } from '../../session.ts';
import { Balance } from './Balance.tsx';
import { FreezeOnWord } from './FreezeOnWord.tsx';
import { EntryOfCase } from './EntryOfCase.tsx';
import { PastCases } from './PastCases.tsx';
import { RecentEntries } from './RecentEntries.tsx';
import { Restrictions } from './Restrictions.tsx';
import { Who } from './Who.tsx';

/** Who it is, their money, the entry of this case and what they were told about it, other entries and cases. Every look is logged. */
export function CustomerPanel({ caseId }: { caseId: string }): ReactElement | null {
  const { data, isError } = useQuery({ ...caseQuery(caseId), refetchOnMount: false });
  if (!data) {
    // What went wrong is said in the conversation, beside its way out.
    return isError ? null : (
      <div className="p-5">
        <SkeletonText lines={8} />
      </div>
    );
  }
  const { customer, entry, explanation, evidence } = data;
  return (
    <>
      <Who customer={customer} />
      <Restrictions restrictions={customer.restrictions} />
      {customer.restrictions.some(({ why }) => why === 'owner_told_us') ? null : (
        <FreezeOnWord caseId={caseId} />
      )}
      <Balance accounts={customer.accounts} debts={customer.debts} />
      {entry ? <EntryOfCase entry={entry} explanation={explanation} evidence={evidence} /> : null}
      <RecentEntries entries={customer.recentEntries.filter(({ id }) => id !== entry?.id)} />
      <PastCases cases={customer.pastCases.filter(({ id }) => id !== caseId)} />
      <section>
        <p className="flex items-center gap-1.5 text-12 text-ink-3">
          <Eye size={15} aria-hidden="true" />
          {m.console_looks_logged()}
        </p>
      </section>
    </>
  );
}
