import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { parseId } from '#common/id';
import { renderReason } from '#common/reason-text';
import type { RemedyKind, WireReason } from '#common/reasons';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { entryQuery } from '../session.ts';
import type { EntryDetail } from '#web/entry-words.ts';
import { stationsOf } from '#web/story-words.ts';
import { CancelPayment } from './CancelPayment.tsx';
import { isServerPage, remedyHref } from './remedy-href.ts';

/** Remedies that need no press on this page. */
const QUIET: readonly RemedyKind[] = ['wait', 'see_history', 'correct_input'];

/** A debt of nothing needs no settling. */
const owesNothing = ({ facts: { owed } }: WireReason): boolean =>
  typeof owed === 'object' && owed.amount === '0';

/** Why the entry stands where it stands, what became of the money, and the buttons that move it on. */
export function EntryReason({ entry, reason }: { entry: EntryDetail; reason: WireReason }): ReactElement {
  const format = useTimeFormat();
  const text = renderReason(reason, format.locale, {
    timeZone: format.timeZone,
    now: new Date(format.now).toISOString(),
    entryId: entry.id,
  });
  const remedies = text.remedies.filter(
    ({ kind }) => !QUIET.includes(kind) && !(kind === 'settle_debt' && owesNothing(reason)),
  );
  return (
    <ReasonCard
      happened={text.happened}
      money={<b>{text.money}</b>}
      next={text.next}
      stations={stationsOf(entry)}
      actions={
        remedies.length === 0
          ? undefined
          : remedies.map(({ kind, label, href }, place) => (
              <RemedyButton
                key={kind}
                entry={entry}
                kind={kind}
                label={label}
                href={href}
                primary={place === 0 && kind !== 'open_case'}
              />
            ))
      }
    />
  );
}

// Asking a person is always possible and never what must be done: it is no primary button.
type RemedyProps = {
  entry: EntryDetail;
  kind: RemedyKind;
  label: string;
  href: string | null;
  primary: boolean;
};

function RemedyButton({ entry, kind, label, href, primary }: RemedyProps): ReactElement {
  const variant = primary ? 'primary' : 'line';
  if (kind === 'cancel_payment') return <CancelPayment entry={entry} label={label} />;
  if (kind === 'check_again') return <CheckAgain entry={entry} label={label} variant={variant} />;
  if ((kind === 'finish_challenge' || kind === 'approve_in_ewallet') && entry.challengeUrl)
    return (
      <Button variant={variant} wide render={<a href={entry.challengeUrl}>{label}</a>}>
        {label}
      </Button>
    );
  const target = remedyHref(entry, kind, href);
  return (
    <Button
      variant={variant}
      wide
      render={isServerPage(target) ? <a href={target}>{label}</a> : <Link to={target} />}
    >
      {label}
    </Button>
  );
}

/** Asks the acquirer or the e-wallet now, instead of waiting for the next time we ask by ourselves. */
function CheckAgain({
  entry,
  label,
  variant,
}: {
  entry: EntryDetail;
  label: string;
  variant: 'primary' | 'line';
}): ReactElement {
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      const id = parseId('tu', entry.id);
      if (!id) return;
      queries.setQueryData(
        entryQuery(entry.id).queryKey,
        await call(api.checkTopUp, { params: { id }, body: {} }),
      );
      await router.invalidate();
    }, [entry.id, queries, router]),
  );
  return (
    <>
      <Button
        variant={variant}
        wide
        busy={submit.busy}
        busyLabel={m.customer_checking_now()}
        onClick={() => void submit.run()}
      >
        {label}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </>
  );
}
