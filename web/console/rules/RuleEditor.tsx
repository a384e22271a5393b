import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { Currency } from '#common/money';
import {
  type Condition,
  CONDITIONS_MAX,
  lackOf,
  REASONS_OF,
  RULE_OUTCOMES,
  type RuleForm,
  type RuleOutcome,
  type RuleReason,
} from '#common/risk-rule';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { outcomeWord, ruleName, ruleReasonWord, ruleSentence, type StaffRule } from '#web/rule-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { rulesQuery } from '../session.ts';
import { ConditionFields, NEW_CONDITION } from './ConditionFields.tsx';
import { Replay } from './Replay.tsx';

type Props = { rule: StaffRule | null; currency: Currency; onClose: () => void };

const EMPTY: RuleForm = { name: '', outcome: 'step_up', reason: 'unusual', conditions: [NEW_CONDITION] };

/** Writes a rule, or the next version of one; beside it what it does in both languages, and what it would have done. */
export function RuleEditor({ rule, currency, onClose }: Props): ReactElement {
  const [form, setForm] = useState<RuleForm>(rule ? formOf(rule) : EMPTY);
  const queries = useQueryClient();
  const toast = useToast();
  const locale = useLocale();
  const lack = lackOf(form);
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.writeRule, { body: { id: rule?.id ?? null, rule: form } });
      toast(m.console_rule_saved());
      await queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onClose();
    }, [form, onClose, queries, rule, toast]),
  );
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const setCondition = (place: number, next: Condition): void =>
    setForm({ ...form, conditions: form.conditions.map((each, at) => (at === place ? next : each)) });
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <div>
        <Button onClick={onClose}>
          <ArrowLeft size={18} aria-hidden="true" />
          {m.console_rule_back()}
        </Button>
      </div>
      <div className="grid items-start gap-8 min-[1100px]:grid-cols-2">
        <form onSubmit={save} className="grid gap-5" noValidate>
          <h2 className="text-17 font-semibold">{rule ? m.console_rule_edit() : m.console_rules_new()}</h2>
          <Field label={m.console_rule_name()}>
            <TextInput
              value={form.name}
              maxLength={80}
              name="name"
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          </Field>
          <fieldset className="grid gap-4">
            <legend className="label">{m.console_rule_conditions()}</legend>
            {form.conditions.map((condition, place) => (
              <ConditionFields
                key={place}
                number={place + 1}
                condition={condition}
                currency={currency}
                onChange={(next) => setCondition(place, next)}
                onRemove={
                  form.conditions.length > 1
                    ? () => setForm({ ...form, conditions: form.conditions.filter((_, at) => at !== place) })
                    : null
                }
              />
            ))}
            {form.conditions.length < CONDITIONS_MAX ? (
              <div>
                <Button onClick={() => setForm({ ...form, conditions: [...form.conditions, NEW_CONDITION] })}>
                  {m.console_rule_add()}
                </Button>
              </div>
            ) : null}
          </fieldset>
          <Outcome form={form} onChange={setForm} />
          <div className="grid gap-1 rounded-card bg-well p-4">
            <p>{lack === null ? ruleSentence(form, { locale, currency }) : lackWord(lack)}</p>
            {lack === null ? (
              <p lang={other} className="text-13 text-ink-2">
                {ruleSentence(form, { locale: other, currency })}
              </p>
            ) : null}
          </div>
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={submit.busy}
              busyLabel={m.console_rule_saving()}
              unavailable={lack === null ? null : lackWord(lack)}
            >
              {m.console_rule_save()}
            </Button>
            <Hint error={submit.failure} />
          </div>
        </form>
        <Replay rule={lack === null ? form : null} currency={currency} />
      </div>
    </div>
  );
}

const formOf = (rule: StaffRule): RuleForm => ({
  name: ruleName(rule),
  outcome: rule.outcome,
  reason: rule.reason,
  conditions: rule.conditions,
});

const lackWord = (lack: 'input' | 'amount'): string =>
  lack === 'amount' ? m.console_rule_needs_amount() : m.console_rule_incomplete();

function Outcome({ form, onChange }: { form: RuleForm; onChange: (form: RuleForm) => void }): ReactElement {
  const reasons: readonly RuleReason[] = REASONS_OF[form.outcome];
  const choose = (outcome: RuleOutcome): void =>
    onChange({ ...form, outcome, reason: REASONS_OF[outcome][0] });
  return (
    <div className="grid gap-4 min-[720px]:grid-cols-2">
      <Field label={m.console_rule_outcome()}>
        <Select
          value={form.outcome}
          onChange={choose}
          options={RULE_OUTCOMES.map((value) => ({ value, label: outcomeWord(value) }))}
        />
      </Field>
      <Field label={m.console_rule_reason()}>
        <Select
          value={form.reason}
          onChange={(reason) => onChange({ ...form, reason })}
          options={reasons.map((value) => ({ value, label: ruleReasonWord(value) }))}
        />
      </Field>
    </div>
  );
}
