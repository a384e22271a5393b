import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import type { Operation } from '#common/api/openapi';
import { platformErrors, type Route } from '#common/api/route';
import { REASON_CODES, statusOf } from '#common/reasons';
import { openApiDocument } from '#platform/openapi';

const document = openApiDocument(api, {
  title: 'OKPay',
  version: '1',
  description: 'd',
  serverUrl: 'https://pay.example.org',
});
const shown: [string, Route][] = Object.entries(api).filter(([, r]: [string, Route]) => !r.hidden);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operationOf = (name: string): Operation | undefined =>
  operations.find(({ operation }) => operation.operationId === name)?.operation;

/** Every value of a name, anywhere in the document. */
function valuesOf(name: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === name ? [inner] : []),
    ...valuesOf(name, inner),
  ]);
}

test('every route of the contract that is not hidden stands in the reference, under its own name', () => {
  assert.ok(shown.length > 20, 'the contract was found');
  for (const [name, r] of shown) {
    const found = operations.find(({ operation }) => operation.operationId === name);
    assert.deepEqual(
      [found?.path, found?.method],
      [r.path.replaceAll(/:(\w+)/g, '{$1}'), r.method.toLowerCase()],
      name,
    );
  }
  assert.equal(operations.length, shown.length);
});

test('no operation has the name of another, and every reference leads somewhere', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(names).size, names.length);
  const references = valuesOf('$ref', document).map(String);
  assert.ok(references.length > 50);
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
    assert.ok(found, reference);
  }
  assert.ok(!JSON.stringify(document).includes('$defs'));
});

test('every part of a path is described, and every parameter is part of it', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    assert.deepEqual(
      operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name),
      inPath,
      path,
    );
  }
});

test('every operation says who may call it, what it answers, and each code with its status', () => {
  for (const [name, r] of shown) {
    const operation = operationOf(name);
    assert.ok(operation);
    assert.equal(operation.security.length, r.access === 'public' || r.access === 'provider' ? 0 : 1, name);
    assert.ok(operation.responses[String(r.status ?? (r.ok ? 200 : 204))], name);
    const told = Object.entries(operation.responses).flatMap(([status, response]) =>
      (response['x-codes'] ?? []).map((code) => `${status} ${code}`),
    );
    const codes = new Set([...platformErrors(r), ...(r.errors ?? [])]);
    assert.deepEqual(told.toSorted(), [...codes].map((code) => `${statusOf(code)} ${code}`).toSorted(), name);
    assert.equal(
      operation.parameters.some((one) => one.name === 'idempotency-key'),
      r.idempotent === true,
      name,
    );
  }
});

test('objects are closed, as the server refuses what it does not know', () => {
  const objects = Object.entries(document.components['schemas'] ?? {}).filter(
    ([name, schema]) => schema['type'] === 'object' && name !== 'Problem',
  );
  assert.ok(objects.length > 10);
  for (const [name, schema] of objects) assert.equal(schema['additionalProperties'], false, name);
});

test('every example of a body is one that its own schema takes', () => {
  for (const [name, r] of shown) {
    if (!r.body) continue;
    const example = operationOf(name)?.requestBody?.content['application/json']?.example;
    const result = r.body.safeParse(example);
    assert.ok(result.success, `${name}: ${JSON.stringify(example)} ${result.error?.message}`);
  }
});

test('the problem document carries every reason code', () => {
  const properties = document.components['schemas']?.['Problem']?.['properties'] as
    | { code: { enum: string[] } }
    | undefined;
  assert.deepEqual(properties?.code.enum, [...REASON_CODES]);
});
