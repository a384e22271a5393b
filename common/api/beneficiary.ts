import { z } from 'zod';
import { BENEFICIARY_FIELDS, PURPOSES } from '#common/beneficiary';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

const fieldSchema = z.enum(BENEFICIARY_FIELDS);
/** What an account abroad is written with; spaces and dashes are taken out by the server. */
export const beneficiaryDetailsShape = {
  /** ISO 3166-1. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .meta({ example: 'US' }),
  /** As the payee's bank has it. */
  name: z.string().min(1).max(140),
  bankName: z.string().min(1).max(140),
  fields: z.partialRecord(fieldSchema, z.string().max(60)),
};

export const beneficiarySchema = z
  .object({
    id: idSchema('bf'),
    country: z.string(),
    currency: currencySchema,
    maskedName: z.string(),
    bankName: z.string(),
    /** Country and last four signs: all that is ever shown again. */
    masked: z.string(),
    addedAt: instantSchema,
    /** Transfers to it wait until then; null when they do not. */
    waitsUntil: instantSchema.nullable(),
  })
  .meta({ id: 'Beneficiary' });

const detailRefusals = [
  'beneficiary_country_not_offered',
  'beneficiary_name_not_valid',
  'beneficiary_bank_name_not_valid',
  'beneficiary_iban_not_valid',
  'beneficiary_account_number_not_valid',
  'beneficiary_routing_number_not_valid',
  'beneficiary_sort_code_not_valid',
  'beneficiary_bsb_not_valid',
  'beneficiary_ifsc_not_valid',
  'beneficiary_cnaps_not_valid',
  'beneficiary_bank_code_not_valid',
  'beneficiary_branch_code_not_valid',
  'beneficiary_transit_number_not_valid',
  'beneficiary_institution_number_not_valid',
  'beneficiary_bic_not_valid',
  'beneficiary_known',
  'beneficiaries_too_many',
  'beneficiaries_too_many_today',
] as const;

/** The book of payees abroad. */
export const beneficiaryApi = {
  beneficiaries: route({
    method: 'GET',
    path: '/api/v1/beneficiaries',
    access: 'customer',
    tags: ['Cross-border transfers'],
    summary: 'The own payees abroad, masked, and the countries that money can be sent to',
    ok: z.object({
      items: z.array(beneficiarySchema),
      offered: z.array(
        z.object({
          country: z.string(),
          currency: currencySchema,
          fields: z.array(fieldSchema),
          purposes: z.array(z.enum(PURPOSES)),
        }),
      ),
    }),
  }),
  checkBeneficiary: route({
    method: 'POST',
    path: '/api/v1/beneficiary-checks',
    access: 'customer',
    tags: ['Cross-border transfers'],
    summary: 'Look at a payee’s details before they are confirmed: form and check digits of that country',
    body: z.object(beneficiaryDetailsShape),
    ok: z.object({ masked: z.string(), currency: currencySchema }),
    errors: [...detailRefusals],
    rate: { limit: 60, seconds: 3600, by: 'actor' },
  }),
  addBeneficiary: route({
    method: 'POST',
    path: '/api/v1/beneficiaries',
    access: 'customer',
    tags: ['Cross-border transfers'],
    status: 201,
    idempotent: true,
    summary: 'Add a payee abroad; transfers to it wait for a day',
    description:
      '`stepUpId` is a proof for exactly these details (`beneficiary_details`). A payee is never changed: remove it and add another.',
    body: z.object({ id: idSchema('bf'), ...beneficiaryDetailsShape, stepUpId: idSchema('su') }),
    ok: beneficiarySchema,
    errors: [...detailRefusals, 'operation_id_reused', 'step_up_not_valid'],
    rate: { limit: 30, seconds: 3600, by: 'actor' },
  }),
  removeBeneficiary: route({
    method: 'DELETE',
    path: '/api/v1/beneficiaries/:id',
    access: 'customer',
    tags: ['Cross-border transfers'],
    summary: 'Remove a payee abroad; transfers that are under way still go there',
    params: z.object({ id: idSchema('bf') }),
    ok: null,
    status: 204,
  }),
} as const;
