import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { SETTINGS } from '#platform/settings';
import { CONFIGURATION_FILE, configurationText } from './configuration.ts';

test('docs/CONFIGURATION.md says what the settings are: run `npm run configuration` after a change', () => {
  assert.equal(fs.readFileSync(CONFIGURATION_FILE, 'utf8'), configurationText());
});

test('every setting is declared once and explained', () => {
  const declared = Object.values(SETTINGS);
  assert.ok(declared.length > 20);
  assert.equal(new Set(declared.map(({ env }) => env)).size, declared.length);
  for (const { env, about } of declared) assert.match(about, /^\S.{10,}[.]$/s, env);
});
