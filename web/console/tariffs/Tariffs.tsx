import { useQuery } from '@tanstack/react-query';
import { Tag } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { TARIFF_KINDS, type TariffKind } from '#common/tariff';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { tariffsQuery } from '../session.ts';
import { TariffDrawer } from './TariffDrawer.tsx';
import { TariffTable } from './TariffTable.tsx';

export type TariffDesk = OkOf<typeof api.tariffs>;
export type Tariff = TariffDesk['items'][number];

const KINDS: Record<TariffKind, () => string> = {
  card_top_up: m.tariffs_kind_card_top_up,
  ewallet_top_up: m.tariffs_kind_ewallet_top_up,
  bank_top_up: m.tariffs_kind_bank_top_up,
  withdrawal: m.tariffs_kind_withdrawal,
  exchange: m.tariffs_kind_exchange,
  cross_border: m.tariffs_kind_cross_border,
  cross_border_corridor: m.tariffs_kind_cross_border_corridor,
};

/** Every price with its versions, and the way to another one; j, k and Enter go through them. */
export function Tariffs(): ReactElement {
  const query = useQuery(tariffsQuery);
  const [kind, setKind] = useState<TariffKind>('card_top_up');
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.tariffs_title()} · OKPay`;
  }, []);
  const items = query.data?.items.filter((each) => each.kind === kind);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header className="grid justify-items-start gap-3">
        <div>
          <h2 className="text-17 font-semibold">{m.tariffs_title()}</h2>
          <p className="prose mt-1 text-ink-2">
            {m.tariffs_lead()} <TextLink render={<a href="/fees">{null}</a>}>{m.tariffs_public()}</TextLink>
          </p>
        </div>
        <div className="w-full max-w-[320px]">
          <Field label={m.tariffs_kind()}>
            <Select
              name="kind"
              value={kind}
              onChange={setKind}
              options={TARIFF_KINDS.map((value) => ({ value, label: KINDS[value]() }))}
            />
          </Field>
        </div>
      </header>
      <AsyncView<Tariff[], unknown>
        view={asyncOf<Tariff[]>({ ...query, data: items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={8} />}
        empty={() => <EmptyState icon={<Tag size={26} aria-hidden="true" />} title={m.tariffs_none()} />}
        failed={(error) => (
          <FailedState
            title={m.tariffs_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => (
          <TariffTable
            items={list}
            timeZone={query.data?.timeZone ?? 'UTC'}
            selected={opened}
            onOpen={({ key }) => setOpened(key)}
          />
        )}
      />
      <TariffDrawer
        tariff={items?.find(({ key }) => key === opened) ?? null}
        desk={query.data ?? null}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}
