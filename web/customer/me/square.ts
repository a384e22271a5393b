import * as m from '#messages';
import { Said } from '#web/said.ts';

/** Pixels of the side of what is sent; the server writes it anew, smaller. */
const SIDE = 320;
const QUALITY = 0.85;

/** The middle square of a picture, as base64 of a small JPEG. Says so when the file is no picture. */
export async function squareOf(file: File): Promise<string> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (!picture) throw new Said(m.customer_picture_unreadable());
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  const context = canvas.getContext('2d');
  if (!context) throw new Said(m.customer_picture_unreadable());
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  return canvas.toDataURL('image/jpeg', QUALITY).replace(/^data:image\/jpeg;base64,/, '');
}
