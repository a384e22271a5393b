// Runs on /verify: reads the file that was chosen, checks it here, and shows the sentence that is true. Where the browser has no Ed25519
// the server is asked; the page says which of the two it was.
import { formatMoney, formatTimeWithZone } from '#common/format';
import type { Locale } from '#common/locale';
import { CURRENCIES, money } from '#common/money';
import { checkPaper, paperFormatOf } from '#common/signed-paper';
import { showStatement, statementByMark, type StatementFacts } from './verify-statement.ts';
import { type ProvenTransfer, type Receipt, type ReceiptCheck, verifyReceipt } from '#common/verify-receipt';

/** Bytes of a receipt at most; what is larger is something else. */
const FILE_MAX_BYTES = 1_000_000;
/** Bytes of a statement at most: the browser takes its digest whole. */
const STATEMENT_MAX_BYTES = 200_000_000;
const locale: Locale = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';

type Answer = { readonly check: ReceiptCheck; readonly where: 'browser' | 'server' };

const find = <E extends Element>(selector: string, kind: new () => E, inside: ParentNode = document): E => {
  const found = inside.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`${selector} is in the page`);
  return found;
};

function show(attribute: 'outcome' | 'where', value: string | null): void {
  for (const each of document.querySelectorAll<HTMLElement>(`[data-${attribute}]`))
    each.hidden = each.dataset[attribute] !== value;
}

/** Null when no key could be had: that says nothing about the receipt. */
async function check(receipt: Receipt): Promise<Answer | null> {
  const answered = await fetch('/.well-known/okpay-keys.json');
  if (!answered.ok) return null;
  const { keys } = (await answered.json()) as { keys: Parameters<typeof verifyReceipt>[1] };
  try {
    return { check: await verifyReceipt(receipt, keys), where: 'browser' };
  } catch {
    return checkOnServer(receipt);
  }
}

async function checkOnServer(receipt: Receipt): Promise<Answer | null> {
  const answered = await fetch('/api/v1/receipt-checks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
  });
  if (answered.status === 400) return { check: { fault: 'malformed', transfers: [] }, where: 'server' };
  if (!answered.ok) return null;
  type Wire = Record<'seq' | 'amount' | 'debitAccount' | 'creditAccount', string>;
  const { fault, transfers } = (await answered.json()) as {
    fault: ReceiptCheck['fault'];
    transfers: (Omit<ProvenTransfer, keyof Wire> & Wire)[];
  };
  const read = (each: Omit<ProvenTransfer, keyof Wire> & Wire): ProvenTransfer => ({
    ...each,
    seq: BigInt(each.seq),
    amount: BigInt(each.amount),
    debitAccount: BigInt(each.debitAccount),
    creditAccount: BigInt(each.creditAccount),
  });
  return { check: { fault, transfers: transfers.map(read) }, where: 'server' };
}

function fill(transfer: ProvenTransfer, entry: string): Node {
  const template = find('#receipt-transfer', HTMLTemplateElement);
  const section = find('section', HTMLElement, template.content).cloneNode(true) as HTMLElement;
  const put = (slot: string, text: string): void => {
    find(`[data-slot="${slot}"]`, HTMLElement, section).textContent = text;
  };
  const format = { locale, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: 0 };
  const kind = template.content.querySelector(`[data-kind="${transfer.kind}"]`)?.textContent;
  const currency = CURRENCIES.find((each) => each === transfer.currency);
  put('kind', kind ?? template.dataset['refused'] ?? '');
  put('amount', currency ? formatMoney(money(transfer.amount, currency), { locale }) : '–');
  put('entry', entry);
  put('postedAt', formatTimeWithZone(transfer.postedAt, format));
  put('sealedAt', formatTimeWithZone(transfer.sealedAt, format));
  put('debitAccount', String(transfer.debitAccount));
  put('creditAccount', String(transfer.creditAccount));
  return section;
}

/** Papers that are signed as a whole need no ledger. Where the browser has no Ed25519 it says nothing of them. */
async function judgePaper(paper: unknown): Promise<string> {
  const fault = await faultOf(paper);
  if (fault === null && paperFormatOf(paper) === 'okpay statement v1')
    showStatement(paper as StatementFacts, locale);
  return fault ?? 'paper_genuine';
}

async function faultOf(paper: unknown): Promise<string | null> {
  const answered = await fetch('/.well-known/okpay-keys.json');
  if (!answered.ok) return 'failed';
  const { keys } = (await answered.json()) as { keys: Parameters<typeof checkPaper>[1] };
  return checkPaper(paper, keys);
}

/** A statement that we have issued, by the code on it or the digest of the file: we say what stands in it, signed, and the signature is checked here. */
async function judgeStatement(mark: string, outcome: 'statement_genuine' | 'file_genuine'): Promise<string> {
  const paper = await statementByMark(mark);
  if (paper === null) return 'not_ours';
  const fault = await faultOf(paper);
  if (fault !== null) return fault;
  showStatement(paper, locale);
  return outcome;
}

/** As hexadecimal digits. */
async function digestOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function begin(name: string): void {
  find('#receipt-proven', HTMLElement).replaceChildren();
  find('#statement-facts', HTMLElement).hidden = true;
  find('#receipt-name', HTMLElement).textContent = name;
  show('where', null);
  show('outcome', 'checking');
}

/** Receipts and signed papers are JSON; anything else may be a file of a statement. */
async function readJson(file: File): Promise<unknown> {
  if (file.size > FILE_MAX_BYTES) return null;
  try {
    return JSON.parse(await file.text()) as unknown;
  } catch {
    return null;
  }
}

async function judge(file: File): Promise<void> {
  begin(file.name);
  const read = await readJson(file);
  if (typeof read !== 'object' || read === null) {
    if (file.size > STATEMENT_MAX_BYTES) return show('outcome', 'malformed');
    return show('outcome', await judgeStatement(await digestOf(file), 'file_genuine').catch(() => 'failed'));
  }
  if (paperFormatOf(read) !== null) return show('outcome', await judgePaper(read).catch(() => 'failed'));
  const receipt = read as Receipt;
  const answer = await check(receipt).catch(() => null);
  if (!answer) return show('outcome', 'failed');
  const { fault, transfers } = answer.check;
  show('outcome', fault ?? 'genuine');
  show('where', answer.where);
  const { entry } = receipt;
  find('#receipt-proven', HTMLElement).replaceChildren(...transfers.map((transfer) => fill(transfer, entry)));
}

async function judgeCode(code: string): Promise<void> {
  begin('');
  show('outcome', await judgeStatement(code, 'statement_genuine').catch(() => 'failed'));
}

const typed = find('#statement-code', HTMLInputElement);
find('#statement-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void judgeCode(typed.value);
});
// A code in the address stands behind its #, so that no server and no log sees it.
const inAddress = decodeURIComponent(location.hash.slice(1));
if (inAddress !== '') {
  typed.value = inAddress.slice(0, typed.maxLength);
  void judgeCode(typed.value);
}
const input = find('#receipt-file', HTMLInputElement);
input.addEventListener('change', () => {
  const file = input.files?.[0];
  if (file) void judge(file);
});
const drop = find('#receipt-drop', HTMLElement);
drop.addEventListener('dragover', (event) => event.preventDefault());
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) void judge(file);
});
