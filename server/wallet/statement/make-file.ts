import { createHash } from 'node:crypto';
import type { Locale } from '#common/locale';
import type { StatementForm } from '#common/statement';
import { customerById } from '#identity';
import { rangeIsHere } from '#ledger';
import type { WalletDeps } from '../deps.ts';
import { FORMS } from './forms.ts';
import { linesForFile } from './lines.ts';
import * as store from './store.ts';

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'publicUrl' | 'statementWords'>;
type Wanted = { readonly form: StatementForm; readonly language: Locale };

/** Whether the lines are still here that a file is made from. */
export const canBeMade = ({ db }: Pick<Deps, 'db'>, { range }: store.Owned): Promise<boolean> =>
  rangeIsHere(db.read, range);

export function fileNameOf({ currency, period }: store.Owned, form: StatementForm): string {
  return `okpay-${currency}-${period.from}-${period.to}.${FORMS[form].extension}`;
}

/**
 * A file of a statement, piece by piece, so that its length does not matter. Before its last piece is given its digest is kept: whoever has
 * the whole of it can ask about it at once.
 */
export async function* makeFile(
  { db, clock, publicUrl, statementWords }: Deps,
  statement: store.Owned,
  { form, language }: Wanted,
): AsyncGenerator<Buffer> {
  const owner = await customerById(db.read, statement.customer);
  const head = {
    ...statement,
    holder: owner?.name ?? '',
    locale: language,
    verifyUrl: `${publicUrl}/verify`,
  };
  const lines = linesForFile(db.read, statement.customer, statement.range);
  const digest = createHash('sha256');
  let bytes = 0;
  let last: Buffer | null = null;
  for await (const piece of FORMS[form].write(head, lines, statementWords(language))) {
    if (last) yield last;
    last = typeof piece === 'string' ? Buffer.from(piece) : piece;
    digest.update(last);
    bytes += last.length;
  }
  const made = { form, language, bytes, sha256: digest.digest('hex'), at: clock.now() };
  await store.saveFile(db.read, statement.id, made);
  if (last) yield last;
}
