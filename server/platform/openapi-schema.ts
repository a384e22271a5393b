import { z } from 'zod';
import type { JsonSchema } from '#common/api/openapi';

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const COMPONENTS = '#/components/schemas/';

/** Turns contract schemas into JSON Schema 2020-12, and collects those with an id as components, each once. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** The wire's form: what may be written, before transforms. Objects are closed, as the server refuses unknown fields. */
  add(schema: z.ZodType): JsonSchema {
    const {
      $schema: _dialect,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io: 'input',
      override: ({ jsonSchema }) => {
        if (
          jsonSchema.type === 'object' &&
          jsonSchema.properties &&
          jsonSchema.additionalProperties === undefined
        )
          jsonSchema.additionalProperties = false;
      },
    });
    for (const [name, definition] of Object.entries($defs ?? {}))
      this.keep(name, withoutId(pointed(definition)));
    const own = typeof json.id === 'string' ? json.id : null;
    const clean = withoutId(pointed(json));
    if (own === null) return clean;
    this.keep(own, clean);
    return { $ref: COMPONENTS + own };
  }

  private keep(name: string, schema: JsonSchema): void {
    const known = this.schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`two schemas have the id ${name}`);
    this.schemas[name] = schema;
  }

  /** A value that fits: its own example, or one made of its parts. */
  example(schema: JsonSchema, depth = 0): unknown {
    if ('example' in schema) return schema['example'];
    if (Array.isArray(schema['examples'])) return schema['examples'][0];
    if (typeof schema['$ref'] === 'string')
      return this.example(this.schemas[schema['$ref'].slice(COMPONENTS.length)] ?? {}, depth);
    if ('const' in schema) return schema['const'];
    if ('default' in schema) return schema['default'];
    if (Array.isArray(schema['enum'])) return schema['enum'][0];
    for (const word of ['oneOf', 'anyOf', 'allOf']) {
      const options = schema[word];
      if (Array.isArray(options) && isSchema(options[0])) return this.example(options[0], depth);
    }
    return this.exampleOfType(schema, depth);
  }

  private exampleOfType(schema: JsonSchema, depth: number): unknown {
    if (schema['type'] === 'object') {
      const properties = isSchema(schema['properties']) ? schema['properties'] : {};
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [
          name,
          isSchema(inner) ? this.example(inner, depth + 1) : null,
        ]),
      );
    }
    if (schema['type'] === 'array')
      return depth < 6 && isSchema(schema['items']) ? [this.example(schema['items'], depth + 1)] : [];
    if (schema['type'] === 'integer' || schema['type'] === 'number')
      return typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], 1) : 1;
    if (schema['type'] === 'boolean') return true;
    if (schema['type'] === 'string') return exampleText(schema);
    return null;
  }
}

function exampleText(schema: JsonSchema): string {
  if (schema['format'] === 'date-time') return '2026-11-22T09:00:00Z';
  if (schema['format'] === 'uri') return 'https://pay.example.org/';
  const { pattern } = schema;
  const digits = typeof pattern === 'string' ? /^\^\\d\{(\d+)/.exec(pattern)?.[1] : undefined;
  if (digits !== undefined) return '123456789012'.slice(0, Number(digits));
  return 'text'.padEnd(Math.min(Number(schema['minLength'] ?? 0), 40), '.');
}

/** zod points into its own `$defs`; a document has its components. */
function pointed(schema: unknown): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', `"${COMPONENTS}`);
  return JSON.parse(text) as JsonSchema;
}
const withoutId = ({ id: _id, ...schema }: JsonSchema): JsonSchema => schema;
