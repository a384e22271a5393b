import type { StatementPaper } from '#common/api/statement';
import { paperText } from '#common/signed-paper';
import { readStatementCode, STATEMENT_FORMAT } from '#common/statement';
import { customerById, maskedNameOf } from '#identity';
import { textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import * as store from './store.ts';

const SHA256 = /^[0-9a-f]{64}$/;

/** What we say of a statement and of the files made of it, signed now: a key that was reported stolen signs nothing any more. */
export async function paperOf(
  read: Reader,
  { signingKeys }: Pick<WalletDeps, 'signingKeys'>,
  statement: store.Owned,
): Promise<StatementPaper> {
  const { figures, period, range } = statement;
  const owner = await customerById(read, statement.customer);
  const said = {
    format: STATEMENT_FORMAT,
    statement: statement.id,
    code: statement.code,
    holder: maskedNameOf(owner?.name ?? ''),
    account: String(range.account),
    currency: statement.currency,
    from: period.from,
    to: period.to,
    timeZone: period.timeZone,
    opening: figures.opening.minor.toString(),
    in: figures.in.minor.toString(),
    out: figures.out.minor.toString(),
    closing: figures.closing.minor.toString(),
    lines: figures.lines,
    linesDigest: statement.linesDigest,
    issuedAt: textOf(statement.issuedAt),
    files: await store.filesOf(read, statement.id),
    keyId: signingKeys.current,
  } as const;
  const { signature } = signingKeys.sign(STATEMENT_FORMAT, paperText(said));
  return { ...said, files: [...said.files], signature };
}

/** By a code that was read off a sheet, or the digest of a file; null for what we never issued. */
export async function findByMark(read: Reader, mark: string): Promise<store.Owned | null> {
  const digest = mark.trim().toLowerCase();
  if (SHA256.test(digest)) return store.statementByFile(read, digest);
  const code = readStatementCode(mark);
  return code === null ? null : store.statementByCode(read, code);
}
