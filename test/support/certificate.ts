// A certificate of one's own for tests: X.509 v3, self-signed, P-256, written by hand since Node can read certificates but not make them.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';

/** Tags of DER. Source: ITU-T X.690 §8. */
const [SEQUENCE, SET, INTEGER, BITS, OCTETS, OID, TEXT, TIME, BOOLEAN] = [0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x0c, 0x18, 0x01]; // prettier-ignore

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const text = (value: string): Buffer => Buffer.from(value, 'utf8');

const ECDSA_SHA256 = der(SEQUENCE, der(OID, hex('2a 86 48 ce 3d 04 03 02')));
const COMMON_NAME = der(OID, hex('55 04 03'));
const ALTERNATIVE_NAMES = der(OID, hex('55 1d 11'));
const BASIC_CONSTRAINTS = der(OID, hex('55 1d 13'));

/** Files of a certificate for `localhost` and 127.0.0.1 and of its key; the certificate is its own authority. */
export function ownCertificate(folder: string): { certFile: string; keyFile: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, text('localhost')))));
  const valid = der(SEQUENCE, der(TIME, text('20200101000000Z')), der(TIME, text('20990101000000Z')));
  const names = der(SEQUENCE, der(0x82, text('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const authority = der(SEQUENCE, der(BOOLEAN, hex('ff')));
  const extensions = der(
    SEQUENCE,
    der(SEQUENCE, ALTERNATIVE_NAMES, der(OCTETS, names)),
    der(SEQUENCE, BASIC_CONSTRAINTS, der(BOOLEAN, hex('ff')), der(OCTETS, authority)),
  );
  const version = der(0xa0, der(INTEGER, hex('02')));
  const serial = der(INTEGER, hex('01'), randomBytes(8));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(SEQUENCE, version, serial, ECDSA_SHA256, name, valid, name, key, der(0xa3, extensions));
  const signature = der(BITS, hex('00'), sign('sha256', body, privateKey));
  const bytes = der(SEQUENCE, body, ECDSA_SHA256, signature).toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${bytes.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  fs.writeFileSync(certFile, cert);
  fs.writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { certFile, keyFile, cert };
}
