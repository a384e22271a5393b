import { useCallback, useState, type ReactElement } from 'react';
import { REPLAY_DAYS_MAX } from '#common/api/console-rules';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { type Currency, fromWire } from '#common/money';
import type { RuleForm } from '#common/risk-rule';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { DayBars } from '#ui/DayBars.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import type { RuleReplay } from '#web/rule-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { Hit } from './Hits.tsx';

const DAYS = [7, 30, REPLAY_DAYS_MAX] as const;

/** What the rule would have done to the payments and top-ups of some days, before anybody switches it on. */
export function Replay({ rule, currency }: { rule: RuleForm | null; currency: Currency }): ReactElement {
  const [days, setDays] = useState('30');
  const [result, setResult] = useState<RuleReplay | null>(null);
  const submit = useSubmit(
    useCallback(async () => {
      if (!rule) return;
      setResult(null);
      setResult(await call(api.replayRule, { body: { rule, days: Number(days), currency } }));
    }, [currency, days, rule]),
  );
  return (
    <section className="grid gap-4">
      <h2 className="text-17 font-semibold">{m.console_replay()}</h2>
      <p className="prose text-ink-2">{m.console_replay_lead()}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={m.console_replay_days()}>
          <Select
            value={days}
            onChange={setDays}
            options={DAYS.map((each) => ({ value: String(each), label: String(each) }))}
          />
        </Field>
        <Button
          busy={submit.busy}
          busyLabel={m.console_replay_busy()}
          unavailable={rule ? null : m.console_rule_incomplete()}
          onClick={() => void submit.run()}
        >
          {m.console_replay_button()}
        </Button>
      </div>
      <Hint error={submit.failure} />
      <div aria-live="polite">{result ? <Result result={result} /> : null}</div>
    </section>
  );
}

function Result({ result }: { result: RuleReplay }): ReactElement {
  const locale = useLocale();
  const { payments, hits, differences, byDay } = result;
  if (payments === 0) return <p className="text-ink-2">{m.console_replay_none()}</p>;
  const sum = (of: RuleReplay['money']): string => formatMoney(fromWire(of), { locale });
  const count = (value: number): ReactElement => <span className="num">{value}</span>;
  return (
    <div className="grid gap-4">
      {result.isPartial ? <Banner tone="quiet">{m.console_replay_partial()}</Banner> : null}
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_replay_hits(), value: m.console_replay_of({ hits, payments }) },
          {
            label: m.console_replay_money(),
            value: m.console_replay_of_money({ hit: sum(result.moneyHit), all: sum(result.money) }),
          },
          { label: m.console_replay_caught(), value: count(result.alreadyCaught) },
          { label: m.console_replay_fraud(), value: count(result.fraud) },
          { label: m.console_replay_false(), value: count(result.falseAlarms) },
          { label: m.console_replay_missed(), value: count(result.missedFraud) },
        ]}
      />
      <DayBars
        label={m.console_replay_picture()}
        days={byDay.map((each) => ({
          day: each.day,
          part: each.hits,
          whole: each.payments,
          spoken: m.console_replay_day(each),
        }))}
      />
      {differences === 0 ? (
        <p className="text-13 text-ink-2">{m.console_replay_same()}</p>
      ) : (
        <Banner tone="danger">{m.console_replay_different({ count: differences })}</Banner>
      )}
      {result.shown.map((hit) => (
        <Hit key={hit.operationId} hit={hit} />
      ))}
    </div>
  );
}
