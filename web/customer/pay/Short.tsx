import type { ReactElement } from 'react';
import { formatMoney } from '#common/format';
import type { Money } from '#common/money';
import * as m from '#messages';
import { useLocale } from '#ui/i18n.ts';
import { TextLink } from '#ui/TextLink.tsx';

/** More than there is: what there is, and the largest payment or the way to more money. */
export function Short({ available, onTake }: { available: Money; onTake: () => void }): ReactElement {
  const locale = useLocale();
  const text = formatMoney(available, { locale });
  return (
    <>
      {m.customer_pay_short({ amount: text })}{' '}
      {available.minor > 0n ? (
        <TextLink inherit onPress={onTake}>
          {m.customer_pay_take({ amount: text })}
        </TextLink>
      ) : (
        <TextLink inherit href="/top-up">
          {m.customer_top_up_by_card()}
        </TextLink>
      )}
    </>
  );
}
