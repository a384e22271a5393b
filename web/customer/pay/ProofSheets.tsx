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
        needsFactor={submit.problem?.code === 'strong_factor_missing'}
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
