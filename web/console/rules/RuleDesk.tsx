import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { operationsText, outcomeWord, ruleName, ruleReasonWord, type StaffRule } from '#web/rule-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { rulesQuery } from '../session.ts';
import { RuleDrawer } from './RuleDrawer.tsx';
import { RuleEditor } from './RuleEditor.tsx';

/** The rules of payments and top-ups: what is on, what waits, how often each matched; and the form that writes one. */
export function RuleDesk(): ReactElement {
  const query = useQuery(rulesQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const [edited, setEdited] = useState<StaffRule | 'new' | null>(null);
  useEffect(() => {
    document.title = `${m.console_rules()} · OKPay`;
  }, []);
  const desk = query.data;
  const rule = desk?.items.find(({ id }) => id === opened) ?? null;
  if (edited && desk)
    return (
      <RuleEditor
        rule={edited === 'new' ? null : edited}
        currency={edited === 'new' ? desk.currency : edited.currency}
        onClose={() => setEdited(null)}
      />
    );
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 className="text-17 font-semibold">{m.console_rules_title()}</h2>
          {desk ? (
            <p className="prose mt-1 text-ink-2">
              {m.console_rules_lead({ set: desk.set, currency: desk.currency })}
            </p>
          ) : null}
        </div>
        <Button variant="primary" onClick={() => setEdited('new')}>
          {m.console_rules_new()}
        </Button>
      </header>
      <AsyncView<StaffRule[], unknown>
        view={asyncOf<StaffRule[]>({ ...query, data: desk?.items }, (items) => items.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<Scale size={26} aria-hidden="true" />} title={m.console_rules_none()}>
            {m.console_rules_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.console_rules_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(items) => <Table items={items} selected={opened} onOpen={({ id }) => setOpened(id)} />}
      />
      {desk ? (
        <RuleDrawer
          rule={rule}
          onClose={() => setOpened(null)}
          onEdit={(one) => {
            setOpened(null);
            setEdited(one);
          }}
        />
      ) : null}
    </div>
  );
}

function Table({
  items,
  selected,
  onOpen,
}: {
  items: readonly StaffRule[];
  selected: string | null;
  onOpen: (rule: StaffRule) => void;
}): ReactElement {
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[880px]">
        <DeskTable
          caption={m.console_rules_title()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            { key: 'name', head: m.console_rule_name(), cell: ruleName },
            { key: 'about', head: m.console_rule_operations(), cell: (rule) => <About rule={rule} /> },
            { key: 'outcome', head: m.console_rule_outcome(), cell: ({ outcome }) => outcomeWord(outcome) },
            { key: 'why', head: m.console_rule_reason(), cell: ({ reason }) => ruleReasonWord(reason) },
            {
              key: 'hits',
              head: m.console_rule_hits(),
              right: true,
              cell: ({ hits }) => (
                <span className="num">{hits.reduce((sum, each) => sum + each.hits, 0)}</span>
              ),
            },
            { key: 'state', head: m.console_rule_state(), cell: (rule) => <State rule={rule} /> },
          ]}
        />
      </div>
    </div>
  );
}

function About({ rule }: { rule: StaffRule }): ReactElement {
  const locale = useLocale();
  return <>{operationsText(rule.operations, locale)}</>;
}

function State({ rule: { proposal, liveVersion, version } }: { rule: StaffRule }): ReactElement {
  if (proposal) return <Pill status="your_turn">{m.console_rule_waits()}</Pill>;
  if (liveVersion === null) return <Pill status="paused">{m.console_rule_off()}</Pill>;
  return (
    <Pill status="completed">
      {liveVersion === version ? m.console_rule_live() : m.console_rule_live_older({ version: liveVersion })}
    </Pill>
  );
}
