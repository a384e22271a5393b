import { z } from 'zod';

type Def = z.core.$ZodTypeDef & Record<string, unknown>;
type Schema = z.core.$ZodType;

/** Inner schemas by the name they have in a definition; a kind of schema that is missing here has none. */
const SINGLE: Record<string, readonly string[]> = {
  optional: ['innerType'],
  exact_optional: ['innerType'],
  nullable: ['innerType'],
  default: ['innerType'],
  prefault: ['innerType'],
  nonoptional: ['innerType'],
  readonly: ['innerType'],
  catch: ['innerType'],
  success: ['innerType'],
  array: ['element'],
  record: ['valueType'],
  map: ['valueType'],
  set: ['valueType'],
  pipe: ['in'],
};

/**
 * The same schema with every object in it strict, so that an unknown field is refused wherever it stands. Contracts need not
 * (and therefore cannot forget to) say so. An object that names a catchall keeps it.
 */
export function strict(schema: Schema): Schema {
  const def = schema._zod.def as Def;
  if (def.type === 'object')
    return rebuilt(schema, {
      shape: mapped(def['shape'] as Record<string, Schema>),
      catchall: def['catchall'] ?? z.never(),
    });
  if (def.type === 'union') return rebuilt(schema, { options: (def['options'] as Schema[]).map(strict) });
  if (def.type === 'tuple') return rebuilt(schema, { items: (def['items'] as Schema[]).map(strict) });
  // Two strict halves would each refuse the fields of the other.
  if (def.type === 'intersection')
    throw new Error('a contract joins objects by extending one, not by intersection');
  if (def.type === 'lazy') return z.lazy(() => strict((def['getter'] as () => Schema)()));
  const names = SINGLE[def.type] ?? [];
  if (names.length === 0) return schema;
  return rebuilt(schema, Object.fromEntries(names.map((name) => [name, strict(def[name] as Schema)])));
}

const mapped = (shape: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, strict(inner)]));

/** A copy with other inner schemas; refinements stay, as they are part of the definition. */
const rebuilt = (schema: Schema, changes: Record<string, unknown>): Schema =>
  z.core.clone(schema, { ...schema._zod.def, ...changes } as z.core.$ZodTypeDef);
