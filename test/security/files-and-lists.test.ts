// Files that people send have no names of theirs and are served to nobody but who may see them; lists have a largest page, statements a longest time, and
// a page reads what it shows. (INP-07, DOS-02)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { before, test } from 'node:test';
import { z } from 'zod';
import { api } from '#common/api/index';
import { type Route, UPLOAD_MEDIA_TYPE } from '#common/api/route';
import { sql } from '#platform/db';
import { photo } from '#test/files';
import { done, type Member, member, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const ROUTES: Record<string, Route> = { ...api };
const [anna, ben] = [await member(whole), await member(whole)];
const cookieOf = ({ browser }: Member): string =>
  Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
const get = (path: string, headers: Record<string, string> = {}) => fetch(whole.url + path, { headers });

/** What a file could be called to get out of its folder, to become another header, or to be read as something else. */
const NAMES = ['../../etc/passwd', '..%2f..%2fetc%2fpasswd', 'a\\..\\..\\win.ini', 'photo.php%00.jpg', 'x%0d%0aSet-Cookie:a=b', 'gpj.\u202Eexe', `${'n'.repeat(5_000)}.jpg`, 'COM1', '<img src=x>.jpg']; // prettier-ignore

async function send(proof: string, item: string, name: string): Promise<Response> {
  const encoded = encodeURIComponent(name);
  return fetch(`${whole.url}/api/v1/identity-proofs/${proof}/files?item=${item}`, {
    method: 'POST',
    headers: {
      cookie: cookieOf(anna),
      'content-type': UPLOAD_MEDIA_TYPE,
      'content-disposition': `attachment; filename*=UTF-8''${encoded}`,
      'x-file-name': encoded,
    },
    body: new Uint8Array(await photo({ mark: name.length % 7 })),
  });
}

test('no route that takes a file asks for its name', () => {
  const uploads = Object.entries(ROUTES).filter(([, { upload }]) => upload);
  assert.ok(uploads.length >= 2, String(uploads.length));
  for (const [name, { query, body }] of uploads) {
    assert.equal(body, undefined, name);
    const asked = query instanceof z.ZodObject ? Object.keys(query.shape as object) : [];
    assert.deepEqual(
      asked.filter((key) => /name|path|type/i.test(key)),
      [],
      name,
    );
  }
});

test('whatever a file is called, it is kept under an id, written anew, and served to its owner alone', async () => {
  const { id } = (await done(anna.browser, 'POST', '/api/v1/identity-proofs', { tier: 'T2' })) as {
    id: string;
  };
  let shown: { items: { item: string; file: { id: string } | null }[] } | undefined;
  let kept = 0;
  for (const name of NAMES) {
    const answer = await send(id, 'document_front', name);
    const said = await answer.text();
    // 431: so long a name is no header.
    assert.ok([201, 431].includes(answer.status), `${answer.status} ${said}`);
    assert.equal(answer.headers.get('set-cookie'), null);
    if (answer.status !== 201) continue;
    kept += 1;
    shown = JSON.parse(said) as typeof shown;
    assert.doesNotMatch(said, /passwd|win\.ini|Set-Cookie|\u202E|nnnnnn|COM1|<img/);
  }
  assert.ok(kept >= NAMES.length - 1, String(kept));
  const file = shown?.items.find(({ item }) => item === 'document_front')?.file?.id;
  assert.match(String(file), /^doc_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const path = `/api/v1/identity-files/${file}`;
  const own = await get(path, { cookie: cookieOf(anna) });
  assert.equal(own.status, 200);
  assert.equal(own.headers.get('content-type'), 'image/jpeg');
  assert.equal(own.headers.get('x-content-type-options'), 'nosniff');
  assert.match(own.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  assert.match(own.headers.get('cache-control') ?? '', /no-store|private/);
  assert.equal((await get(path)).status, 401);
  assert.equal((await get(path, { cookie: cookieOf(ben) })).status, 404);
  for (const name of ['..%2f..%2fetc%2fpasswd', 'doc_', `${file}%00.jpg`, `${file}/../x`])
    assert.ok([400, 401, 404].includes((await get(`/api/v1/identity-files/${name}`, { cookie: cookieOf(anna) })).status), name); // prettier-ignore
});

test('every list that has pages has a largest one, and refuses what is beyond it', async () => {
  const paged = Object.entries(ROUTES).filter(
    // The desk of the sandbox is no product’s: it is not there in live mode.
    ([name, { query }]) =>
      !name.startsWith('sandbox') && query instanceof z.ZodObject && 'limit' in (query.shape as object),
  );
  assert.ok(paged.length >= 5, String(paged.map(([name]) => name)));
  for (const [name, { query }] of paged) {
    for (const limit of ['0', '-1', '101', '1000000000', '1e9', '5.5', 'all'])
      assert.equal((query as z.ZodObject).shape['limit']?.safeParse(limit).success, false, `${name} ${limit}`);
  }
  for (const path of ['/api/v1/entries', '/api/v1/notifications', '/api/v1/cases'])
    assert.equal((await get(`${path}?limit=101`, { cookie: cookieOf(anna) })).status, 400, path);
}); // prettier-ignore

test('a statement of the application is ended by the database, whatever the process does', async () => {
  const { rows } = await whole.db.pool.query<{ limit: string }>('show statement_timeout');
  assert.deepEqual(Object.values(rows[0] ?? {}), ['15s']);
  const client = await whole.db.pool.connect();
  try {
    await client.query("set statement_timeout = '50ms'");
    await assert.rejects(client.query('select pg_sleep(5)'), /statement timeout/);
  } finally {
    client.release(true);
  }
}); // prettier-ignore

const OTHERS = 40_000;
before(async () => {
  // Entries of others, as many as would be felt if they were looked through.
  await sql`
    insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, created_at, updated_at)
    select 'tr_0' || lpad(upper(to_hex(n)), 25, '0'), 'transfer', 'completed', 'cus_00000000000000000000000001', 100, 0, 'CNY', '[]', '{}',
           now(), now() - n * interval '1 second', now() from generate_series(1, ${OTHERS}::int) n`.execute(whole.owner.read);
  await sql`
    insert into operations.participant (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor,
      fee_minor, currency, counterparty_kind, counterparty_name, search_text)
    select 'cus_0' || lpad(upper(to_hex(n % 500 + 1)), 25, '0'), 'tr_0' || lpad(upper(to_hex(n)), 25, '0'), now() - n * interval '1 second', now(),
           'transfer', 'completed', 'done', false, 'out', 100, 0, 'CNY', 'person', 'P•••', 'p rent' from generate_series(1, ${OTHERS}::int) n`.execute(whole.owner.read);
  await sql`vacuum (analyze) operations.participant`.execute(whole.owner.read);
}); // prettier-ignore

test('a page, a filter and a search read what is their owner’s, not what is everybody’s', async () => {
  const read = async (): Promise<number> => {
    await whole.db.pool.query('select pg_stat_force_next_flush()').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { rows } = await sql<{ read: bigint }>`
      select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint as read from pg_stat_user_tables
       where schemaname = 'operations' and relname = 'participant'`.execute(whole.owner.read);
    return Number(rows[0]?.read ?? 0);
  };
  const before = await read();
  const asked = ['', '?kind=transfer', '?family=done', '?direction=out', '?currency=CNY', '?from=2026-01-01T00:00:00Z', '?minAmount=1', '?search=rent', '?search=nobody'];
  let answered = 0;
  for (const query of asked) {
    const { status } = await get(`/api/v1/entries${query}`, { cookie: cookieOf(anna) });
    assert.equal(status, 200, query);
    answered += 1;
  }
  const more = (await read()) - before;
  assert.ok(more < OTHERS / 10, `${more} rows were read for ${answered} pages of somebody without entries`);
}); // prettier-ignore

test('what is kept of files lies in a folder that only the server reads', () => {
  // The store itself refuses every other name; its own test walks them.
  const text = fs.readFileSync(new URL('../../server/platform/storage/blob-store.ts', import.meta.url), 'utf8');
  assert.match(text, /mode: 0o700/);
  assert.match(text, /flag: 'wx', mode: 0o600/);
}); // prettier-ignore
