import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { hugePng, packed, pdf, photo, png, SVG } from '#test/files';
import { cleanUpload } from './clean-upload.ts';
import { noScan } from './virus-scan.ts';

const told = async (bytes: Buffer): Promise<string> => {
  const cleaned = await cleanUpload(bytes, noScan);
  return cleaned.ok ? `${cleaned.value.length} pages` : cleaned.error.code;
};
const good = await photo();
const goodPng = await png();
const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(40, 1)]);
const page = Buffer.from('<html><script>fetch("http://canary.example")</script></html>');
const script = '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>';

const FILES: [what: string, bytes: Buffer, outcome: string][] = [
  ['a photo', good, '1 pages'],
  ['a PNG', goodPng, '1 pages'],
  ['a statement as PDF', pdf({ pages: 2 }), '2 pages'],
  ['an SVG', SVG, 'file_kind_not_taken'],
  ['an SVG that calls itself a PNG in its text', Buffer.concat([Buffer.from('\n'), SVG]), 'file_kind_not_taken'],
  ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'file_kind_not_taken'],
  ['a page', page, 'file_kind_not_taken'],
  ['a PDF behind a line of its own', Buffer.concat([Buffer.from('hello\n'), pdf()]), 'file_kind_not_taken'],
  ['nothing', Buffer.alloc(0), 'file_kind_not_taken'],
  ['a photo with an archive behind it', Buffer.concat([good, zip]), 'file_mixed'],
  ['a photo with a page behind it', Buffer.concat([good, page]), 'file_mixed'],
  ['a PNG with a document behind it', Buffer.concat([goodPng, pdf()]), 'file_mixed'],
  ['a PDF with an archive behind it', Buffer.concat([pdf(), zip]), 'file_mixed'],
  ['a photo with a script as its comment', withComment(good, page), 'file_mixed'],
  ['the head of a photo and nothing behind it', good.subarray(0, 400), 'file_unreadable'],
  ['a photo that ends in its middle', good.subarray(0, good.length / 2), 'file_unreadable'],
  ['a PNG of 50,000 × 50,000 pixels', hugePng(50_000), 'picture_too_large'],
  ['a picture of 300 pixels', await photo({ width: 300, height: 300 }), 'picture_too_small'],
  ['a photo in the dark', await photo({ dark: true }), 'picture_too_dark'],
  ['a shaken photo', await photo({ blurred: true }), 'picture_blurred'],
  ['an empty sheet', await sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff' } }).jpeg().toBuffer(), 'picture_too_bright'],
  ['a PDF with a script', pdf({ extra: script }), 'pdf_not_safe'],
  ['a PDF with a script written in numbers', pdf({ extra: script.replaceAll('JavaScript', 'J#61vaScript').replaceAll('/JS', '/#4a#53') }), 'pdf_not_safe'],
  ['a PDF that starts a program', pdf({ extra: '/OpenAction << /S /Launch /F (cmd.exe) >>' }), 'pdf_not_safe'],
  ['a PDF with a file in it', pdf({ extra: '/Names << /EmbeddedFiles << /Names [] >> >>' }), 'pdf_not_safe'],
  ['a PDF with a script in packed objects', pdf({ objects: [packed(Buffer.from(`7 0 ${script}`), '/Type /ObjStm /N 1 /First 4')] }), 'pdf_not_safe'],
  ['a PDF that unpacks to 60 MB', pdf({ objects: [packed(Buffer.alloc(60_000_000))] }), 'pdf_not_safe'],
  ['a PDF packed twice', pdf({ objects: [packed(deflateSync(Buffer.alloc(100_000)), '/DecodeParms null /Filter [/FlateDecode /Fl]')] }), 'pdf_not_safe'],
  ['a PDF that is locked', pdf({ trailer: '/Encrypt << /Filter /Standard /V 1 /R 2 >>' }), 'pdf_locked'],
  ['a PDF of six pages', pdf({ pages: 6 }), 'pdf_too_many_pages'],
  ['a PDF without an end', pdf().subarray(0, 300), 'file_mixed'],
  ['the head of a PDF', Buffer.from('%PDF-1.7\n%%EOF'), 'file_unreadable'],
]; // prettier-ignore

function withComment(jpeg: Buffer, text: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

describe('a file that somebody sends', () => {
  for (const [what, bytes, outcome] of FILES)
    test(`${what}: ${outcome}`, async () => assert.equal(await told(bytes), outcome));

  test('is kept as pixels: position, camera and words of the photo are gone, and it stands upright', async () => {
    const lying = await sharp(good).keepExif().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    assert.ok(
      lying.includes('secret-camera-words') && (await sharp(lying).metadata()).exif,
      'the photo carries them',
    );
    const cleaned = await cleanUpload(lying, noScan);
    assert.ok(cleaned.ok);
    const [kept] = cleaned.value;
    assert.ok(kept);
    const { exif, icc, xmp, iptc, format } = await sharp(kept.jpeg).metadata();
    assert.deepEqual([exif, icc, xmp, iptc, format], [undefined, undefined, undefined, undefined, 'jpeg']);
    assert.ok(!kept.jpeg.includes('secret-camera-words'));
    assert.deepEqual([kept.width, kept.height], [1000, 1400]);
  });

  test('of which a telephone makes 40 megapixels is kept at a size that can be read', async () => {
    const cleaned = await cleanUpload(await photo({ width: 7300, height: 5475 }), noScan);
    assert.ok(cleaned.ok);
    assert.deepEqual(
      cleaned.value.map(({ width, height }) => [width, height]),
      [[2400, 1800]],
    );
  });

  test('with what cameras append behind a picture is taken, without what they appended', async () => {
    const cleaned = await cleanUpload(
      Buffer.concat([good, Buffer.alloc(5_000, 0xa7), Buffer.from('SEFT')]),
      noScan,
    );
    assert.ok(cleaned.ok);
    assert.ok(!cleaned.value[0]?.jpeg.includes('SEFT'));
  });

  test('whatever bytes it has, is answered: by pages or by a reason', async () => {
    let seed = 7;
    for (let round = 0; round < 60; round++) {
      const bytes = Buffer.from([good, goodPng, pdf({ extra: script }), pdf()][round % 4] ?? good);
      for (let change = 0; change < 1 + (round % 20); change++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        bytes[8 + (seed % (bytes.length - 8))] = seed % 256;
      }
      assert.match(await told(bytes), /^(\d pages|[a-z_]+)$/);
    }
  });
});
