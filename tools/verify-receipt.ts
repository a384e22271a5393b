// Checks a receipt that somebody was shown: `node tools/verify-receipt.ts receipt.json keys.json`. It needs no OKPay, only the receipt and
// the published keys (`/.well-known/okpay-keys.json`, kept or fetched); the check itself is one function without dependencies, in
// common/verify-receipt.ts. Says what is proved and ends with 0, or what is wrong and ends with 1.
import { readFileSync } from 'node:fs';
import { type Receipt, type ReceiptFault, verifyReceipt } from '../common/verify-receipt.ts';

const FAULTS: Record<ReceiptFault, string> = {
  malformed: 'This is not a receipt, or not a whole one.',
  altered: 'It was changed after it was issued: its bytes do not lead to the block that they name.',
  not_signed: 'The key that it names did not sign its block.',
  key_unknown: 'It names a key that is not among these keys.',
  key_revoked:
    'Its key was reported stolen: it proves nothing any more. Whoever it belongs to can fetch a new one.',
};

const [receiptFile, keysFile] = process.argv.slice(2);
if (receiptFile === undefined || keysFile === undefined) {
  process.stderr.write('usage: node tools/verify-receipt.ts receipt.json keys.json\n');
  process.exit(2);
}
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const receipt = read(receiptFile) as Receipt;
const { keys } = read(keysFile) as { keys: Parameters<typeof verifyReceipt>[1] };
const { fault, transfers } = await verifyReceipt(receipt, keys);
if (fault === null) {
  process.stdout.write(`Genuine. ${receipt.entry} stands in the ledger with:\n`);
  for (const { seq, kind, amount, currency, debitAccount, creditAccount, postedAt, sealedAt } of transfers)
    process.stdout.write(
      `  transfer ${seq}, kind ${kind}: ${amount} minor units of ${currency} from account ${debitAccount} to account ${creditAccount}, posted ${postedAt}, sealed ${sealedAt}\n`,
    );
} else {
  process.stdout.write(`${FAULTS[fault]}\n`);
  process.exitCode = 1;
}
