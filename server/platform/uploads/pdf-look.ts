// What a PDF carries, looked for before anything draws it. It is kept as pictures of its pages, so nothing that it carries survives;
// what tries to act is refused all the same, since it was not made to be read.
import { inflateSync } from 'node:zlib';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';

export type UnsafePdf = Refusal<'pdf_not_safe' | 'pdf_locked'>;

/** Bytes that all streams of one document may unpack to, and one of them. */
const UNPACKED_MAX = 96 * 1024 * 1024;
const STREAM_MAX = 48 * 1024 * 1024;
const STREAMS_MAX = 5_000;

/** Names of what acts: scripts, programs, files within, forms that send, media. Source: PDF 32000-1 §12.6, §7.11.4; XFA. */
const ACTIVE =
  /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound|Rendition)(?![A-Za-z0-9])/;
/** Packing what is packed has no use but to grow. */
const PACKED_TWICE = /\/Fl(?:ateDecode)?\b[^\]]*\/Fl(?:ateDecode)?\b/;
/** Characters before a stream in which its own entries stand. */
const HEAD_CHARACTERS = 600;
const LOCKED = /\/Encrypt(?![A-Za-z0-9])/;

/** Names may be written by the numbers of their letters: /J#61vaScript. */
const plainNames = (text: string): string =>
  text.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Looks at the text outside of streams and at every stream that unpacks, for what holds objects may be packed too. */
export function lookAtPdf(bytes: Buffer): Result<void, UnsafePdf> {
  const text = bytes.toString('latin1');
  if (LOCKED.test(plainNames(text))) return err({ code: 'pdf_locked' });
  let unpacked = 0;
  let streams = 0;
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    if (++streams > STREAMS_MAX) return err({ code: 'pdf_not_safe' });
    const begin = match.index + match[0].length;
    const end = text.indexOf('endstream', begin);
    const inside = unpack(bytes.subarray(begin, end < 0 ? bytes.length : end));
    if (inside === 'too_much') return err({ code: 'pdf_not_safe' });
    unpacked += inside.length;
    if (unpacked > UNPACKED_MAX) return err({ code: 'pdf_not_safe' });
    const head = text.slice(Math.max(match.index - HEAD_CHARACTERS, 0), match.index);
    const own = plainNames(head.slice(head.lastIndexOf('<<')));
    if (PACKED_TWICE.test(own)) return err({ code: 'pdf_not_safe' });
    // Only packed objects matter here; fonts and pictures may hold any bytes.
    if (/\/Type\s*\/ObjStm/.test(own)) {
      const names = plainNames(inside.toString('latin1'));
      if (ACTIVE.test(names)) return err({ code: 'pdf_not_safe' });
      if (LOCKED.test(names)) return err({ code: 'pdf_locked' });
    }
  }
  return ACTIVE.test(plainNames(withoutStreams(text))) ? err({ code: 'pdf_not_safe' }) : ok(undefined);
}

const withoutStreams = (text: string): string =>
  text.replaceAll(/(?<!end)stream\r?\n[\s\S]*?endstream/g, 'stream endstream');

function unpack(packed: Buffer): Buffer | 'too_much' {
  try {
    return inflateSync(packed, { maxOutputLength: STREAM_MAX });
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isLarge ? 'too_much' : Buffer.alloc(0); // Packed in another way, or not at all.
  }
}
