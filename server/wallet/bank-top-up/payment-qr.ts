import QRCode from 'qrcode';
import paymentCode from 'sepa-payment-qr-code';
import type { DebtorAccount } from '#connectors';

/** Letters of a name in the code (EPC069-12). */
const NAME_MAX = 70;

type Transfer = { readonly name: string; readonly account: DebtorAccount; readonly reference: string };

/** What a banking app reads: account and reference, no amount, so that it is typed once. Standard: EPC069-12, for euros to an IBAN alone. */
export const paymentCodeOf = ({ name, account, reference }: Transfer): string =>
  paymentCode({
    name: Array.from(name).slice(0, NAME_MAX).join(''),
    iban: account.number,
    amount: null,
    structuredReference: reference,
  });

/** The same as a picture, an SVG. */
export const paymentQr = (transfer: Transfer): Promise<string> =>
  QRCode.toString(paymentCodeOf(transfer), { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
