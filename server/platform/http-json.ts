/** Deepest nesting of a body: no form of ours comes near it. Source: reference INP-02. */
const MAX_DEPTH = 10;
/** Names that would reach an object's prototype if the value were ever merged. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Why a body is not taken, as a short phrase for the developer who sent it. */
export class MalformedBody extends Error {
  readonly path: string;
  readonly duplicate: boolean;
  constructor(what: string, path = '', duplicate = false) {
    super(what);
    this.path = path;
    this.duplicate = duplicate;
  }
}

/**
 * Reads JSON more strictly than `JSON.parse`: well-formed UTF-8 without NUL, no name twice in one object (two readers would see
 * two different amounts), no name of the prototype, at most ten levels deep.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new MalformedBody('the body is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedBody('the body is not JSON');
  }
  checkNames(text);
  return value;
}

/** Text that PostgreSQL and people can hold: no NUL, no half of a surrogate pair. */
export const isCleanText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Walks over text that is already known to be valid JSON. */
function checkNames(text: string): void {
  const open: (Set<string> | null)[] = []; // One entry per level: the names of an object, null for an array.
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;
  const colon = /\s*:/y;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [piece] = match;
    if (piece === '{' || piece === '[') {
      open.push(piece === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH)
        throw new MalformedBody(`the body is nested deeper than ${MAX_DEPTH} levels`);
    } else if (piece === '}' || piece === ']') open.pop();
    else {
      colon.lastIndex = token.lastIndex;
      checkString(piece, open.at(-1), colon.test(text));
    }
  }
}

function checkString(piece: string, names: Set<string> | null | undefined, isName: boolean): void {
  const value = String(JSON.parse(piece));
  if (!isCleanText(value)) throw new MalformedBody('the body holds a character that no text may have');
  if (!isName || !names) return;
  if (FORBIDDEN_KEYS.has(value)) throw new MalformedBody(`the name ${value} is not allowed`, value);
  if (names.has(value)) throw new MalformedBody(`the name ${value} stands twice in one object`, value, true);
  names.add(value);
}
