import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '#platform/database-roles';
import { freshDb } from '#test/db';
import { copyOut } from './copy-streams.ts';

const { urls } = await freshDb();

for (const rows of [0, 31, 32, 5_000])
  test(`after a copy of ${rows} rows the connection hears the next answer`, { timeout: 10_000 }, () =>
    withClient(urls.ownerUrl, async (client) => {
      const chunks: Buffer[] = [];
      for await (const chunk of copyOut(client, `copy (select generate_series(1, ${rows})) to stdout`))
        chunks.push(chunk);
      assert.equal(Buffer.concat(chunks).toString().split('\n').length - 1, rows);
      assert.deepEqual((await client.query('select 1 as one')).rows, [{ one: 1 }]);
    }),
  );
