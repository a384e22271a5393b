import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Listed, ListRefusal, ListVersion, Source } from './listed.ts';

const VERSION = sql`id::text as id, source, hash, files, state, entries, names, refused_reason as "refusedReason", refused_file as "refusedFile",
  refused_line as "refusedLine", loaded_at as "loadedAt", loaded_by as "loadedBy"`;

/** One process at a time reads lists. */
export async function lockLists(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('risk.screening_list'))`.execute(tx);
}

export async function currentLists(read: Reader): Promise<ListVersion[]> {
  const { rows } = await sql<ListVersion>`
    select ${VERSION} from risk.screening_list where state = 'current' order by screening_list.id`.execute(
    read,
  );
  return rows;
}

/** Every version that was taken or refused, the newest first. */
export async function listVersions(read: Reader, limit: number): Promise<ListVersion[]> {
  const { rows } = await sql<ListVersion>`
    select ${VERSION} from risk.screening_list order by loaded_at desc, screening_list.id desc limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function lastVersionOf(read: Reader, source: Source): Promise<ListVersion | null> {
  const { rows } = await sql<ListVersion>`
    select ${VERSION} from risk.screening_list where source = ${source} order by screening_list.id desc limit 1`.execute(
    read,
  );
  return rows[0] ?? null;
}

export type NewVersion = {
  readonly source: Source;
  readonly hash: Uint8Array;
  readonly files: readonly string[];
  readonly at: Temporal.Instant;
  readonly by: string;
};

/** The new version takes the place of the one before, whose rows go. Its counts are written when it is read. */
export async function beginVersion(tx: Tx, { source, hash, files, at, by }: NewVersion): Promise<string> {
  await sql`
    delete from risk.screening_entry e using risk.screening_list l
     where l.id = e.list_id and l.source = ${source} and l.state = 'current'`.execute(tx);
  await sql`update risk.screening_list set state = 'superseded' where source = ${source} and state = 'current'`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string }>`
    insert into risk.screening_list (source, hash, files, state, entries, names, loaded_at, loaded_by)
    values (${source}, ${hash}, ${files}, 'current', 0, 0, ${at.toString()}, ${by}) returning id::text as id`.execute(
    tx,
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('a version was not written');
  return id;
}

export async function saveCounts(tx: Tx, id: string): Promise<{ entries: number; names: number }> {
  const { rows } = await sql<{ entries: number; names: number }>`
    update risk.screening_list l set (entries, names) =
      (select count(*)::int, coalesce(sum(cardinality(e.names)), 0)::int from risk.screening_entry e where e.list_id = l.id)
     where l.id = ${id}::bigint returning entries, names`.execute(tx);
  return rows[0] ?? { entries: 0, names: 0 };
}

export async function insertRefused(
  tx: Tx,
  { source, hash, files, at, by }: NewVersion,
  { reason, file, line }: { reason: ListRefusal; file: string | null; line: number | null },
): Promise<void> {
  await sql`
    insert into risk.screening_list (source, hash, files, state, entries, names, refused_reason, refused_file, refused_line, loaded_at, loaded_by)
    values (${source}, ${hash}, ${files}, 'refused', 0, 0, ${reason}, ${file}, ${line}, ${at.toString()}, ${by})`.execute(
    tx,
  );
}

export async function insertEntries(tx: Tx, list: string, entries: readonly Listed[]): Promise<void> {
  await sql`
    insert into risk.screening_entry (list_id, ref, kind, program, names, births, countries, remarks)
    select ${list}::bigint, e.ref, e.kind, e.program, array(select jsonb_array_elements_text(e.names)),
           array(select jsonb_array_elements_text(e.births)), array(select jsonb_array_elements_text(e.countries)), e.remarks
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as e (ref text, kind text, program text, names jsonb, births jsonb, countries jsonb, remarks text)`.execute(
    tx,
  );
}

/** Adds names and countries that stand in files of their own. */
export async function addToEntries(
  tx: Tx,
  list: string,
  {
    names,
    countries,
  }: { names: readonly (readonly [string, string])[]; countries: readonly (readonly [string, string])[] },
): Promise<void> {
  await sql`
    update risk.screening_entry e set names = e.names || more.names
      from (select ref, array_agg(name order by n) as names
              from unnest(${names.map(([ref]) => ref)}::text[], ${names.map(([, name]) => name)}::text[]) with ordinality as u (ref, name, n) group by ref) more
     where e.list_id = ${list}::bigint and e.ref = more.ref`.execute(tx);
  await sql`
    update risk.screening_entry e
       set countries = array(select distinct c from unnest(e.countries || more.countries) c order by c)
      from (select ref, array_agg(country) as countries
              from unnest(${countries.map(([ref]) => ref)}::text[], ${countries.map(([, code]) => code)}::text[]) u (ref, country) group by ref) more
     where e.list_id = ${list}::bigint and e.ref = more.ref`.execute(tx);
}

export type StoredEntry = Listed & { readonly source: Source };
/** Everybody on the current lists, in pieces. */
export async function* entriesOf(
  read: Reader,
  lists: readonly string[],
  piece: number,
): AsyncGenerator<StoredEntry[]> {
  for (const list of lists)
    for (let after = ''; ;) {
      const { rows } = await sql<StoredEntry>`
        select l.source, e.ref, e.kind, e.program, e.names, e.births, e.countries, e.remarks
          from risk.screening_entry e join risk.screening_list l on l.id = e.list_id
         where e.list_id = ${list}::bigint and e.ref > ${after} order by e.ref limit ${piece}`.execute(read);
      if (rows.length > 0) yield rows;
      if (rows.length < piece) break;
      after = rows.at(-1)?.ref ?? '';
    }
}

/** The score from which somebody looks. */
export async function thresholdAt(read: Reader, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ score: number }>`
    select score from risk.screening_threshold where valid_from <= ${now.toString()} order by version desc limit 1`.execute(
    read,
  );
  const score = rows[0]?.score;
  if (score === undefined) throw new Error('no threshold of screening is in force');
  return score;
}
