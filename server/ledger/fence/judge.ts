// Whether a database may be written to: the rule of the fence, pure. Reason: a standby that was promoted without the last transfers, an
// old primary that came back, a restored backup look like a healthy database, and writing to them buries what was confirmed to people.

/** One answered leg: its place in the journal, and its id, which tells two pasts with the same places apart. */
export type Place = { readonly seq: bigint; readonly id: string };

/** What is known of the database that was written to. */
export type Remembered = {
  /** The cluster's own identifier and the name of the database. */
  readonly system: string;
  readonly database: string;
  /** PostgreSQL counts it up whenever a standby is promoted or a backup is recovered. */
  readonly timeline: number;
  /** The newest that was confirmed. */
  readonly newest: Place | null;
  /** The operator's last acceptance. */
  readonly acceptance: string | null;
};

/** What a connection finds. */
export type Found = Remembered & {
  readonly isStandby: boolean;
  /** Whether the remembered place is there, with the remembered id. */
  readonly hasRemembered: boolean;
};

export type Verdict =
  | { readonly code: 'same' | 'accepted' }
  | { readonly code: 'standby' | 'another_database' | 'older_timeline' | 'behind' | 'another_past' };

export function judge(remembered: Remembered | null, found: Found): Verdict {
  if (found.isStandby) return { code: 'standby' };
  if (!remembered) return { code: 'same' };
  if (isNewer(found.acceptance, remembered.acceptance)) return { code: 'accepted' };
  if (found.system !== remembered.system || found.database !== remembered.database)
    return { code: 'another_database' };
  if (found.timeline < remembered.timeline) return { code: 'older_timeline' };
  if (isNewer(remembered.acceptance, found.acceptance)) return { code: 'behind' };
  if (!remembered.newest) return { code: 'same' };
  if (!found.newest || found.newest.seq < remembered.newest.seq) return { code: 'behind' };
  return { code: found.hasRemembered ? 'same' : 'another_past' };
}

const isNewer = (one: string | null, other: string | null): boolean =>
  one !== null && (other === null || one > other);

export const isRefusal = ({ code }: Verdict): boolean => code !== 'same' && code !== 'accepted';

/** What the operator reads: what is wrong, what was not done, what to do. */
export function explain({ code }: Verdict, remembered: Remembered | null, found: Found): string {
  const known = remembered?.newest ? `transfer ${remembered.newest.seq}` : 'nothing yet';
  const there = found.newest ? `ends at ${found.newest.seq}` : 'has no transfers';
  const whichWrong: Record<Verdict['code'], string> = {
    same: 'it is the one that was written to before',
    accepted: 'the operator has accepted it',
    standby: 'it is a standby, which takes no writes',
    another_database: `it is not the one that was written to before: that was ${remembered?.database} of cluster ${remembered?.system}, this is ${found.database} of cluster ${found.system}`,
    older_timeline: `it is on timeline ${found.timeline}, and timeline ${remembered?.timeline} was written to already: an old primary has come back`,
    behind: `it is behind: ${known} was confirmed to people, and it ${there}`,
    another_past: `it has another past: ${known}, which was confirmed to people, is not in it, though it ${there}`,
  };
  return `This database is refused, and nothing is written to it: ${whichWrong[code]}.
If this is a failover, point DATABASE_URL at the server that has everything, or bring its WAL to this one.
If it was restored on purpose and what is missing is lost for good, say so on record: npm run okpay -- accept-database "why"
docs/runbooks/failover.md tells how to find out what is missing.`;
}
