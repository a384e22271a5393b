// Arrays as PostgreSQL reads them in binary: a call with thousands of elements is neither printed nor parsed.
// Source: PostgreSQL's array_recv; dimensions, whether there are nulls, type of the elements, length, lower bound, then the elements.

/** Object ids of the types of elements; PostgreSQL never changes them. */
export const OID = { int2: 21, int4: 23, int8: 20, text: 25, uuid: 2950, jsonb: 3802 } as const;
const HEADER_BYTES = 20;
const WIDTH = { int2: 2, int4: 4, int8: 8, uuid: 16 } as const;

function writeHeader(buffer: Buffer, oid: number, count: number): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
}

/** A column that is filled and sent again and again. Never holds a null. */
export class Column {
  private readonly buffer: Buffer;
  private readonly oid: number;
  private readonly width: number;
  private offset = HEADER_BYTES;
  private count = 0;

  constructor(type: keyof typeof WIDTH, capacity: number) {
    this.width = WIDTH[type];
    this.oid = OID[type];
    this.buffer = Buffer.alloc(HEADER_BYTES + (4 + this.width) * capacity);
    for (let at = HEADER_BYTES; at < this.buffer.length; at += 4 + this.width)
      this.buffer.writeInt32BE(this.width, at);
  }

  reset(): void {
    this.offset = HEADER_BYTES;
    this.count = 0;
  }

  /** Drops what was pushed after the first `count`. */
  cutTo(count: number): void {
    this.count = count;
    this.offset = HEADER_BYTES + (4 + this.width) * count;
  }

  private next(): number {
    const at = this.offset + 4;
    this.offset = at + this.width;
    this.count += 1;
    return at;
  }

  pushNumber(value: number): void {
    if (this.width === 2) this.buffer.writeInt16BE(value, this.next());
    else this.buffer.writeInt32BE(value, this.next());
  }

  pushBigint(value: bigint): void {
    this.buffer.writeBigInt64BE(value, this.next());
  }

  /** A UUID in its usual form, lower case. */
  pushUuid(text: string): void {
    let at = this.next();
    for (let letter = 0; letter < 36; letter += 2) {
      if (text.charCodeAt(letter) === DASH) letter += 1;
      this.buffer[at] = (nibble(text.charCodeAt(letter)) << 4) | nibble(text.charCodeAt(letter + 1));
      at += 1;
    }
  }

  /** What was pushed, to be sent before the next `reset`. */
  taken(): Buffer {
    writeHeader(this.buffer, this.oid, this.count);
    return this.buffer.subarray(0, this.offset);
  }
}

const DASH = '-'.charCodeAt(0);
/** The value of a lower-case hex digit. */
const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** An array of texts. */
export const textArray = (texts: readonly string[]): Buffer => variableArray(OID.text, texts, 0);
/** An array of JSON values, each already written as text. */
export const jsonbArray = (texts: readonly string[]): Buffer => variableArray(OID.jsonb, texts, 1);

/** `version`: a byte that stands before each element of a jsonb, or 0 for none. */
function variableArray(oid: number, texts: readonly string[], version: 0 | 1): Buffer {
  if (texts.length === 0) return emptyArray(oid);
  const lengths = texts.map((text) => Buffer.byteLength(text) + version);
  const buffer = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, HEADER_BYTES));
  writeHeader(buffer, oid, texts.length);
  let at = HEADER_BYTES;
  for (const [index, text] of texts.entries()) {
    at = buffer.writeInt32BE(lengths[index] ?? 0, at);
    if (version) at = buffer.writeUInt8(version, at);
    at += buffer.write(text, at);
  }
  return buffer;
}

function emptyArray(oid: number): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}
