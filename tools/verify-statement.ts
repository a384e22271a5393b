// Checks a file of a statement that somebody was shown, without OKPay: `node tools/verify-statement.ts FILE proof.json keys.json`. The
// proof is saved beside the file, the keys come from `/.well-known/okpay-keys.json`. Says what the statement says and ends with 0, or what
// is wrong and ends with 1.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { statementPaperSchema } from '../common/api/statement.ts';
import { checkPaper, type PaperFault } from '../common/signed-paper.ts';
import type { PublishedKey } from '../common/signature.ts';

const FAULTS: Record<PaperFault | 'other_file', string> = {
  malformed: 'This is not the proof of a statement, or not a whole one.',
  not_signed: 'The proof was changed, or the key that it names did not sign it.',
  key_unknown: 'It names a key that is not among these keys.',
  key_revoked: 'Its key was reported stolen: it proves nothing any more. Ask for a new one.',
  other_file: 'The proof is genuine, but this file is none of those that it names.',
};

const [file, proofFile, keysFile] = process.argv.slice(2);
if (file === undefined || proofFile === undefined || keysFile === undefined) {
  process.stderr.write('usage: node tools/verify-statement.ts FILE proof.json keys.json\n');
  process.exit(2);
}
const proof: unknown = JSON.parse(readFileSync(proofFile, 'utf8'));
const { keys } = JSON.parse(readFileSync(keysFile, 'utf8')) as { keys: PublishedKey[] };
const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
const paper = statementPaperSchema.safeParse(proof);
const fault = paper.success ? await checkPaper(proof, keys) : 'malformed';
const isNamed = paper.data?.files.some((each) => each.sha256 === sha256) === true;
const wrong = fault ?? (isNamed ? null : 'other_file');
if (wrong === null && paper.data) {
  const { holder, account, currency, from, to, opening, in: moneyIn, out, closing, lines } = paper.data;
  process.stdout.write(
    `Genuine. Account ${account} of ${holder}, ${from} to ${to}: opening ${opening}, in ${moneyIn}, out ${out}, closing ${closing} minor units of ${currency}, ${lines} lines\n`,
  );
} else {
  process.stdout.write(`${FAULTS[wrong ?? 'malformed']}\n`);
  process.exitCode = 1;
}
