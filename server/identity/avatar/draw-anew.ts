import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';

/** Pixels of the side of what is kept: sharp on every screen at 48 points. */
const SIDE = 160;
const JPEG_QUALITY = 80;
/** Pixels that are decoded at most: the browser sends a small square; what is larger comes from somewhere else. */
const PIXELS_MAX = 4_000_000;
const DECODE_SECONDS = 5;
const NOT_USABLE = { code: 'avatar_not_usable' } as const satisfies Refusal<'avatar_not_usable'>;

/** The first bytes of a JPEG and of a PNG. Whatever calls itself something else is not given to the decoder. */
const BEGINNINGS = [
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
];

/**
 * The picture written anew from its pixels, as a small square JPEG: upright, without position, camera, comments, profiles, or whatever
 * stood behind its end. Refused: no picture, one that breaks off, one that would take too much to open.
 */
export async function drawAnew(bytes: Buffer): Promise<Result<Buffer, Refusal<'avatar_not_usable'>>> {
  if (!BEGINNINGS.some((beginning) => bytes.subarray(0, beginning.length).equals(beginning)))
    return err(NOT_USABLE);
  // Loaded by who needs it: few processes ever draw.
  const { default: sharp } = await import('sharp');
  try {
    const jpeg = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
      .timeout({ seconds: DECODE_SECONDS })
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: SIDE, height: SIDE, fit: 'cover' })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer();
    return ok(jpeg);
  } catch {
    return err(NOT_USABLE); // A beginning that promises a picture, and no picture behind it.
  }
}
