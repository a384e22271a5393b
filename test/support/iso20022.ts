// Checks XML against the schemas of ISO 20022. They are not part of this repository: whoever has them names their folder.
import fs from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

const BESIDE = join(import.meta.dirname, '../../../shared/iso20022/xsd');

/** Where the schemas are, or null. */
export function schemaFolder(): string | null {
  const folder = process.env['ISO20022_XSD_DIR'] ?? BESIDE;
  return fs.existsSync(join(folder, 'camt.053.001.08.xsd')) ? folder : null;
}

/** What is wrong with it by its schema; nothing, if it is valid. */
export async function validate(folder: string, message: string, xml: string): Promise<string[]> {
  const schema = fs.readFileSync(join(folder, `${message}.xsd`), 'utf8');
  const { errors } = await validateXML({
    xml: [{ fileName: 'statement.xml', contents: xml }],
    schema: [schema],
  });
  return errors.map(({ message: said }) => said);
}
