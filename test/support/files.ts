// Files as people send them, and as attackers do; made here, so that no file of anybody lies in the repository.
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A page of dark lines on light paper, in focus: what a photo of a document is to a camera. `mark` makes pictures differ. */
export async function photo({
  width = 1400,
  height = 1000,
  mark = 0,
  dark = false,
  blurred = false,
}: {
  width?: number;
  height?: number;
  mark?: number;
  dark?: boolean;
  blurred?: boolean;
} = {}): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3, dark ? 20 : 225);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isInk = y % 26 < 9 && (x * 7 + ((y / 26) | 0) * 13 + mark) % 17 < 9;
      if (isInk) pixels.fill(dark ? 8 : 35, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } });
  return (blurred ? picture.blur(14) : picture)
    .withExif({
      IFD0: { Make: 'Camera', ImageDescription: 'secret-camera-words' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 13/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '121/1 28/1 0/1',
      },
    })
    .jpeg({ quality: 90 })
    .toBuffer();
}

export const png = async (
  size: { width: number; height: number } = { width: 1400, height: 1000 },
): Promise<Buffer> =>
  sharp(await photo(size))
    .png()
    .toBuffer();

/** A PNG whose head promises so many pixels; its data holds none of them. */
export function hugePng(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

export const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script><image href="http://canary.example/x"/></svg>',
);

/** A PDF of so many pages with a line of text each. `extra` stands in the catalogue, `objects` behind the pages. */
export function pdf({
  pages = 1,
  extra = '',
  objects = [],
  trailer = '',
}: { pages?: number; extra?: string; objects?: (string | Buffer)[]; trailer?: string } = {}): Buffer {
  const text = 'BT /F1 24 Tf 72 700 Td (Utility bill for Anna Smith, 1 Long Road) Tj ET';
  const kids = Array.from({ length: pages }, (_, index) => `${3 + index} 0 R`).join(' ');
  const [contents, font] = [3 + pages, 4 + pages];
  const body: (string | Buffer)[] = [
    `<< /Type /Catalog /Pages 2 0 R ${extra} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    ...Array.from(
      { length: pages },
      () =>
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
    ),
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of body.entries()) {
    places.push(length);
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
  }
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${body.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${body.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** A stream object that holds these bytes packed. */
export const packed = (bytes: Buffer, entries = ''): Buffer => {
  const body = deflateSync(bytes);
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Filter /FlateDecode /Length ${body.length} >>\nstream\n`),
    body,
    Buffer.from('\nendstream'),
  ]);
};
