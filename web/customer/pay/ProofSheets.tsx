import type { ReactElement } from 'react';
import * as m from '#messages';
import type { DefinitionRow } from '#ui/DefinitionRows.tsx';
import { PaymentPasswordSheet } from './PaymentPasswordSheet.tsx';
import { StrongFactorSheet } from './StrongFactorSheet.tsx';
import type { Proving } from './use-proof.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  proving: Proving;
  facts: readonly DefinitionRow[];
  label: string;
  busyLabel: string;
};

/** There is nothing to ask for: what helps is to set one up. */
const NO_FACTOR: readonly string[] = ['strong_factor_missing', 'withdrawal_factor_not_set_up'];

/** The payment password for exactly this, and the second factor where the server asks for it. */
export function ProofSheets({ open, onClose, proving, facts, label, busyLabel }: Props): ReactElement {
  const { submit, strongWhy } = proving;
  const said = { facts, label, busyLabel, busy: submit.busy, error: submit.failure };
  return (
    <>
      <PaymentPasswordSheet
        {...said}
        note={m.withdrawal_proof_once()}
        open={open && strongWhy === null}
        onClose={onClose}
        value={proving.password}
        onChange={proving.setPassword}
        needsFactor={submit.problem !== null && NO_FACTOR.includes(submit.problem.code)}
        onConfirm={() => void submit.run()}
      />
      <StrongFactorSheet
        {...said}
        open={open && strongWhy !== null}
        title={m.withdrawal_strong_title()}
        why={strongWhy}
        onClose={proving.giveUpStrong}
        onConfirm={proving.confirmBy}
      />
    </>
  );
}
