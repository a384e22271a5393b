// A commit is a promise only when the standbys have it too, where the operator asked for that. PostgreSQL answers success with a WARNING
// when the wait for them was cancelled; and after a crash in that wait, what was never confirmed stands there as if it were. So after any
// doubt a connection first writes one small thing and waits for it: everything before it is then as safe as it.
import type pg from 'pg';

/** The routine that waits for the standbys. Its words come in the server's language, its name does not. */
const WAITER = 'SyncRepWaitForLSN';
type Notice = { readonly message?: string | undefined; readonly routine?: string | undefined };

/** Whether the server says that it stopped waiting: committed here, perhaps nowhere else. */
export const isUnconfirmed = ({ routine, message = '' }: Notice): boolean =>
  routine === WAITER || /wait(?:ing)? for synchronous replication/.test(message);

export type Confirming = {
  /** Something may have been committed that was not confirmed. */
  doubt(): void;
  /** Returns at once, or after a doubt when everything that this connection can see is confirmed; throws when that cannot be had. */
  confirm(client: pg.ClientBase): Promise<void>;
};

/** Begins in doubt: what an earlier process left behind may be unconfirmed. */
export function confirming(): Confirming {
  let doubts = 1;
  return {
    doubt: () => (doubts += 1),
    async confirm(client) {
      if (doubts === 0) return;
      const before = doubts;
      let unconfirmed: Error | undefined;
      const hear = (notice: Notice): void => {
        if (isUnconfirmed(notice)) unconfirmed = new Error(notice.message);
      };
      client.on('notice', hear);
      try {
        await client.query(`select pg_logical_emit_message(true, 'okpay', 'confirm')`);
      } finally {
        client.off('notice', hear);
      }
      if (unconfirmed) throw unconfirmed;
      if (doubts === before) doubts = 0;
    },
  };
}
