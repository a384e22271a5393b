// How good a photo is, measured the same way in the browser before it is sent and on the server after it came. Pure.

/** A picture as brightness 0–255, row by row. */
export type GreyPicture = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
};
export type PhotoProblem = 'too_small' | 'too_dark' | 'too_bright' | 'blurred';

/** Pixels of the longer side at which brightness and sharpness are measured: the same whatever the camera. */
export const MEASURED_SIDE = 1_000;
/** Pixels of the shorter side below which a document's small print cannot be read. */
export const SHORT_SIDE_MIN = 480;
const DARK_BELOW = 45;
const BRIGHT_ABOVE = 240;
/** Standard deviation of the Laplacian; a printed page in focus has 15 and more, a shaken photo 2 to 4. */
const SHARP_FROM = 5;

/** What is wrong with a photo of this original size, by its picture at the measured size; null if it can be used. */
export function photoProblem(
  original: { readonly width: number; readonly height: number },
  picture: GreyPicture,
): PhotoProblem | null {
  if (Math.min(original.width, original.height) < SHORT_SIDE_MIN) return 'too_small';
  const brightness = meanOf(picture.pixels);
  if (brightness < DARK_BELOW) return 'too_dark';
  if (brightness > BRIGHT_ABOVE) return 'too_bright';
  return sharpnessOf(picture) < SHARP_FROM ? 'blurred' : null;
}

function meanOf(pixels: GreyPicture['pixels']): number {
  let sum = 0;
  for (const pixel of pixels) sum += pixel;
  return sum / Math.max(pixels.length, 1);
}

/** How much neighbours differ from what lies between them: edges are steep only in what is in focus. Source: Pech-Pacheco 2000. */
export function sharpnessOf({ width, height, pixels }: GreyPicture): number {
  const at = (x: number, y: number): number => pixels[y * width + x] ?? 0;
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const edge = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  const mean = sum / Math.max(count, 1);
  return Math.sqrt(Math.max(squares / Math.max(count, 1) - mean * mean, 0));
}
