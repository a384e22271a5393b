import type { Refusal } from '#common/reasons';

/** Why money may not move: the owner's own freeze, or what only we can lift. */
export type Block = 'self_frozen' | 'other';
export type BlockRefusal = Refusal<'account_cannot_send' | 'frozen_by_owner'>;

export const refusalOfBlock = (block: Block): BlockRefusal =>
  block === 'self_frozen' ? { code: 'frozen_by_owner' } : { code: 'account_cannot_send' };
