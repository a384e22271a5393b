import type { ReactElement, ReactNode } from 'react';
import { DefinitionRows, type DefinitionRow } from './DefinitionRows.tsx';
import { Dialog } from './Dialog.tsx';
import { Hint } from './Field.tsx';

export type StepUpSheetProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** That it counts for this payment only, and how long: 这次验证只对下面这一笔有效，3 分钟内用一次。 */
  note: ReactNode;
  /** Payee and amount again, so that nobody confirms something else. */
  facts: readonly DefinitionRow[];
  /** The code cells or the passkey button. */
  children: ReactNode;
  /** What is left and the way out: 还可以试 2 次 */
  error?: ReactNode;
  /** Other ways: 忘记支付密码, 改用通行密钥 */
  ways?: ReactNode;
  busy?: boolean | undefined;
};

/** The shell of every second look before money moves. */
export function StepUpSheet({
  open,
  onClose,
  title,
  note,
  facts,
  children,
  error,
  ways,
  busy,
}: StepUpSheetProps): ReactElement {
  return (
    <Dialog open={open} onClose={onClose} title={title} locked={busy}>
      <p className="prose mb-3 text-13 text-ink-2">{note}</p>
      <DefinitionRows rows={facts} well />
      <div className="mt-5 grid justify-items-center gap-1">
        {children}
        <Hint error={error} />
      </div>
      {ways ? <div className="mt-3 flex flex-wrap justify-center gap-x-6 text-13">{ways}</div> : null}
    </Dialog>
  );
}
