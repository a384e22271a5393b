// The bank as a place where files are left and fetched. Banks speak EBICS or SFTP; what is between them and us speaks HTTP: a file is put under its
// message id, reports are numbered and fetched in their order. Whatever happens to the line comes back as a value.
import { z } from 'zod';
import { type Currency, isCurrency } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { callProvider, type NotKnown, type NotTaken, type ProviderAnswer } from '../provider-call.ts';
import { openFile } from '../provider-file.ts';

/** An account of ours that payouts of one currency leave from. */
export type DebtorAccount = {
  readonly scheme: 'iban' | 'cn';
  readonly number: string;
  readonly bankCode: string | null;
};
/**
 * `taken`: the bank has this very file. `refused`: it has looked at it and takes nothing of it. `not_there`: it has none of this id.
 * `unavailable`: nothing reached it. `unknown`: it may have it.
 */
export type FileAnswer =
  | { readonly kind: 'taken' | 'not_there' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unavailable'; readonly cause: NotTaken }
  | { readonly kind: 'unknown'; readonly cause: NotKnown };
export type LineFailure = { readonly code: 'bank_unavailable'; readonly cause: NotTaken | NotKnown };

export type BankChannel = {
  /** Who pays, as it stands in the files; whom customers send money to. */
  readonly debtorName: string;
  /** What our banks are called, where the operator says it. */
  readonly bankNames: ReadonlyMap<Currency, string>;
  readonly accounts: ReadonlyMap<Currency, DebtorAccount>;
  /** Leaves a file; the same one again is the same. */
  send(file: { readonly id: string; readonly xml: string }): Promise<FileAnswer>;
  find(fileId: string): Promise<FileAnswer>;
  /** Numbers of the reports after this one, in their order. */
  reportsAfter(number: bigint): Promise<Result<readonly bigint[], LineFailure>>;
  /** A report as it comes; a line that breaks meanwhile throws `LineBroken`, and nothing of it may have been acted on. */
  report(number: bigint): Promise<Result<AsyncIterable<Uint8Array>, LineFailure>>;
};

export type BankSettings = {
  readonly url: string;
  readonly key: string;
  readonly debtorName: string;
  readonly accounts: ReadonlyMap<Currency, DebtorAccount>;
  readonly bankNames?: ReadonlyMap<Currency, string>;
  readonly timeoutMillis?: number;
};

/** Milliseconds that a file may take to be sent or fetched. */
const FILE_TIMEOUT_MILLIS = 30_000;

const refusalSchema = z.object({ error: z.object({ code: z.string().max(60) }) });
const refusalIn = (body: unknown): string =>
  refusalSchema.safeParse(body).data?.error.code ?? 'unreadable_refusal';
const fileSchema = z.object({ id: z.string(), state: z.literal('taken') });
const listSchema = z.object({ reports: z.array(z.object({ number: z.int().positive() })).max(1_000) });

export function createBankChannel({
  url,
  key,
  debtorName,
  accounts,
  bankNames = new Map(),
  timeoutMillis,
}: BankSettings): BankChannel {
  const fileOptions = { baseUrl: url, key, timeoutMillis: timeoutMillis ?? FILE_TIMEOUT_MILLIS };
  const place = (id: string): string => `/v1/files/${encodeURIComponent(id)}`;
  return {
    debtorName,
    accounts,
    bankNames,
    send: async ({ id, xml }) =>
      fileAnswer(id, await callProvider({ ...fileOptions, method: 'PUT', path: place(id), xml })),
    find: async (id) =>
      fileAnswer(id, await callProvider({ ...fileOptions, method: 'GET', path: place(id) })),
    async reportsAfter(number) {
      const path = `/v1/reports?${new URLSearchParams({ after: number.toString() }).toString()}`;
      const answer = await callProvider({ ...fileOptions, method: 'GET', path });
      const list = answer.kind === 'answered' ? listSchema.safeParse(answer.body) : null;
      if (!list?.success) return failed(answer);
      return ok(
        list.data.reports.map((report) => BigInt(report.number)).toSorted((a, b) => (a < b ? -1 : 1)),
      );
    },
    report: (number) => openFile({ ...fileOptions, path: `/v1/reports/${number}` }),
  };
}

const failed = (answer: ProviderAnswer): Result<never, LineFailure> =>
  err({ code: 'bank_unavailable', cause: answer.kind === 'answered' ? 'answer_unreadable' : answer.cause });

function fileAnswer(id: string, answer: ProviderAnswer): FileAnswer {
  if (answer.kind !== 'answered') return answer;
  const { status, body } = answer;
  if (status < 300) {
    const file = fileSchema.safeParse(body);
    return file.success && file.data.id === id
      ? { kind: 'taken' }
      : { kind: 'unknown', cause: 'answer_unreadable' };
  }
  const code = refusalIn(body);
  // A 404 of something else on the way, which does not speak the bank's language, proves nothing.
  if (status === 404 && code === 'not_found') return { kind: 'not_there' };
  if (code === 'unreadable_refusal') return { kind: 'unknown', cause: 'answer_unreadable' };
  // There is another file under this id: nobody may guess which of the two is paid.
  if (code === 'file_reused') return { kind: 'unknown', cause: 'answer_unreadable' };
  return { kind: 'refused', code };
}

const ENTRY = /^([A-Z]{3})=([A-Z0-9]{8,34})(?:@([A-Z0-9]{4,20}))?$/;

/** `EUR=DE89370400440532013000,CNY=110910000000000123@308584000013`; null of anything else. */
export function readDebtorAccounts(text: string): ReadonlyMap<Currency, DebtorAccount> | null {
  const accounts = new Map<Currency, DebtorAccount>();
  for (const part of text.split(',')) {
    const match = ENTRY.exec(part.trim());
    const [, currency = '', number = '', bankCode = null] = match ?? [];
    if (!match || !isCurrency(currency) || accounts.has(currency)) return null;
    accounts.set(currency, { scheme: /^[A-Z]{2}/.test(number) ? 'iban' : 'cn', number, bankCode });
  }
  return accounts;
}

const NAME = /^([A-Z]{3})=(.{1,80})$/;

/** `EUR=Deutsche Bank; CNY=中国银行`; null of anything else. */
export function readBankNames(text: string): ReadonlyMap<Currency, string> | null {
  const names = new Map<Currency, string>();
  for (const part of text.split(';')) {
    const [, currency = '', name = ''] = NAME.exec(part.trim()) ?? [];
    if (!isCurrency(currency) || names.has(currency)) return null;
    names.set(currency, name.trim());
  }
  return names;
}
