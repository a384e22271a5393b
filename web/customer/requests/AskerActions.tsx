import { useCallback, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useNow } from '#ui/clock.ts';
import { CopyButton } from '#ui/CopyButton.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { QrPicture } from '../code/QrPicture.tsx';
import type { MoneyRequest } from './request-query.ts';
import { useChangedRequest } from './use-changed-request.ts';

/** What the asker of an open request can do: hand its link on, remind once, take it back. */
export function AskerActions({ request }: { request: MoneyRequest }): ReactElement {
  const format = useTimeFormat();
  const show = useChangedRequest();
  const moment = useNow(60);
  const { id, link, code, remindFrom } = request;
  const remind = useSubmit(
    useCallback(
      async () => show(await call(moneyRequestApi.remindMoneyRequest, { params: { id }, body: {} })),
      [id, show],
    ),
  );
  const cancel = useSubmit(
    useCallback(
      async () => show(await call(moneyRequestApi.cancelMoneyRequest, { params: { id }, body: {} })),
      [id, show],
    ),
  );
  const isEarly = remindFrom !== null && Date.parse(remindFrom) > moment;
  const failure = remind.failure ?? cancel.failure;
  return (
    <>
      {link && code ? (
        <Section title={m.persons_link_title()}>
          <QrPicture text={code} name={`okpay-${id.slice(-8)}`} />
          <p className="prose mt-4 text-ink-2">{m.persons_ask_link_hint()}</p>
          <div className="mt-3 grid grid-cols-[1fr_auto] items-center gap-2 rounded-control bg-well px-4 py-3">
            <span className="min-w-0 text-13 [overflow-wrap:anywhere]">{link}</span>
            <CopyButton text={link} what={m.persons_link_title()} />
          </div>
        </Section>
      ) : null}
      <div className="grid gap-3">
        {remindFrom === null ? null : isEarly ? (
          <p className="text-13 text-ink-2">
            {m.persons_remind_from({ when: formatTime(remindFrom, format) })}
          </p>
        ) : (
          <Button wide busy={remind.busy} busyLabel={m.persons_reminding()} onClick={() => void remind.run()}>
            {m.persons_remind()}
          </Button>
        )}
        <Button
          variant="danger-line"
          wide
          busy={cancel.busy}
          busyLabel={m.persons_cancelling()}
          onClick={() => void cancel.run()}
        >
          {m.persons_cancel()}
        </Button>
        {failure ? (
          <p className="hint bad" role="alert">
            {failure}
          </p>
        ) : null}
      </div>
    </>
  );
}
