import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DayBars } from '#ui/DayBars.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import {
  operationsText,
  outcomeWord,
  ruleName,
  ruleReasonWord,
  ruleSentence,
  type StaffRule,
} from '#web/rule-words.ts';
import { staffQuery } from '../session.ts';
import { DecideRule } from './DecideRule.tsx';
import { Hits } from './Hits.tsx';
import { ProposeRule } from './ProposeRule.tsx';

type Props = {
  rule: StaffRule | null;
  onClose: () => void;
  onEdit: (rule: StaffRule) => void;
};

/** One rule: what it does in both languages, its picture, what it matched, and the two steps of switching it. */
export function RuleDrawer({ rule, onClose, onEdit }: Props): ReactElement {
  return (
    <Dialog
      open={rule !== null}
      onClose={onClose}
      title={rule ? ruleName(rule) : m.console_rule()}
      form="drawer"
    >
      {rule ? <Details rule={rule} onDone={onClose} onEdit={() => onEdit(rule)} /> : null}
    </Dialog>
  );
}

function Details({
  rule,
  onDone,
  onEdit,
}: {
  rule: StaffRule;
  onDone: () => void;
  onEdit: () => void;
}): ReactElement {
  const format = useTimeFormat();
  const { data: staff } = useQuery(staffQuery);
  const { proposal, liveVersion, version, currency } = rule;
  const other = format.locale === 'en' ? 'zh-CN' : 'en';
  return (
    <div className="grid gap-5 pb-6">
      <div className="grid gap-2">
        <p>{ruleSentence(rule, { locale: format.locale, currency })}</p>
        <p lang={other} className="text-13 text-ink-2">
          {ruleSentence(rule, { locale: other, currency })}
        </p>
      </div>
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_rule_operations(), value: operationsText(rule.operations, format.locale) },
          { label: m.console_rule_outcome(), value: outcomeWord(rule.outcome) },
          { label: m.console_rule_reason(), value: ruleReasonWord(rule.reason) },
          { label: m.console_rule_version(), value: <span className="num">{version}</span> },
          { label: m.console_rule_by(), value: `${rule.by.name} · ${formatDeskTime(rule.at, format)}` },
          {
            label: m.console_rule_state(),
            value:
              liveVersion === null
                ? m.console_rule_off()
                : liveVersion === version
                  ? m.console_rule_live()
                  : m.console_rule_live_older({ version: liveVersion }),
          },
        ]}
      />
      {rule.hits.length > 0 ? (
        <DayBars
          label={m.console_hits_by_day()}
          days={rule.hits.map(({ day, hits }) => ({
            day,
            part: hits,
            whole: hits,
            spoken: m.console_hits_on_day({ day, count: hits }),
          }))}
        />
      ) : null}
      {proposal ? (
        <DecideRule proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
      ) : (
        <>
          {liveVersion === version ? null : (
            <ProposeRule id={rule.id} version={version} change="on" onDone={onDone} />
          )}
          {liveVersion === null ? null : (
            <ProposeRule id={rule.id} version={liveVersion} change="off" onDone={onDone} />
          )}
          <div>
            <Button onClick={onEdit}>{m.console_rule_edit()}</Button>
          </div>
        </>
      )}
      <Hits id={rule.id} />
    </div>
  );
}
