// Checks the record of a case that somebody was shown: `node tools/verify-case-record.ts record.json keys.json`. It needs no OKPay, only
// the file and the published keys (`/.well-known/okpay-keys.json`, kept or fetched). Says what it found and ends with 0 or 1.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { supportApi } from '#common/api/support';
import { verifyCaseRecord, type RecordFault } from '#common/case-record';

const FAULTS: Record<RecordFault, string> = {
  not_a_record: 'This is not the record of a case.',
  key_unknown: 'It names a key that is not among these keys.',
  key_revoked: 'Its key was reported stolen: the record proves nothing any more.',
  key_not_yet_valid: 'It claims a time at which its key did not exist yet.',
  altered: 'It was changed after it was signed.',
  evidence_altered: 'The evidence in it was changed after it was signed.',
  out_of_order: 'Its messages do not stand in the order in which they were written.',
};

const [recordFile, keysFile] = process.argv.slice(2);
if (recordFile === undefined || keysFile === undefined) {
  process.stderr.write('usage: node tools/verify-case-record.ts record.json keys.json\n');
  process.exit(2);
}
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const { keys } = z.parse(supportApi.publicKeys.ok, read(keysFile));
const outcome = await verifyCaseRecord(read(recordFile), keys);
if (outcome.ok) {
  const { record } = outcome;
  process.stdout.write(
    `Unchanged. ${record.case.id}, ${record.messages.length} messages, issued ${record.issuedAt}, key ${record.keyId}.\n`,
  );
} else {
  process.stdout.write(`${FAULTS[outcome.fault]}\n`);
  process.exitCode = 1;
}
