import sharp from 'sharp';
import {
  type GreyPicture,
  MEASURED_SIDE,
  photoProblem,
  type PhotoProblem,
  SHORT_SIDE_MIN,
} from '#common/photo-quality';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { kindOfFile } from './file-kind.ts';

// Only what is taken can be decoded at all, whatever else the library knows; nothing is kept between two people's pictures.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

/** Pixels of a picture that is decoded: more than any telephone's camera at its best. */
const PIXELS_MAX = 60_000_000;
/** Pixels of the longer side of what is kept: enough to read the small print of a document that fills it. */
const SIDE_MAX = 2_400;
const JPEG_QUALITY = 86;
/** Seconds that one picture may take. */
const DECODE_SECONDS = 15;

export type CleanPage = { readonly jpeg: Buffer; readonly width: number; readonly height: number };
export type ImageFault = Refusal<
  | 'file_unreadable'
  | 'picture_too_large'
  | 'picture_too_small'
  | 'picture_too_dark'
  | 'picture_too_bright'
  | 'picture_blurred'
>;

const faultOf = (problem: PhotoProblem): ImageFault =>
  problem === 'too_small'
    ? { code: 'picture_too_small', min: SHORT_SIDE_MIN }
    : { code: `picture_${problem}` };

/**
 * A picture written anew from its pixels: upright, bounded, as JPEG, with nothing of what came with it (position, camera, comments,
 * profiles, whatever stood behind its end).
 */
export async function cleanImage(bytes: Buffer): Promise<Result<CleanPage, ImageFault>> {
  const size = await sizeOf(bytes);
  if (size === null) return err({ code: 'file_unreadable' });
  if (size.width * size.height > PIXELS_MAX)
    return err({ code: 'picture_too_large', maxMegapixels: PIXELS_MAX / 1_000_000 });
  try {
    const { data, info } = await upright(bytes, PIXELS_MAX)
      .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer({ resolveWithObject: true });
    const problem = photoProblem(size, await measured(data));
    return problem ? err(faultOf(problem)) : ok({ jpeg: data, width: info.width, height: info.height });
  } catch {
    return err({ code: 'file_unreadable' }); // A header that promises a picture, and no picture behind it.
  }
}

const upright = (bytes: Buffer, pixelsMax: number) =>
  sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error' })
    .timeout({ seconds: DECODE_SECONDS })
    .rotate()
    .flatten({ background: '#ffffff' });

/**
 * A picture written anew in the same way, as a small square: for what is only to be recognised by, so its quality is not measured. Null: no
 * picture, one that breaks off, one with more pixels than these.
 */
export async function squareImage(
  bytes: Buffer,
  { side, pixelsMax, quality }: { side: number; pixelsMax: number; quality: number },
): Promise<Buffer | null> {
  const kind = kindOfFile(bytes);
  if (kind !== 'jpeg' && kind !== 'png') return null;
  try {
    return await upright(bytes, pixelsMax)
      .resize({ width: side, height: side, fit: 'cover' })
      .jpeg({ quality })
      .toBuffer();
  } catch {
    return null; // A beginning that promises a picture, and no picture behind it.
  }
}

/** By the header alone: nothing is decoded before its size is known. */
async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number } | null> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}

async function measured(jpeg: Buffer): Promise<GreyPicture> {
  const { data, info } = await sharp(jpeg)
    .resize({ width: MEASURED_SIDE, height: MEASURED_SIDE, fit: 'inside', withoutEnlargement: true })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

/** A page that was drawn from a document, four bytes a pixel. */
export async function pageToJpeg(page: {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}): Promise<CleanPage> {
  const { width, height } = page;
  const jpeg = await sharp(page.data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
  return { jpeg, width, height };
}
