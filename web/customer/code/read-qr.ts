import jsqr from 'jsqr';

/** Pixels of the longer side in which a code is looked for: enough for a photo of a table, quick on a phone. */
const SIDE_MAX = 1200;

type Detector = { detect: (source: ImageBitmapSource) => Promise<{ rawValue: string }[]> };
type DetectorClass = (new (options: { formats: string[] }) => Detector) & {
  getSupportedFormats: () => Promise<string[]>;
};

/** The platform's own reader where there is one that knows these codes. */
async function platformDetector(): Promise<Detector | null> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  try {
    return own && (await own.getSupportedFormats()).includes('qr_code')
      ? new own({ formats: ['qr_code'] })
      : null;
  } catch {
    return null; // Some platforms name it and have none.
  }
}

export type Frame = { source: HTMLVideoElement | ImageBitmap; width: number; height: number };
export type QrReader = (frame: Frame) => Promise<string | null>;

/** Reads the code in a picture; null where there is none. */
export async function qrReader(): Promise<QrReader> {
  const detector = await platformDetector();
  const canvas = document.createElement('canvas');
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  return async ({ source, width, height }) => {
    if (width === 0 || height === 0) return null;
    const found = await detector?.detect(source).catch(() => []);
    if (found?.[0]) return found[0].rawValue;
    if (!paper) return null;
    const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    paper.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
    return jsqr.default(data, canvas.width, canvas.height)?.data ?? null;
  };
}
