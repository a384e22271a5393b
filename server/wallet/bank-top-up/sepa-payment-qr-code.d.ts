declare module 'sepa-payment-qr-code' {
  /** The text of a code by EPC069-12; throws on what the standard does not allow. */
  export default function paymentCode(transfer: {
    name: string;
    iban: string;
    /** In euros; null leaves it to the payer. */
    amount: number | null;
    structuredReference: string;
  }): string;
}
