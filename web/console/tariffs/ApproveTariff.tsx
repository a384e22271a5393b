import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDay, formatDeskTime } from '#common/format';
import { minimumText, priceText } from '#common/tariff-text';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { tariffsQuery } from '../session.ts';
import type { Tariff } from './Tariffs.tsx';
import { useTariffDays } from './use-tariff-days.ts';

type Props = {
  tariff: Tariff;
  proposal: NonNullable<Tariff['proposal']>;
  timeZone: string;
  isOwn: boolean;
  onDone: () => void;
};

/** What was proposed beside what holds, for the second pair of eyes. */
export function ApproveTariff({ tariff, proposal, timeZone, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const days = useTariffDays(timeZone);
  const queries = useQueryClient();
  const toast = useToast();
  const { currency, inForce } = tariff;
  const { id, prices, validFrom, note, by, expiresAt } = proposal;
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { announced } = await call(api.decideTariff, { params: { id }, body: { decision } });
      toast(announced ? m.tariffs_announced() : m.console_rule_not_changed());
      await queries.invalidateQueries({ queryKey: tariffsQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
  const least = minimumText(prices, currency, format.locale);
  const leastNow = minimumText(inForce.prices, currency, format.locale);
  const diff = (before: string, after: string): ReactElement =>
    before === after ? (
      <span>{after}</span>
    ) : (
      <span>
        <del className="block text-ink-3">{before}</del>
        <ins className="block font-medium no-underline">{after}</ins>
      </span>
    );
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.console_rule_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            {
              label: m.tariffs_new_price(),
              value: diff(
                priceText(inForce.prices, currency, format.locale),
                priceText(prices, currency, format.locale),
              ),
            },
            ...(least && leastNow ? [{ label: m.tariffs_minimum(), value: diff(leastNow, least) }] : []),
            {
              label: m.tariffs_from(),
              value: <span className="num">{formatDay(validFrom, days)}</span>,
            },
            { label: m.tariffs_why(), value: note },
            { label: m.console_proposal_by(), value: by.name },
            {
              label: m.console_proposal_until(),
              value: <span className="num">{formatDeskTime(expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      <SecondEyes isOwn={isOwn} approve={m.tariffs_approve()} decide={decide} />
    </section>
  );
}
