// XML of banks as a stream of small trees: namespaces and versions differ, local names do not. What repeats without end is handed over piece by
// piece and forgotten; the rest stays. A document type, and with it every entity of its own, is refused; so is what is too large or not well
// formed, with the line.
import { SaxesParser } from 'saxes';
import { err, ok, type Result } from '#common/result';

export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Its own text, without that of its children. */
  readonly text: string;
};
export type XmlRefusal = {
  readonly code: 'not_xml' | 'has_dtd' | 'too_deep' | 'too_large';
  readonly line: number;
};

/** No message of ISO 20022 nests half as deep. */
const DEPTH_MAX = 60;
/** Elements of one piece, and of all that stays: a booking of a batch may hold some thousand payments. */
const NODES_MAX = 200_000;
/** Letters of one text; the longest of the standard has some thousand. */
const TEXT_MAX = 64 * 1024;

/** What was found wrong while reading; the reader answers it as a value. */
export class XmlRefused<C extends string = string> extends Error {
  readonly code: C;
  readonly line: number;
  constructor(code: C, line: number) {
    super(`${code} in line ${line}`);
    this.code = code;
    this.line = line;
  }
}
type Growing = { name: string; attributes: Record<string, string>; children: Growing[]; text: string };
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
const newNode = (name: string, attributes: Record<string, string> = {}): Growing => ({
  name,
  attributes,
  children: [],
  text: '',
});

/** A piece with what it stands in, which holds all that came before it and was no piece. */
export type Piece = { readonly node: XmlNode; readonly within: XmlNode; readonly line: number };
type Reading = {
  /** Elements that are handed over whole and forgotten. */
  readonly pieces: ReadonlySet<string>;
  /** Hears of the pieces of one chunk at a time, in their order. */
  readonly take: (pieces: readonly Piece[]) => Promise<void>;
};

/** Reads a document as it comes; memory holds one chunk's pieces and what is no piece. Answers the rest of the tree. */
export async function readXml(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { pieces, take }: Reading,
): Promise<Result<XmlNode, XmlRefusal>> {
  const grown = createGrower(pieces);
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of chunks) {
      const found = grown.write(decoder.decode(chunk, { stream: true }));
      if (found.length > 0) await take(found);
    }
    const last = grown.end(decoder.decode());
    if (last.length > 0) await take(last);
  } catch (error) {
    if (error instanceof XmlRefused && isOwn(error)) return err({ code: error.code, line: error.line });
    throw error;
  }
  const [root] = grown.top.children;
  return root ? ok(root) : err({ code: 'not_xml', line: grown.line() });
}

const OWN: readonly string[] = ['not_xml', 'has_dtd', 'too_deep', 'too_large'] satisfies XmlRefusal['code'][];
const isOwn = (error: XmlRefused): error is XmlRefused<XmlRefusal['code']> => OWN.includes(error.code);

function createGrower(pieces: ReadonlySet<string>) {
  const top = newNode('');
  const open: Growing[] = [top];
  let found: Piece[] = [];
  /** Depth at which the piece stands that is being read, and the elements of it and of what stays. */
  let [pieceAt, pieceLine, inPiece, staying] = [0, 0, 0, 0];
  const parser = new SaxesParser();
  const refuse = (code: XmlRefusal['code']): never => {
    throw new XmlRefused(code, parser.line);
  };
  const grow = (text: string): void => {
    const at = open.at(-1);
    if (!at) return;
    at.text += text;
    if (at.text.length > TEXT_MAX) refuse('too_large');
  };
  parser.on('doctype', () => refuse('has_dtd'));
  parser.on('error', () => refuse('not_xml'));
  parser.on('text', grow);
  parser.on('cdata', grow);
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEPTH_MAX) refuse('too_deep');
    const node = newNode(localName(name), attributes);
    if (pieceAt === 0 && pieces.has(node.name)) [pieceAt, pieceLine, inPiece] = [open.length, parser.line, 0];
    if ((pieceAt > 0 ? ++inPiece : ++staying) > NODES_MAX) refuse('too_large');
    if (pieceAt !== open.length) open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => {
    const node = open.pop();
    if (!node || pieceAt === 0 || open.length !== pieceAt) return;
    found.push({ node, within: open.at(-1) ?? top, line: pieceLine });
    pieceAt = 0;
  });
  let isFirst = true;
  const write = (text: string): Piece[] => {
    // A byte order mark is no part of a document.
    parser.write(isFirst ? text.replace(/^\uFEFF/, '') : text);
    if (text !== '') isFirst = false;
    const now = found;
    found = [];
    return now;
  };
  return {
    top,
    line: () => parser.line,
    write,
    end: (text: string): Piece[] => {
      const now = write(text);
      parser.close();
      return now;
    },
  };
}

/** All that stand at a path below a node, e.g. `NtryDtls/TxDtls`. */
export function all(node: XmlNode, path: string): readonly XmlNode[] {
  let found: readonly XmlNode[] = [node];
  for (const name of path.split('/'))
    found = found.flatMap(({ children }) => children.filter((each) => each.name === name));
  return found;
}
/** The text of the first one there, without white space around it; empty where there is none. */
export const textAt = (node: XmlNode, path: string): string => all(node, path)[0]?.text.trim() ?? '';
/** The first of these paths at which something is written. */
export const firstText = (node: XmlNode, paths: readonly string[]): string =>
  paths.map((path) => textAt(node, path)).find((text) => text !== '') ?? '';
