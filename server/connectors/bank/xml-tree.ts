// XML of banks as a tree of local names: namespaces and versions differ, names do not. A document type, and with it every entity of its own,
// is refused; so is what is too large or not well formed, with the line.
import { SaxesParser } from 'saxes';
import { err, ok, type Result } from '#common/result';

export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** Its own text, without that of its children. */
  readonly text: string;
};
export type XmlRefusal = { readonly code: 'not_xml' | 'has_dtd' | 'too_deep'; readonly line: number };

/** No message of ISO 20022 nests half as deep. */
const DEPTH_MAX = 60;

class Refused extends Error {
  readonly code: XmlRefusal['code'];
  constructor(code: XmlRefusal['code']) {
    super(code);
    this.code = code;
  }
}
type Growing = { name: string; attributes: Record<string, string>; children: Growing[]; text: string };
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

export function readXml(xml: string): Result<XmlNode, XmlRefusal> {
  const top: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [top];
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new Refused('has_dtd');
  });
  parser.on('error', () => {
    throw new Refused('not_xml');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEPTH_MAX) throw new Refused('too_deep');
    const node: Growing = { name: localName(name), attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const at = open.at(-1);
    if (at) at.text += text;
  });
  parser.on('cdata', (text) => {
    const at = open.at(-1);
    if (at) at.text += text;
  });
  parser.on('closetag', () => void open.pop());
  try {
    // A byte order mark is no part of a document.
    parser.write(xml.replace(/^\uFEFF/, '')).close();
  } catch (error) {
    if (error instanceof Refused) return err({ code: error.code, line: parser.line });
    throw error;
  }
  const [root] = top.children;
  return root ? ok(root) : err({ code: 'not_xml', line: parser.line });
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
