import type { ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { refusalWord } from '#web/proof-words.ts';
import type { ProofAnswer } from './identity-query.ts';
import { adviceFor } from './refusal-advice.ts';

/** Why an item came back, where it is given anew. */
export const Refusal = ({ refusal }: Pick<ProofAnswer, 'refusal'>): ReactElement | null =>
  refusal ? (
    <Banner>
      <b className="font-semibold">{refusalWord(refusal.reason)}</b>
      {refusal.note === '' ? null : (
        <span className="block">{m.customer_proof_note({ note: refusal.note })}</span>
      )}
      <span className="block">{adviceFor(refusal.reason)}</span>
    </Banner>
  ) : null;
