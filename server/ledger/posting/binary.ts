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

const TWO_TO_32 = 2 ** 32;

/** A column that is filled and sent again and again. Never holds a null. */
export class Column {
  private readonly buffer: Buffer;
  private readonly view: DataView;
  private readonly oid: number;
  private readonly width: number;
  /** Where the next element's bytes go, behind its length. */
  private at = HEADER_BYTES + 4;

  constructor(type: keyof typeof WIDTH, capacity: number) {
    this.width = WIDTH[type];
    this.oid = OID[type];
    this.buffer = Buffer.alloc(HEADER_BYTES + (4 + this.width) * capacity);
    this.view = new DataView(this.buffer.buffer, this.buffer.byteOffset, this.buffer.length);
    for (let at = HEADER_BYTES; at < this.buffer.length; at += 4 + this.width)
      this.view.setInt32(at, this.width);
  }

  reset(): void {
    this.at = HEADER_BYTES + 4;
  }

  pushInt2(value: number): void {
    this.view.setInt16(this.at, value);
    this.at += 6;
  }

  pushInt4(value: number): void {
    this.view.setInt32(this.at, value);
    this.at += 8;
  }

  pushInt8(value: bigint): void {
    this.view.setBigInt64(this.at, value);
    this.at += 12;
  }

  /** An eight-byte integer that a number holds exactly: half the price of a bigint. */
  pushSafeInt8(value: number): void {
    const high = Math.floor(value / TWO_TO_32);
    this.view.setInt32(this.at, high);
    this.view.setUint32(this.at + 4, value - high * TWO_TO_32);
    this.at += 12;
  }

  /** Bytes in lower-case hex, with or without dashes: a UUID, or an eight-byte integer. */
  pushHex(text: string): void {
    const { buffer, width } = this;
    for (let letter = 0, byte = this.at, end = byte + width; byte < end; letter += 2, byte += 1) {
      if (text.charCodeAt(letter) === DASH) letter += 1;
      buffer[byte] = (nibble(text.charCodeAt(letter)) << 4) | nibble(text.charCodeAt(letter + 1));
    }
    this.at += width + 4;
  }

  /** What was pushed, to be sent before the next `reset`. */
  taken(): Buffer {
    const end = this.at - 4;
    writeHeader(this.buffer, this.oid, (end - HEADER_BYTES) / (4 + this.width));
    return this.buffer.subarray(0, end);
  }
}

const DASH = '-'.charCodeAt(0);
/** The value of a lower-case hex digit. */
const nibble = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** An array of texts, some of which may be missing. */
export const textArray = (texts: readonly (string | null)[]): Buffer => variableArray(OID.text, texts, 0);
/** An array of JSON values, each already written as text. */
export const jsonbArray = (texts: readonly string[]): Buffer => variableArray(OID.jsonb, texts, 1);

/** Bytes of UTF-8 that one letter of a string, sixteen bits, can become. */
const BYTES_PER_LETTER_MAX = 3;

/** `version`: a byte that stands before each element of a jsonb, or 0 for none. */
function variableArray(oid: number, texts: readonly (string | null)[], version: 0 | 1): Buffer {
  if (texts.length === 0) return emptyArray(oid);
  let size = HEADER_BYTES;
  for (const text of texts) size += 4 + (text === null ? 0 : version + BYTES_PER_LETTER_MAX * text.length);
  const buffer = Buffer.allocUnsafe(size);
  writeHeader(buffer, oid, texts.length);
  let at = HEADER_BYTES;
  for (const text of texts) {
    const begin = at + 4;
    at = begin;
    if (text !== null && version) at = buffer.writeUInt8(version, at);
    if (text !== null) at += buffer.write(text, at);
    buffer.writeInt32BE(text === null ? -1 : at - begin, begin - 4);
  }
  return buffer.subarray(0, at);
}

function emptyArray(oid: number): Buffer {
  const buffer = Buffer.alloc(12);
  buffer.writeInt32BE(oid, 8);
  return buffer;
}
