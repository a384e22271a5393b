// `npm run schema`: writes db/schema.sql, the schema as the migrations leave it, read back from the database: what a reviewer wants to see
// in one place, and what a test compares (embedded PostgreSQL carries no pg_dump). Deterministic: no oids, no creation order.
import type pg from 'pg';

const MODULE_SCHEMAS = ['graphile_worker'];
/** Schemas of ours: not PostgreSQL's, not a library's. */
const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> all($1)`;
/** What an extension brought is told by its name, not by its parts. */
const NOT_OF_EXTENSION = (catalog: string, alias: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${alias}.oid and d.deptype = 'e')`;

/** Each section is a question whose rows are lines of text. */
const SECTIONS: [title: string, query: string][] = [
  [
    'Extensions',
    `select 'create extension ' || extname from pg_extension, unnest($1::text[]) unused where extname <> 'plpgsql' order by 1`,
  ],
  ['Schemas', `select 'create schema ' || n.nspname from pg_namespace n where ${OURS} order by 1`],
  [
    'Types',
    `select format('create type %s as enum (%s)', t.oid::regtype, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder))
       from pg_type t join pg_enum e on e.enumtypid = t.oid join pg_namespace n on n.oid = t.typnamespace where ${OURS} group by t.oid order by 1`,
  ],
  [
    'Domains',
    `select format('create domain %s as %s %s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod), (select string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname) from pg_constraint c where c.contypid = t.oid))
       from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'd' and ${OURS} order by 1`,
  ],
  [
    'Tables',
    `select format(E'create table %s (\\n%s\\n)%s%s', c.oid::regclass,
         (select string_agg(format('  %I %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attcollation <> t.typcollation then (select ' collate ' || quote_ident(collname) from pg_collation where oid = a.attcollation) else '' end,
             case when a.attidentity <> '' then ' generated ' || case a.attidentity when 'a' then 'always' else 'by default' end || ' as identity' else '' end,
             case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
             case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum)
            from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
         case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) when c.relispartition then ' partition ' || pg_get_expr(c.relpartbound, c.oid) else '' end,
         case when c.reloptions is not null then ' with (' || array_to_string(c.reloptions, ', ') || ')' else '' end)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OURS} order by c.oid::regclass::text`,
  ],
  [
    'Constraints',
    `select format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
       from pg_constraint c join pg_namespace n on n.oid = c.connamespace where c.conrelid <> 0 and c.contype <> 'n' and ${OURS} order by 1`,
  ],
  [
    'Indexes',
    `select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       where not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u', 'x')) and ${OURS} order by 1`,
  ],
  [
    'Sequences',
    `select format('create sequence %s as %s', c.oid::regclass, format_type(s.seqtypid, null)) from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS} order by 1`,
  ],
  [
    'Views',
    `select format('create %sview %s as%s', case c.relkind when 'm' then 'materialized ' else '' end, c.oid::regclass, E'\\n' || pg_get_viewdef(c.oid, true))
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${OURS} order by 1`,
  ],
  [
    'Functions',
    `select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.prokind in ('f', 'p') and ${NOT_OF_EXTENSION('pg_proc', 'p')} and ${OURS} order by p.oid::regprocedure::text`,
  ],
  [
    'Triggers',
    `select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${OURS} order by 1`,
  ],
  [
    'Row security',
    `select format('create policy %I on %s for %s to %s using (%s) with check (%s)', p.polname, p.polrelid::regclass, p.polcmd, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
       from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS} order by 1`,
  ],
  [
    'Rights',
    `select line from (
       select format('grant %s on schema %s to %s', lower(string_agg(a.privilege_type, ', ' order by a.privilege_type)), n.nspname, coalesce(g.rolname, 'public')) as line
         from pg_namespace n, aclexplode(n.nspacl) a left join pg_roles g on g.oid = a.grantee where a.grantee <> n.nspowner and ${OURS} group by n.nspname, g.rolname
       union all
       select format('grant %s on %s to %s', lower(string_agg(a.privilege_type, ', ' order by a.privilege_type)), c.oid::regclass, coalesce(g.rolname, 'public'))
         from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a left join pg_roles g on g.oid = a.grantee where a.grantee <> c.relowner and ${OURS} group by c.oid, g.rolname
       union all
       select format('grant %s (%s) on %s to %s', lower(a.privilege_type), string_agg(t.attname, ', ' order by t.attname), c.oid::regclass, coalesce(g.rolname, 'public'))
         from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a left join pg_roles g on g.oid = a.grantee where a.grantee <> c.relowner and ${OURS} group by c.oid, g.rolname, a.privilege_type
       union all
       select format('grant %s on function %s to %s', lower(a.privilege_type), p.oid::regprocedure, coalesce(g.rolname, 'public'))
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a left join pg_roles g on g.oid = a.grantee where a.grantee <> p.proowner and ${NOT_OF_EXTENSION('pg_proc', 'p')} and ${OURS}
     ) rights order by line`,
  ],
];

const HEAD =
  '-- The schema as the migrations leave it. Generated: `npm run schema` writes it again, a test compares it. Change it by a migration.\n';

/** The schema of a migrated database as text. */
export async function schemaOf(client: pg.Client): Promise<string> {
  await client.query(`set search_path = ''`); // So that every name is written with its schema.
  const parts = [HEAD];
  for (const [title, query] of SECTIONS) {
    const { rows } = await client.query<unknown[]>({
      text: query,
      values: [MODULE_SCHEMAS],
      rowMode: 'array',
    });
    if (rows.length > 0)
      parts.push(
        `\n-- ${title}\n`,
        ...rows.map(([line]) => `${String(line).trimEnd().replace(/;$/, '')};\n`),
      );
  }
  return parts.join('');
}
