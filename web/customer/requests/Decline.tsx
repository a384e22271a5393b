import { useCallback, useState, type ReactElement } from 'react';
import { moneyRequestApi, REPORT_GROUNDS, type ReportGround } from '#common/api/money-request';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { Link } from '@tanstack/react-router';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { MoneyRequest } from './request-query.ts';
import { useChangedRequest } from './use-changed-request.ts';

const GROUND_WORDS: Record<ReportGround, () => string> = {
  not_known: m.persons_report_not_known,
  not_owed: m.persons_report_not_owed,
  pretends: m.persons_report_pretends,
  threatens: m.persons_report_threatens,
};

/** Says no; on wish to everything from this person, and with a report. */
export function Decline({ request }: { request: MoneyRequest }): ReactElement {
  const [asking, setAsking] = useState(false);
  const [block, setBlock] = useState(false);
  const [reports, setReports] = useState(false);
  const [ground, setGround] = useState<ReportGround>('not_known');
  const show = useChangedRequest();
  const { id, person } = request;
  const name = person?.maskedName ?? '';
  const submit = useSubmit(
    useCallback(async () => {
      const body = { block, report: reports ? ground : null };
      show(await call(moneyRequestApi.declineMoneyRequest, { params: { id }, body }));
      setAsking(false);
    }, [block, ground, id, reports, show]),
  );
  return (
    <>
      <Button wide onClick={() => setAsking(true)}>
        {m.persons_decline()}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.persons_decline_title({ name })}>
        <p className="prose text-ink-2">{m.persons_decline_text({ name })}</p>
        <div className="mt-4 grid gap-3">
          <Checkbox checked={block} onChange={setBlock}>
            {m.persons_decline_block()}
          </Checkbox>
          <Checkbox checked={reports} onChange={setReports}>
            {m.persons_decline_report()}
          </Checkbox>
          {reports ? (
            <>
              <Field label={m.persons_report_why()}>
                <Select
                  value={ground}
                  options={REPORT_GROUNDS.map((value) => ({ value, label: GROUND_WORDS[value]() }))}
                  onChange={setGround}
                />
              </Field>
              <p className="prose text-13 text-ink-2">
                {m.persons_report_told()}{' '}
                <TextLink inherit render={<Link to="/help-me" />}>
                  {m.persons_talk()}
                </TextLink>
              </p>
            </>
          ) : null}
          {submit.failure ? (
            <p className="hint bad" role="alert">
              {submit.failure}
            </p>
          ) : null}
          <Button
            variant="danger-line"
            wide
            busy={submit.busy}
            busyLabel={m.persons_declining()}
            onClick={() => void submit.run()}
          >
            {m.persons_decline_do()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.persons_decline_keep()}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
