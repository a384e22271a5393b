/**
 * A form's unfinished business, kept in the tab: its id is made before the first send and outlives a reload, so that however
 * often a person presses, it is one payment. Cleared when the answer is known.
 */
export type Draft<T> = { read: () => T | null; write: (value: T) => void; clear: () => void };

export function draft<T extends Record<string, string>>(
  name: string,
  fields: readonly (keyof T & string)[],
): Draft<T> {
  const key = `okpay_draft_${name}`;
  const isDraft = (value: unknown): value is T =>
    typeof value === 'object' &&
    value !== null &&
    fields.every((field) => typeof (value as Record<string, unknown>)[field] === 'string');
  return {
    read() {
      try {
        const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
        return isDraft(value) ? value : null;
      } catch {
        return null; // Storage is closed or holds something else: there is no draft.
      }
    },
    write(value) {
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Without storage a reload forgets the form; the id in memory still guards double presses.
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
