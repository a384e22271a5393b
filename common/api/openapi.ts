import type { ReasonCode } from '#common/reasons';

/** The parts of an OpenAPI 3.1 document that we make and show. */
export type JsonSchema = { readonly [name: string]: unknown };
export type OpenApiDocument = {
  readonly openapi: '3.1.0';
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description: string;
    readonly license: { readonly name: string; readonly identifier: string };
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
};
export type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, OperationResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
};
export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
};
export type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
export type OperationResponse = {
  readonly description: string;
  readonly headers?: JsonSchema;
  readonly content?: Content;
  readonly 'x-codes'?: readonly ReasonCode[];
};
