// What a file is, by its bytes: what its sender or its name says is never asked.

export type FileKind = 'jpeg' | 'png' | 'pdf';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The chunk that ends every PNG, with its checksum. */
const PNG_END = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const JPEG_END = Buffer.from([0xff, 0xd9]);
/** Bytes after the end in which another file's beginning is looked for. */
const TAIL_BYTES = 64 * 1024;

/** The kind, or null for everything that is not taken. */
export function kindOfFile(bytes: Buffer): FileKind | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (bytes.subarray(0, 8).equals(PNG)) return 'png';
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? 'pdf' : null;
}

/** Beginnings by which another program would take the same bytes for something else. */
const OTHERS = ['%PDF-', 'PK\x03\x04', 'Rar!', '7z\xbc\xaf', '\x7fELF', 'MZ\x90'];
const PAGES = /<\?(?:php|xml)|<(?:!doctype|html|svg|script|iframe|body)\b/i;

/**
 * Whether the file is something else as well: a picture with a page or an archive behind it, a document with a picture's head. Cameras
 * append data of their own behind a picture, which is left out when it is written anew; what looks like another file is refused.
 */
export function isMixed(kind: FileKind, bytes: Buffer): boolean {
  if (kind === 'pdf') {
    const end = bytes.lastIndexOf('%%EOF');
    const rest = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 5);
    return end < 0 || rest.toString('latin1').trim().length > 0 || hasOther(bytes.subarray(5, 1024));
  }
  const mark = kind === 'png' ? PNG_END : JPEG_END;
  const end = bytes.lastIndexOf(mark);
  const tail = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + mark.length);
  return hasOther(tail.subarray(0, TAIL_BYTES)) || hasOther(commentsOf(kind, bytes));
}

function hasOther(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return OTHERS.some((beginning) => text.includes(beginning)) || PAGES.test(text);
}

/** Text that a picture carries beside its pixels, in which pages and scripts are hidden. */
function commentsOf(kind: 'jpeg' | 'png', bytes: Buffer): Buffer {
  const found: Buffer[] = [];
  if (kind === 'jpeg') {
    for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
      const [marker, length] = [bytes[at + 1], bytes.readUInt16BE(at + 2)];
      if (marker === 0xda || length < 2) break;
      // 0xfe is the comment; colour profiles and what cameras write are binary.
      if (marker === 0xfe) found.push(bytes.subarray(at + 4, at + 2 + length));
      at += 2 + length;
    }
  } else {
    for (let at = 8; at + 12 <= bytes.length;) {
      const length = bytes.readUInt32BE(at);
      const type = bytes.subarray(at + 4, at + 8).toString('latin1');
      if (/^[itz][TE]Xt$/.test(type)) found.push(bytes.subarray(at + 8, at + 8 + length));
      at += 12 + length;
    }
  }
  return Buffer.concat(found);
}
