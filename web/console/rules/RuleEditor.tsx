import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { Currency } from '#common/money';
import {
  type Condition,
  CONDITIONS_MAX,
  isReasonOf,
  lackOf,
  REASONS_OF,
  RULE_OPERATIONS,
  RULE_OUTCOMES,
  type RuleForm,
  type RuleOperation,
  type RuleOutcome,
  type RuleReason,
} from '#common/risk-rule';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import {
  operationWord,
  outcomeWord,
  ruleName,
  ruleReasonWord,
  ruleSentence,
  type StaffRule,
} from '#web/rule-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { rulesQuery } from '../session.ts';
import { ConditionFields, NEW_CONDITION } from './ConditionFields.tsx';
import { Replay } from './Replay.tsx';

type Props = { rule: StaffRule | null; currency: Currency; onClose: () => void };

const EMPTY: RuleForm = {
  name: '',
  operations: ['transfer'],
  outcome: 'step_up',
  reason: 'unusual',
  conditions: [NEW_CONDITION],
};

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
          <Operations form={form} onChange={setForm} />
          <fieldset className="grid gap-4">
            <legend className="label">{m.console_rule_conditions()}</legend>
            {form.conditions.map((condition, place) => (
              <ConditionFields
                key={place}
                number={place + 1}
                condition={condition}
                operations={form.operations}
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
  operations: rule.operations,
  outcome: rule.outcome,
  reason: rule.reason,
  conditions: rule.conditions,
});

const LACKS: Record<NonNullable<ReturnType<typeof lackOf>>, () => string> = {
  input: m.console_rule_incomplete,
  operations: m.console_rule_needs_operation,
  facts: m.console_rule_facts_do_not_fit,
  amount: m.console_rule_needs_amount,
};
const lackWord = (lack: keyof typeof LACKS): string => LACKS[lack]();

type Change = { form: RuleForm; onChange: (form: RuleForm) => void };

/** What the rule is about; a reason that does not fit any more gives way to the first that does. */
function Operations({ form, onChange }: Change): ReactElement {
  const toggle = (operation: RuleOperation, on: boolean): void => {
    const operations = RULE_OPERATIONS.filter((each) =>
      each === operation ? on : form.operations.includes(each),
    );
    const [first] = reasonsOf({ ...form, operations });
    const reason = isReasonOf(form.reason, operations) ? form.reason : (first ?? form.reason);
    onChange({ ...form, operations, reason });
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="label">{m.console_rule_operations()}</legend>
      {RULE_OPERATIONS.map((operation) => (
        <Checkbox
          key={operation}
          checked={form.operations.includes(operation)}
          onChange={(on) => toggle(operation, on)}
        >
          {operationWord(operation)}
        </Checkbox>
      ))}
    </fieldset>
  );
}

const reasonsOf = ({ outcome, operations }: RuleForm): RuleReason[] =>
  REASONS_OF[outcome].filter((reason) => isReasonOf(reason, operations));

function Outcome({ form, onChange }: Change): ReactElement {
  const reasons = reasonsOf(form);
  const choose = (outcome: RuleOutcome): void => {
    const [first = REASONS_OF[outcome][0]] = reasonsOf({ ...form, outcome });
    onChange({ ...form, outcome, reason: first });
  };
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
