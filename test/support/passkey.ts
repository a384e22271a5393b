import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { sha256 } from '#platform/crypto';

/** What an authenticator does with a request; each field can be told wrongly, as an attacker would. */
type Ways = {
  origin?: string;
  rpId?: string;
  /** Whether it looked at who holds it. */
  userVerified?: boolean;
  counter?: number;
  userHandle?: string | null;
};
type Request = { challenge: string };

const ORIGIN = 'https://okpay.test';
const RP_ID = 'okpay.test';
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Bits of the authenticator data: present, verified, can be copied, is copied, a key is attached. WebAuthn §6.1. */
const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attached: 0x40 };

/** An authenticator in software, with one discoverable passkey on P-256 that its maker copies to other devices. */
export function testAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const jwk = publicKey.export({ format: 'jwk' });
  const point = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');
  // CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
  const coseKey = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    point(jwk.x),
    Buffer.from('225820', 'hex'),
    point(jwk.y),
  ]);
  const clientData = (type: string, { challenge }: Request, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const head = ({ rpId = RP_ID, userVerified = true, counter = 0 }: Ways, more: number): Buffer => {
    const flags =
      FLAGS.present | FLAGS.eligible | FLAGS.backedUp | (userVerified ? FLAGS.verified : 0) | more;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  };
  return {
    make(request: Request, ways: Ways = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = Buffer.concat([
        head(ways, FLAGS.attached),
        Buffer.alloc(16),
        length,
        credentialId,
        coseKey,
      ]);
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes of one byte's length}
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([authData.length]),
        authData,
      ]);
      return {
        credentialId: base64url(credentialId),
        clientData: base64url(clientData('webauthn.create', request, ways.origin ?? ORIGIN)),
        attestation: base64url(attestation),
        transports: ['internal', 'hybrid'],
      };
    },
    sign(request: Request, ways: Ways = {}) {
      const data = clientData('webauthn.get', request, ways.origin ?? ORIGIN);
      const authenticatorData = head(ways, 0);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), privateKey);
      return {
        credentialId: base64url(credentialId),
        clientData: base64url(data),
        authenticatorData: base64url(authenticatorData),
        signature: base64url(signature),
        userHandle: ways.userHandle ?? null,
      };
    },
  };
}
export type TestAuthenticator = ReturnType<typeof testAuthenticator>;
