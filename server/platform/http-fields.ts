import type { z } from 'zod';
import type { FieldCode, FieldError } from '#common/api/route';
import { isReasonCode, type Refusal } from '#common/reasons';

type Part = FieldError['in'];
type Issue = z.core.$ZodIssue;

/** Refused fields named in one answer; a body with thousands of errors is not worth telling in full. */
const MAX_FIELDS = 20;

/**
 * A rule of a contract may refuse with a reason of its own: `ctx.addIssue({ code: 'custom', params: { reason: { code, …facts } } })`.
 * Then the whole request is refused with that code instead of `malformed_request`.
 */
export function reasonOfIssues(issues: readonly Issue[]): Refusal | null {
  const first = issues[0];
  const reason: unknown = first?.code === 'custom' ? first.params?.['reason'] : undefined;
  return isRefusal(reason) ? reason : null;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  isReasonCode(value.code);

/** What zod found, in the short codes that forms and API callers read. `input` is what was parsed. */
export function fieldErrors(part: Part, issues: readonly Issue[], input: unknown): FieldError[] {
  return issues.flatMap((issue) => ofIssue(part, issue, input)).slice(0, MAX_FIELDS);
}

function ofIssue(part: Part, issue: Issue, input: unknown): FieldError[] {
  const field = (code: FieldError['code'], facts?: FieldError['facts'], path = issue.path): FieldError => ({
    in: part,
    path: path.map(String).join('.'),
    code,
    ...(facts ? { facts } : {}),
  });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => field('unknown_field', undefined, [...issue.path, key]));
  if (issue.code === 'custom') {
    const reason = reasonOfIssues([issue]);
    return [reason ? field(reason.code) : field('invalid')];
  }
  if (valueAt(input, issue.path) === undefined) return [field('required')];
  if (issue.code === 'too_small' || issue.code === 'too_big') return [ofSize(issue, field)];
  // A union that no option fits: the option that came closest says it best, when there is only one candidate.
  if (issue.code === 'invalid_union' && issue.errors.length === 1)
    return (issue.errors[0] ?? []).flatMap((inner) =>
      ofIssue(part, { ...inner, path: [...issue.path, ...inner.path] }, input),
    );
  return [field(CODES[issue.code] ?? 'invalid')];
}

const CODES: Partial<Record<Issue['code'], FieldCode>> = {
  invalid_type: 'wrong_type',
  invalid_format: 'wrong_format',
  invalid_value: 'not_one_of',
  invalid_union: 'not_one_of',
  not_multiple_of: 'invalid',
};

function ofSize(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  field: (code: FieldCode, facts: FieldError['facts']) => FieldError,
): FieldError {
  const isLength = ['string', 'array', 'set', 'map', 'file'].includes(issue.origin);
  if (issue.code === 'too_small')
    return field(isLength ? 'too_short' : 'too_small', { min: Number(issue.minimum) });
  return field(isLength ? 'too_long' : 'too_big', { max: Number(issue.maximum) });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
