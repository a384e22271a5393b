import { z } from 'zod';
import { route } from './route.ts';
import { idSchema, instantSchema } from './wire.ts';

/** The list of everything in a copy of one's data, signed: whoever has both can tell whether a file was changed. */
export const exportManifestSchema = z
  .strictObject({
    format: z.literal('okpay data export v1'),
    account: idSchema('cus'),
    issuedAt: instantSchema,
    files: z.array(
      z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    ),
    keyId: z.string(),
    signature: z.string(),
  })
  .meta({ id: 'ExportManifest' });

export const dataExportApi = {
  exportData: route({
    method: 'POST',
    path: '/api/v1/data-exports',
    access: 'customer',
    tags: ['Account'],
    status: 201,
    summary: 'A copy of all data that is kept of the person, as one ZIP file; made now and kept nowhere',
    description:
      'Asks for a fresh proof of who it is. The archive holds a page to read, each part as JSON and CSV, receipts that anyone can check, and a signed list of its files.',
    body: z.object({}),
    ok: z.object({
      name: z.string(),
      zip: z.string().meta({ description: 'The archive in base64' }),
    }),
    errors: ['access_proof_required'],
    rate: { limit: 5, seconds: 86_400, by: 'actor' },
  }),
} as const;
