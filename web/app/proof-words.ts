import type { DocumentType, FileItem, ItemRefusal, ProofItem } from '#common/identity-proof';
import * as m from '#messages';

const ITEMS: Record<ProofItem, () => string> = {
  full_name: m.common_proof_full_name,
  birth_date: m.common_proof_birth_date,
  document_type: m.common_proof_document_type,
  document_number: m.common_proof_document_number,
  document_expiry: m.common_proof_document_expiry,
  document_front: m.common_proof_document_front,
  document_back: m.common_proof_document_back,
  selfie: m.common_proof_selfie,
  address: m.common_proof_address,
  address_proof: m.common_proof_address_proof,
};
export const itemWord = (item: ProofItem): string => ITEMS[item]();

const TYPES: Record<DocumentType, () => string> = {
  passport: m.common_proof_passport,
  id_card: m.common_proof_id_card,
  driving_licence: m.common_proof_driving_licence,
};
export const typeWord = (type: DocumentType): string => TYPES[type]();

/** Why an item was not taken, as both sides name it. */
const REFUSALS: Record<ItemRefusal, () => string> = {
  unreadable: m.common_refusal_unreadable,
  cropped: m.common_refusal_cropped,
  expired: m.common_refusal_expired,
  not_accepted: m.common_refusal_not_accepted,
  mismatch: m.common_refusal_mismatch,
  not_the_person: m.common_refusal_not_the_person,
  too_old: m.common_refusal_too_old,
  altered: m.common_refusal_altered,
};
export const refusalWord = (reason: ItemRefusal): string => REFUSALS[reason]();

const HINTS: Record<FileItem, () => string> = {
  document_front: m.customer_proof_hint_front,
  document_back: m.customer_proof_hint_back,
  selfie: m.customer_proof_hint_selfie,
  address_proof: m.customer_proof_hint_address,
};
/** What a good picture of it shows. */
export const fileHint = (item: FileItem): string => HINTS[item]();

/** A written answer as people read it. */
export const answerText = (item: ProofItem, value: string): string =>
  item === 'document_type' && value in TYPES ? typeWord(value as DocumentType) : value;
