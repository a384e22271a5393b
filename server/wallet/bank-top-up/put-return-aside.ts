import type { CorrespondentWord } from '#connectors';
import { zero } from '#common/money';
import { lockAccounts } from '#ledger';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { sealPayer } from './sealed.ts';
import { railAccounts, suspendMoney } from './settle.ts';
import { insertTopUps, isReturnKnown } from './store.ts';

type Returned = Extract<CorrespondentWord, { kind: 'returned' }>;
/** Letters of a key that fit; longer ones are told by their digest. */
const KEY_MAX = 200;

/** Two payments may come back under one reference, so the payment that the bank named is a part of the key. */
function bookingOf({ payment, reference }: Returned): string {
  const key = `${payment} ${reference}`;
  return key.length <= KEY_MAX ? key : sha256(Buffer.from(key)).toString('hex');
}

/**
 * The correspondent sent back what nobody here has sent: it stands on our account there, so it stands in our books, beside other money without an
 * owner. Once, however often it is told. Nothing of it goes back by itself: there is no payer whom we know.
 */
export async function putReturnAside(
  tx: Tx,
  { clock, keys }: Pick<WalletDeps, 'clock' | 'keys'>,
  { word, message }: { readonly word: Returned; readonly message: bigint },
): Promise<void> {
  const { amount, payment, reference, bankCode } = word;
  const { currency } = amount;
  const booking = bookingOf(word);
  const rail = await railAccounts(tx, clock, currency, 'rail:correspondent');
  await lockAccounts(tx, Object.values(rail));
  if (await isReturnKnown(tx, { booking, currency })) return;
  const id = newId('bt');
  const takenAt = clock.now();
  const payer = { name: '', number: '', scheme: 'iban', bankCode: null } as const;
  await insertTopUps(tx, [
    {
      id,
      booking,
      part: 0,
      rail: 'rail:correspondent',
      report: message,
      amount,
      sent: null,
      bookedOn: takenAt.toZonedDateTimeISO('UTC').toPlainDate(),
      box: sealPayer(keys, id, {
        payer,
        texts: [payment, reference, bankCode].filter((text) => text !== ''),
      }),
      payerCountry: null,
      payerLast4: null,
      reference: null,
      customer: null,
      state: 'put_aside',
      why: 'returned_abroad',
      fee: zero(currency),
      tariff: null,
      goesBackAt: null,
      takenAt,
      settledAt: null,
    },
  ]);
  await suspendMoney(tx, clock, [{ id, amount, rail }]);
}
