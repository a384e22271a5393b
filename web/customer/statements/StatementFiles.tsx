import { useCallback, useState, type ReactElement } from 'react';
import { statementApi } from '#common/api/statement';
import { urlOf } from '#common/api/client';
import type { Locale } from '#common/locale';
import { STATEMENT_FORMS, type StatementForm } from '#common/statement';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Section } from '#ui/Section.tsx';
import { Select } from '#ui/Select.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { FORM_HINTS, FORM_WORDS } from '#web/statement-words.ts';
import { saveFile } from '#web/save-file.ts';
import { useSubmit } from '#web/use-submit.ts';
import { useProven } from '../access/use-proven.tsx';
import type { Figures } from './StatementPage.tsx';

type Issued = { id: string; code: string };
const LANGUAGES: readonly { value: Locale; label: string }[] = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
];

/** The statement as a file. It is issued with the first one; every form of it then carries the same code. */
export function StatementFiles({ figures }: { figures: Figures }): ReactElement {
  const [form, setForm] = useState<StatementForm>('pdf');
  const [language, setLanguage] = useState<Locale>(useLocale());
  const [issued, setIssued] = useState<Issued | null>(null);
  const toast = useToast();
  const { run, sheet } = useProven();
  const { currency, from, to } = figures;
  const issue = useSubmit(
    useCallback(async () => {
      const now =
        issued ?? (await run(() => call(statementApi.issueStatement, { body: { currency, from, to } })));
      if (!now) return;
      setIssued(now);
      download(urlOf(statementApi.statementFile, { params: { id: now.id }, query: { form, language } }));
      toast(m.statement_saving());
    }, [currency, form, from, issued, language, run, to, toast]),
  );
  return (
    <Section title={m.statement_files()}>
      <Card pad className="grid gap-4">
        <Field label={m.statement_form()} hint={FORM_HINTS[form]()} optional="unsaid">
          <Select
            value={form}
            onChange={setForm}
            options={STATEMENT_FORMS.map((value) => ({ value, label: FORM_WORDS[value]() }))}
          />
        </Field>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <SegmentedControl
            label={m.statement_language()}
            value={language}
            options={LANGUAGES}
            onChange={setLanguage}
          />
          <Button
            variant="primary"
            busy={issue.busy}
            busyLabel={m.statement_issuing()}
            onClick={() => void issue.run()}
          >
            {m.statement_download({ form: FORM_WORDS[form]() })}
          </Button>
        </div>
        {issue.failure ? (
          <p className="hint bad" role="alert">
            {issue.failure}
          </p>
        ) : null}
        {issued ? <Code issued={issued} /> : <p className="text-13 text-ink-3">{m.statement_proof_hint()}</p>}
      </Card>
      {sheet}
    </Section>
  );
}

/** By which anybody checks it, and the signed paper for whoever checks without asking us. */
function Code({ issued: { id, code } }: { issued: Issued }): ReactElement {
  const save = useSubmit(
    useCallback(async () => {
      const paper = await call(statementApi.statementPaper, { params: { id } });
      const text = JSON.stringify(paper, null, 2);
      saveFile(`${id}.proof.json`, new Blob([text], { type: 'application/json' }));
    }, [id]),
  );
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      <div className="flex items-center justify-between gap-3">
        <span>
          <span className="block text-13 text-ink-2">{m.statement_head_code()}</span>
          <b className="num" data-testid="statement-code">
            {code}
          </b>
        </span>
        <CopyButton text={code} what={m.statement_head_code()} />
      </div>
      <p className="text-13 text-ink-2">
        {m.statement_code_text()}{' '}
        <a className="link" href={`/verify#${code}`} target="_blank" rel="noreferrer">
          {m.statement_code_page()}
        </a>
      </p>
      <div>
        <Button size="small" busy={save.busy} onClick={() => void save.run()}>
          {m.statement_save_proof()}
        </Button>
      </div>
      {save.failure ? (
        <p className="hint bad" role="alert">
          {save.failure}
        </p>
      ) : null}
    </div>
  );
}

/** The browser fetches it itself, so that a long file never has to fit into this page. */
function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
