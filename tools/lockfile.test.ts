import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

type Locked = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> };
const root = join(import.meta.dirname, '..');
const read = <T>(file: string): T => JSON.parse(fs.readFileSync(join(root, file), 'utf8')) as T;
const { packages } = read<{ packages: Record<string, Locked> }>('package-lock.json');
const manifest = read<{
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}>('package.json');

test('the lockfile has no holes: what a package offers for other platforms is locked too, or npm ci fails there', () => {
  const offered = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  assert.ok(offered.length > 50, 'the lockfile was seen');
  const missing = offered.filter(
    ({ path, name }) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
  );
  assert.deepEqual(missing, []);
});

test('every dependency is pinned exactly', () => {
  const pins = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  assert.ok(pins.length > 30);
  assert.deepEqual(
    pins.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    [],
  );
});

test('no package comes from an address of its own: the registry that npm is told to use serves all', () => {
  assert.deepEqual(
    Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined),
    [],
  );
});
