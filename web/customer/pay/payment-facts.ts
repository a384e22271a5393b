import * as m from '#messages';
import type { Payee } from './FindPayee.tsx';

/** What a person confirms, shown exactly wherever a proof of it is asked for. */
export const paymentFacts = (
  { maskedName, handle }: Payee,
  amount: string,
): { label: string; value: string }[] => [
  {
    label: m.customer_pay_payee(),
    value: handle ? `${maskedName} @${handle.replace(/^@/, '')}` : maskedName,
  },
  { label: m.customer_pay_total(), value: amount },
];
