import { FILE_BYTES_MAX } from '#common/identity-proof';
import { MEASURED_SIDE, photoProblem, type PhotoProblem } from '#common/photo-quality';
import * as m from '#messages';
import { Said } from '#web/said.ts';

/** Pixels of the longer side of what is sent: as the server keeps it, so that nobody waits for bytes that are thrown away. */
const SENT_SIDE = 2_400;
const SENT_QUALITY = 0.9;

const PROBLEMS: Record<PhotoProblem, () => string> = {
  too_small: m.customer_photo_too_small,
  too_dark: m.customer_photo_too_dark,
  too_bright: m.customer_photo_too_bright,
  blurred: m.customer_photo_blurred,
};

/**
 * A photo ready to be sent: looked at as the server will, made smaller, and without where it was taken. What this browser cannot show
 * is sent as it is, since the server tells what it is.
 */
export async function prepared(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) {
    if (file.size > FILE_BYTES_MAX)
      throw new Said(m.customer_photo_too_large({ megabytes: FILE_BYTES_MAX / 1024 / 1024 }));
    return file;
  }
  const problem = photoProblem(picture, greyOf(picture));
  if (problem) throw new Said(PROBLEMS[problem]());
  const canvas = drawn(picture, SENT_SIDE);
  const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', SENT_QUALITY));
  return jpeg ?? file;
}

function drawn(picture: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function greyOf(picture: ImageBitmap) {
  const canvas = drawn(picture, MEASURED_SIDE);
  const { width, height } = canvas;
  const colours = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  const pixels = new Uint8ClampedArray(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const [red = 0, green = 0, blue = 0] = [colours[at * 4], colours[at * 4 + 1], colours[at * 4 + 2]];
    pixels[at] = 0.299 * red + 0.587 * green + 0.114 * blue; // Luma as ITU-R BT.601 has it.
  }
  return { width, height, pixels };
}
