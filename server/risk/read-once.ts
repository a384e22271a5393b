/** Reads a text that seldom changes: the same text is not read again, another one always is. What was read is never changed by who gets it. */
export function readOnce<T>(parse: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: parse(text) };
    return last.value;
  };
}
