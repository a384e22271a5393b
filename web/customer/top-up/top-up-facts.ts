import { cardText } from '#common/card-scheme';
import { formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { fromWire } from '#common/money';
import * as m from '#messages';
import type { DefinitionRow } from '#ui/DefinitionRows.tsx';
import type { Card } from './frame-message.ts';
import type { Quote } from './use-top-up-form.ts';

/** What a person confirms of a top-up, shown exactly wherever a proof of it is asked for. */
export const topUpFacts = (quote: Quote, card: Card | null, locale: Locale): DefinitionRow[] => [
  { label: m.customer_top_up_source(), value: card ? cardText(card) : m.customer_card() },
  { label: m.customer_top_up_into_balance(), value: formatMoney(fromWire(quote.credited), { locale }) },
  { label: m.customer_top_up_charged(), value: formatMoney(fromWire(quote.total), { locale }) },
];
