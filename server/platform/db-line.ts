import type pg from 'pg';

/** Sends one statement at once, whatever is still being answered; the answers come in the order of the questions. */
export type Ask = <R extends pg.QueryResultRow>(
  statement: string,
  parameters: readonly unknown[],
) => Promise<readonly R[]>;

/** One connection on which a statement does not wait for the answers of those before it: the server takes them one after the other, each is its own transaction. */
export type Line = {
  /** Resolves when the connection is there, opened anew where it was lost. */
  ready(): Promise<Ask>;
};

type LineClient = {
  query(statement: string, parameters: readonly unknown[]): Promise<{ rows: pg.QueryResultRow[] }>;
  release(): void;
};

/** Holds one client for as long as it lives. `isAway` tells an error that says the connection is gone. */
export function openLine(
  connect: () => Promise<LineClient>,
  isAway: (error: unknown) => boolean,
): Line & { release(): Promise<void> } {
  let held: Promise<{ client: LineClient; ask: Ask }> | undefined;

  async function opened(): Promise<{ client: LineClient; ask: Ask }> {
    const client = await connect();
    let isHeld = true;
    const ask: Ask = async <R extends pg.QueryResultRow>(
      statement: string,
      parameters: readonly unknown[],
    ) => {
      try {
        return (await client.query(statement, parameters)).rows as R[];
      } catch (error) {
        if (isHeld && isAway(error)) {
          isHeld = false;
          held = undefined;
          client.release();
        }
        throw error;
      }
    };
    return { client, ask };
  }

  return {
    async ready() {
      held ??= opened();
      try {
        return (await held).ask;
      } catch (error) {
        held = undefined;
        throw error;
      }
    },
    async release() {
      const last = await held?.catch(() => undefined);
      held = undefined;
      last?.client.release();
    },
  };
}
