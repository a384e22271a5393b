import type { z } from 'zod';
import type {
  JsonSchema,
  OpenApiDocument,
  Operation,
  OperationResponse,
  Parameter,
} from '#common/api/openapi';
import {
  type Access,
  FIELD_CODES,
  IDEMPOTENCY_HEADER,
  platformErrors,
  type Route,
  UPLOAD_MEDIA_TYPE,
} from '#common/api/route';
import { reasonSchema } from '#common/api/wire';
import { type ReasonCode, statusOf } from '#common/reasons';
import type { Server } from './http-base.ts';
import { Components } from './openapi-schema.ts';

/** Every route by the name that it has in the contract; the name is its operationId. */
export type Routes = Readonly<Record<string, Route>>;
export type OpenApiInfo = {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly serverUrl: string;
};
/** OpenAPI 3.1 of the routes, made from the same objects that are served and called. Hidden ones stay out. */
export function openApiDocument(
  routes: Routes,
  { title, version, description, serverUrl }: OpenApiInfo,
): OpenApiDocument {
  const components = new Components();
  addProblem(components);
  const paths: Record<string, Record<string, Operation>> = {};
  const shown = Object.entries(routes).filter(([, r]) => !r.hidden);
  for (const [name, r] of shown) {
    const path = r.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [r.method.toLowerCase()]: operation(name, r, components) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: serverUrl }],
    tags: [...new Set(shown.flatMap(([, r]) => r.tags ?? []))].map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: components.schemas,
      headers: {
        RequestId: { description: 'Names this request in our logs; tell it when you ask us about it.', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds after which another try makes sense.', schema: { type: 'integer' } },
        Replayed: { description: '`true`: the answer that this idempotency key was given before.', schema: { type: 'string' } },
      },
      securitySchemes: {
        customerSession: { type: 'apiKey', in: 'cookie', name: '__Host-okpay', description: 'Session of a customer (`okpay` on plain http). Unsafe methods need an Origin of ours.' },
        staffSession: { type: 'apiKey', in: 'cookie', name: '__Host-okpay_staff', description: 'Session of a member of staff (`okpay_staff` on plain http).' },
      },
    },
  }; // prettier-ignore
}

/** The problem document, put together from the reason that operations carry too. */
function addProblem(components: Components): void {
  components.add(reasonSchema);
  const { Reason: reason = {} } = components.schemas;
  const field = {
    type: 'object',
    required: ['in', 'path', 'code'],
    properties: {
      in: { enum: ['body', 'query', 'params', 'header'] },
      path: { type: 'string', description: '`money.amount`, `items.0.name`' },
      code: { type: 'string', description: `One of ${FIELD_CODES.join(', ')}, or a reason code` },
      facts: { type: 'object' },
    },
  };
  const own = {
    type: { type: 'string', description: 'Page about the code', example: '/help/errors/not_found' },
    title: { type: 'string', example: 'Not found' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do, in the language of the request' },
    request_id: { type: 'string', example: 'req_3f8a1c0d2b4e6f7081920a3b' },
    fields: { type: 'array', items: field, description: 'Each refused field with its place' },
  };
  components.schemas['Problem'] = {
    type: 'object',
    description: 'RFC 9457 problem details around a reason',
    required: [
      'type',
      'title',
      'status',
      'detail',
      'request_id',
      ...((reason['required'] as string[] | undefined) ?? []),
    ],
    properties: { ...own, ...(reason['properties'] as JsonSchema) },
  };
}

const AUDIENCE: Record<'public' | 'customer_pending' | 'customer' | 'staff' | 'provider', string> = {
  public: 'Anybody may call this.',
  customer_pending: 'For signed-in customers, also before e-mail and phone are verified.',
  customer: 'For signed-in customers whose e-mail and phone are verified.',
  staff: 'For staff of any role.',
  provider: 'For the machines of a provider, known by their signature.',
};
const audience = (access: Access): string =>
  typeof access === 'string' ? AUDIENCE[access] : `For staff in the roles: ${access.staff.join(', ')}.`;

function security(access: Access): Operation['security'] {
  if (access === 'public' || access === 'provider') return [];
  return access === 'staff' || typeof access === 'object'
    ? [{ staffSession: [] }]
    : [{ customerSession: [] }];
}

function operation(name: string, r: Route, components: Components): Operation {
  const body = r.body && components.add(r.body);
  const parameters = [
    ...parametersOf('path', r.params, components),
    ...parametersOf('query', r.query, components),
  ];
  if (r.idempotent) parameters.push(IDEMPOTENCY_PARAMETER);
  return {
    operationId: name,
    summary: r.summary,
    description: [r.description, audience(r.access)].filter(Boolean).join('\n\n'),
    tags: r.tags ?? [],
    parameters,
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body, example: components.example(body) } },
          },
        }
      : {}),
    ...(r.upload
      ? {
          requestBody: {
            required: true,
            content: { [UPLOAD_MEDIA_TYPE]: { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses: { ...success(r, components), ...refusals(r) },
    security: security(r.access),
  };
}

const IDEMPOTENCY_PARAMETER: Parameter = {
  name: IDEMPOTENCY_HEADER,
  in: 'header',
  required: true,
  description:
    'Made by the caller, new for each new wish, the same when asking again: the answer is then given again and nothing happens twice. Kept for at least 30 days.',
  schema: { type: 'string', minLength: 1, maxLength: 255, example: 'b3f1c8d2-6a4e-4c7b-9f10-2d5e8a7b9c01' },
};

function parametersOf(
  where: 'path' | 'query',
  schema: z.ZodObject | undefined,
  components: Components,
): Parameter[] {
  if (!schema) return [];
  const json = components.add(schema);
  const required = new Set(json['required'] as string[] | undefined);
  return Object.entries((json['properties'] ?? {}) as Record<string, JsonSchema>).map(([name, inner]) => {
    const { description, ...rest } = inner;
    return {
      name,
      in: where,
      required: where === 'path' || required.has(name),
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
    };
  });
}

const HEADERS = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

function success(r: Route, components: Components): Record<string, OperationResponse> {
  const status = String(r.status ?? (r.ok ? 200 : 204));
  const headers = r.idempotent
    ? { ...HEADERS, 'Idempotent-Replayed': { $ref: '#/components/headers/Replayed' } }
    : HEADERS;
  if (r.produces !== undefined)
    return {
      [status]: {
        description: r.summary,
        headers,
        content: { [r.produces]: { schema: { type: 'string' } } },
      },
    };
  if (!r.ok) return { [status]: { description: 'Done; there is nothing to say', headers } };
  const schema = components.add(r.ok);
  return {
    [status]: {
      description: r.summary,
      headers,
      content: { 'application/json': { schema, example: components.example(schema) } },
    },
  };
}

/** One response per status, naming the codes that it can carry. */
function refusals(r: Route): Record<string, OperationResponse> {
  const codes = [...new Set<ReasonCode>([...platformErrors(r), ...(r.errors ?? [])])];
  const byStatus = Map.groupBy(codes, (code) => statusOf(code));
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map((code) => `\`${code}\``).join(', '),
        headers:
          status === 429 || status === 503
            ? { ...HEADERS, 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
            : HEADERS,
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { code: { enum: of } } },
              ],
            },
          },
        },
        'x-codes': of,
      },
    ]),
  );
}

/** Serves the document at `/api/openapi.json`: of every contract route that this server really has. */
export function serveOpenApi(server: Server, routes: Routes, info: OpenApiInfo): () => OpenApiDocument {
  let made: { document: OpenApiDocument; text: string } | undefined;
  const make = (): { document: OpenApiDocument; text: string } => {
    const served = Object.fromEntries(Object.entries(routes).filter(([, r]) => server.okpay.served.has(r)));
    const document = openApiDocument(served, info);
    return (made ??= { document, text: JSON.stringify(document) });
  };
  server.get('/api/openapi.json', { config: { access: 'public' } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send((made ?? make()).text),
  );
  return () => (made ?? make()).document;
}
