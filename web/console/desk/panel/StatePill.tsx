import type { ReactElement } from 'react';
import * as m from '#messages';
import { Pill, type PillStatus } from '#ui/Pill.tsx';

/** The pill that the customer sees; only whose turn it is would name the wrong person here. */
export const StatePill = ({ status }: { status: PillStatus }): ReactElement =>
  status === 'your_turn' ? (
    <Pill status={status}>{m.console_customers_turn()}</Pill>
  ) : (
    <Pill status={status} />
  );
