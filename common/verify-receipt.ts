// Checks a receipt with nothing but this file and the published keys (`/.well-known/okpay-keys.json`, fetched or kept): copy it, read it,
// run it anywhere that has Web Cryptography. docs/decisions/0013-sealing.md tells every byte; `node tools/verify-receipt.ts` calls it.

/** One side of a transfer: opened (balance after, version, row before) to whom it belongs, for anybody else a salted digest. */
export type ReceiptSide = { digest: string } | { salt: string; content: string };
/** Bytes are lower-case hexadecimal. */
export type Receipt = {
  format: 'okpay receipt v1';
  entry: string;
  transfers: {
    leaf: string;
    debit: ReceiptSide;
    credit: ReceiptSide;
    rest: string;
    block: number;
    place: number;
    path: string[];
  }[];
  blocks: { head: string; keyId: string; signature: string }[];
};
export type ReceiptFault = 'malformed' | 'altered' | 'not_signed' | 'key_unknown' | 'key_revoked';
export type ProvenTransfer = {
  seq: bigint;
  /** 0 single · 1 hold · 2 capture · 3 void · 4 expire · 5 reversal; of a refused one 8 more. */
  kind: number;
  /** In minor units. */
  amount: bigint;
  currency: string;
  debitAccount: bigint;
  creditAccount: bigint;
  postedAt: string;
  sealedAt: string;
};
export type ReceiptCheck = { fault: ReceiptFault | null; transfers: ProvenTransfer[] };
type Key = { id: string; publicKey: string; revokedAt: string | null };

/** Without a fault each of these transfers stands, as it is told here, in a ledger that these keys have sealed. */
export async function verifyReceipt(receipt: Receipt, keys: readonly Key[]): Promise<ReceiptCheck> {
  const bytes = (hex: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const base64 = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const sha256 = async (...hex: string[]): Promise<string> => {
    if (!hex.every((part) => /^([0-9a-f]{2})*$/.test(part))) throw new SyntaxError('not bytes');
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(hex.join(''))));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const int = (hex: string, at: number, length: number): bigint =>
    BigInt.asIntN(length * 8, BigInt(`0x${hex.slice(at * 2, (at + length) * 2)}`));
  const time = (micros: bigint): string => new Date(Number(micros / 1000n) + 946_684_800_000).toISOString();
  const sideOf = async (side: ReceiptSide): Promise<string> =>
    'digest' in side ? side.digest : sha256('02', side.salt, side.content);
  const transfers: ProvenTransfer[] = [];
  const fault = (name: ReceiptFault): ReceiptCheck => ({ fault: name, transfers: [] });
  try {
    for (const { leaf, debit, credit, rest, block, place, path } of receipt.transfers) {
      const { head = '', keyId = '', signature = '' } = receipt.blocks[block] ?? {};
      if (leaf.length !== 162 || head.length !== 358 || !head.startsWith('6f6b7061794201'))
        return fault('malformed');
      // 'okpay', a transfer, in version 1; then what everybody may see, and digests of what not everybody may.
      let hash = await sha256('00', '6f6b7061790101', leaf, await sideOf(debit), await sideOf(credit), rest);
      const neighbours = [...path];
      let [at, count] = [place, Number(int(head, 63, 4) + int(head, 67, 4) + int(head, 71, 4))];
      for (; count > 1; at >>= 1, count = (count + 1) >> 1)
        if (at % 2 === 1) hash = await sha256('01', neighbours.shift() ?? '', hash);
        else if (at + 1 < count) hash = await sha256('01', hash, neighbours.shift() ?? '');
      let operation = BigInt(`0x${leaf.slice(16, 40)}${leaf.slice(52, 60)}`);
      let entry = '';
      for (; entry.length < 26; operation >>= 5n)
        entry = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number(operation & 31n)) + entry;
      entry = `${['', 'tu', 'tr', 'cb', 'rc', 'fx', 'wd', 'bt', '', 'xb', '', '', 'bk'][Number(int(leaf, 24, 2))]}_${entry}`;
      const [seq, kind, amount] = [int(leaf, 0, 8), Number(int(leaf, 34, 2)), int(leaf, 57, 8)];
      const isNext = seq > (transfers.at(-1)?.seq ?? 0n);
      if (hash !== head.slice(214, 278) || entry !== receipt.entry || !isNext) return fault('altered');
      const key = keys.find(({ id }) => id === keyId);
      if (!key || key.revokedAt !== null) return fault(key ? 'key_revoked' : 'key_unknown');
      const raw = base64(key.publicKey);
      const verifier = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
      const signed = new TextEncoder().encode(`okpay ledger block v1\n${await sha256(head)}`);
      const isSigned = await crypto.subtle.verify('Ed25519', verifier, base64(signature), signed);
      if (!isSigned) return fault('not_signed');
      const currency = new TextDecoder().decode(bytes(leaf.slice(76, 82)));
      const [debitAccount, creditAccount] = [int(leaf, 41, 8), int(leaf, 49, 8)];
      const [postedAt, sealedAt] = [time(int(leaf, 73, 8)), time(int(head, 171, 8))];
      transfers.push({ seq, kind, amount, currency, debitAccount, creditAccount, postedAt, sealedAt });
    }
    return transfers.length > 0 ? { fault: null, transfers } : fault('malformed');
  } catch (error) {
    if (error instanceof DOMException) throw error; // No Ed25519 on this machine: it can say nothing of the receipt.
    return fault('malformed');
  }
}
