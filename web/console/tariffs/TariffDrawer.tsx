import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatDay } from '#common/format';
import { minimumText, priceText, tariffName } from '#common/tariff-text';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { staffQuery } from '../session.ts';
import { ApproveTariff } from './ApproveTariff.tsx';
import { ProposeTariff } from './ProposeTariff.tsx';
import type { Tariff, TariffDesk } from './Tariffs.tsx';
import { useTariffDays } from './use-tariff-days.ts';

type Props = { tariff: Tariff | null; desk: TariffDesk | null; onClose: () => void };

/** One price: what holds, what is announced, what waits for a colleague or the way to another price, and every version with its people. */
export function TariffDrawer({ tariff, desk, onClose }: Props): ReactElement {
  const { locale } = useTimeFormat();
  const title = tariff ? tariffName(tariff.kind, tariff.key, locale) : m.tariffs_one();
  return (
    <Dialog open={tariff !== null} onClose={onClose} title={title} form="drawer">
      {tariff && desk ? <Details key={tariff.key} tariff={tariff} desk={desk} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({
  tariff,
  desk,
  onDone,
}: {
  tariff: Tariff;
  desk: TariffDesk;
  onDone: () => void;
}): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const format = useTariffDays(desk.timeZone);
  const { currency, inForce, upcoming, proposal } = tariff;
  const least = minimumText(inForce.prices, currency, format.locale);
  const price = (version: Tariff['inForce']): ReactElement => (
    <span>{priceText(version.prices, currency, format.locale)}</span>
  );
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={[
          { label: m.tariffs_price(), value: <b>{price(inForce)}</b> },
          ...(least ? [{ label: m.tariffs_minimum(), value: <span className="num">{least}</span> }] : []),
          {
            label: m.tariffs_since(),
            value: <span className="num">{formatDay(inForce.validFrom, format)}</span>,
          },
          ...upcoming.map((next) => ({
            label: m.tariffs_next(),
            value: (
              <span>
                {m.tariffs_next_from({
                  price: priceText(next.prices, currency, format.locale),
                  day: formatDay(next.validFrom, format),
                })}
              </span>
            ),
          })),
        ]}
      />
      {proposal ? (
        <ApproveTariff
          tariff={tariff}
          proposal={proposal}
          timeZone={desk.timeZone}
          isOwn={staff?.id === proposal.by.id}
          onDone={onDone}
        />
      ) : (
        <ProposeTariff tariff={tariff} desk={desk} onDone={onDone} />
      )}
      <Versions tariff={tariff} timeZone={desk.timeZone} />
    </div>
  );
}

/** Every version, the newest first, with who proposed and who approved it. */
function Versions({
  tariff: { currency, upcoming, inForce, earlier },
  timeZone,
}: {
  tariff: Tariff;
  timeZone: string;
}): ReactElement {
  const format = useTariffDays(timeZone);
  return (
    <section className="grid gap-2">
      <h3 className="text-15 font-semibold">{m.tariffs_history()}</h3>
      <ul className="grid gap-3">
        {[...upcoming.toReversed(), inForce, ...earlier].map(({ version, prices, validFrom, by }) => (
          <li key={version}>
            <span className="block">
              {m.tariffs_version_from({ version, day: formatDay(validFrom, format) })}:{' '}
              {priceText(prices, currency, format.locale)}
            </span>
            <span className="block text-13 text-ink-2">{by ? m.tariffs_by(by) : m.tariffs_installed()}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
