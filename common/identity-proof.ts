/** What may be asked to prove who somebody is. Which tier asks for what is data (`identity.tier_requirement`). */
export const PROOF_ITEMS = [
  'full_name',
  'birth_date',
  'document_type',
  'document_number',
  'document_expiry',
  'document_front',
  'document_back',
  'selfie',
  'address',
  'address_proof',
] as const;
export type ProofItem = (typeof PROOF_ITEMS)[number];

/** Items that are files; the others are written. */
export const FILE_ITEMS = ['document_front', 'document_back', 'selfie', 'address_proof'] as const;
export type FileItem = (typeof FILE_ITEMS)[number];
export const isFileItem = (item: ProofItem): item is FileItem =>
  (FILE_ITEMS as readonly string[]).includes(item);

export const DOCUMENT_TYPES = ['passport', 'id_card', 'driving_licence'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Everything of a document is on one page of a passport; a card has two sides. */
export const needsBack = (type: string | null): boolean => type !== 'passport';

/** Why a reviewer does not take an item; the customer reads what to do about it. */
export const ITEM_REFUSALS = [
  'unreadable',
  'cropped',
  'expired',
  'not_accepted',
  'mismatch',
  'not_the_person',
  'too_old',
  'altered',
] as const;
export type ItemRefusal = (typeof ITEM_REFUSALS)[number];

/** Which reasons fit which kind of item. */
export const refusalsFor = (item: ProofItem): readonly ItemRefusal[] =>
  item === 'selfie'
    ? ['unreadable', 'cropped', 'not_the_person', 'altered']
    : item === 'address_proof'
      ? ['unreadable', 'cropped', 'not_accepted', 'mismatch', 'too_old', 'altered']
      : isFileItem(item)
        ? ['unreadable', 'cropped', 'expired', 'not_accepted', 'mismatch', 'altered']
        : ['mismatch', 'not_accepted'];

/** Where a proof stands. */
export const PROOF_STATES = [
  'collecting',
  'in_review',
  'second_review',
  'needs_input',
  'approved',
  'ended',
] as const;
export type ProofState = (typeof PROOF_STATES)[number];

/** Bytes of one file: a telephone's best photo, or five pages scanned. */
export const FILE_BYTES_MAX = 12 * 1024 * 1024;
