import type { z } from 'zod';
import type { FieldError, Route } from '#common/api/route';
import { fieldErrors, reasonOfIssues } from './http-fields.ts';
import { isCleanText } from './http-json.ts';
import { strict } from './http-strict.ts';
import { Refused } from './problem.ts';

/** Names in one query string: no page of ours has as many filters. */
const MAX_QUERY_NAMES = 50;

export type Input = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
type RawInput = { readonly params: unknown; readonly url: string; readonly body: unknown };

/** Makes the parser of a route once, when it is registered. It throws `Refused` for the first part that does not fit. */
export function inputParser(r: Route): (raw: RawInput) => Input {
  const params = r.params && strict(r.params);
  const query = r.query && strict(r.query);
  // What another company's machine sends may grow fields; its signature says that it is theirs.
  const body = r.body && (r.access === 'provider' ? r.body : strict(r.body));
  return (raw) => ({
    params: params && parsedParams(params, raw.params),
    query: parsed('query', query, queryOf(raw.url)),
    body: parsed('body', body, raw.body),
  });
}

/** An address that cannot exist is not found; that it is misshapen tells nobody anything. */
function parsedParams(schema: z.core.$ZodType, raw: unknown): unknown {
  const clean = Object.values(raw as Record<string, string>).every(isCleanText);
  const result = clean ? safeParse(schema, raw) : null;
  if (!result?.success) throw new Refused({ code: 'not_found' });
  return result.data;
}

function parsed(part: 'query' | 'body', schema: z.core.$ZodType | undefined, raw: unknown): unknown {
  if (!schema) {
    const unknown = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
    if (raw === undefined || (unknown.length === 0 && !Array.isArray(raw) && typeof raw === 'object'))
      return undefined;
    throw malformed(unknown.map((path) => ({ in: part, path, code: 'unknown_field' })));
  }
  const result = safeParse(schema, raw);
  if (result.success) return result.data;
  const { issues } = result.error;
  throw new Refused(reasonOfIssues(issues) ?? { code: 'malformed_request' }, {
    fields: fieldErrors(part, issues, raw),
  });
}

const safeParse = (schema: z.core.$ZodType, raw: unknown) => (schema as z.ZodType).safeParse(raw);

const malformed = (fields: readonly FieldError[]): Refused =>
  new Refused({ code: 'malformed_request' }, { fields });

/** The query as text values. The same name twice is refused: two readers would see two different requests. */
export function queryOf(url: string): Record<string, string> {
  const at = url.indexOf('?');
  const values: Record<string, string> = {};
  if (at < 0) return values;
  let names = 0;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) {
    if (Object.hasOwn(values, name)) throw malformed([{ in: 'query', path: name, code: 'duplicate_field' }]);
    if (name === '__proto__' || !isCleanText(name) || !isCleanText(value))
      throw malformed([{ in: 'query', path: name, code: 'invalid' }]);
    if (++names > MAX_QUERY_NAMES) throw malformed([]);
    values[name] = value;
  }
  return values;
}
