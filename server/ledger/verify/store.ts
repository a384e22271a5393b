import { type Reader, sql } from '#platform/db';

/** One broken law: where, and what was found against what should be. */
export type Finding = { subject: string; found: string };

/** A question that must have no answer. Violations beyond this many of one law tell nothing new. */
const MAX_FINDINGS = 100;
type Question = (reader: Reader) => Promise<Finding[]>;
// Materialized, because a limit makes PostgreSQL plan for the first rows; there are none to come, so it would compare every transfer
// with every account: minutes instead of seconds for half a million.
const question =
  (query: ReturnType<typeof sql<Finding>>): Question =>
  async (reader) =>
    (
      await sql<Finding>`with q as materialized (${query}) select q.subject, q.found from q limit ${MAX_FINDINGS}`.execute(
        reader,
      )
    ).rows;

/** Per currency debits equal credits, posted and pending. */
export const findUnbalancedCurrencies = question(sql<Finding>`
  select currency as subject,
         format('debits %s, credits %s, pending debits %s, pending credits %s', sum(debits_posted_minor), sum(credits_posted_minor),
                sum(debits_pending_minor), sum(credits_pending_minor)) as found
  from ledger.balance group by currency
  having sum(debits_posted_minor) <> sum(credits_posted_minor) or sum(debits_pending_minor) <> sum(credits_pending_minor)`);

/** Each transfer seen from its two accounts: what it added to the posted and to the pending sum of that side. The hold may be archived. */
const effects = sql`
  select e.account_id, e.version, e.seq, e.side, e.after_minor,
         case when e.kind in (0, 2, 5) then e.amount_minor else 0 end as posted,
         case e.kind when 1 then e.amount_minor when 2 then -h.amount_minor when 3 then -h.amount_minor when 4 then -h.amount_minor else 0 end as pending
  from ledger.entry e left join ledger.hold h on h.seq = e.ref_seq and e.kind in (2, 3, 4)`;
/** What is archived is compared by verifySeals; here rows go on from where it left each account. */
const carried = sql`ledger.carried_newest`;
const firstHere = sql`(select ledger.archived_below())`;

/** Stored balances are the sums of the transfers. */
export const findDriftedBalances = question(sql<Finding>`
  select format('account %s', coalesce(b.account_id, s.account_id)) as subject,
         format('stored %s/%s pending %s/%s, summed %s/%s pending %s/%s', b.debits_posted_minor, b.credits_posted_minor,
                b.debits_pending_minor, b.credits_pending_minor, s.dr, s.cr, s.drp, s.crp) as found
  from ledger.balance b full join (
    select account_id, sum(posted) filter (where side = 'debit') as dr, sum(posted) filter (where side = 'credit') as cr,
           sum(pending) filter (where side = 'debit') as drp, sum(pending) filter (where side = 'credit') as crp
    from (
      select account_id, side, posted, pending from (${effects}) x
      union all select c.account_id, 'debit', c.debits_posted_minor, c.debits_pending_minor from ${carried} c
      union all select c.account_id, 'credit', c.credits_posted_minor, c.credits_pending_minor from ${carried} c
    ) y group by account_id
  ) s on s.account_id = b.account_id
  where (b.debits_posted_minor, b.credits_posted_minor, b.debits_pending_minor, b.credits_pending_minor)
        is distinct from (coalesce(s.dr, 0), coalesce(s.cr, 0), coalesce(s.drp, 0), coalesce(s.crp, 0))`);

/** Pending sums are the open holds. */
export const findPendingWithoutHolds = question(sql<Finding>`
  select format('account %s', b.account_id) as subject,
         format('pending %s/%s, open holds %s/%s', b.debits_pending_minor, b.credits_pending_minor, coalesce(d.held, 0), coalesce(c.held, 0)) as found
  from ledger.balance b
  left join (select t.debit_account as id, sum(h.amount_minor) as held from ledger.hold h join ledger.transfer t on t.seq = h.seq
             where h.state = 0 group by 1) d on d.id = b.account_id
  left join (select t.credit_account as id, sum(h.amount_minor) as held from ledger.hold h join ledger.transfer t on t.seq = h.seq
             where h.state = 0 group by 1) c on c.id = b.account_id
  where b.debits_pending_minor <> coalesce(d.held, 0) or b.credits_pending_minor <> coalesce(c.held, 0)`);

/** Per account the versions run from 1 without a gap, in the order of seq, and each balance follows from the one before. */
export const findBrokenVersions = question(sql<Finding>`
  select format('account %s version %s', account_id, version) as subject,
         format('transfer %s: expected version %s after %s, found %s', seq, expected_version, expected_after, after_minor) as found
  from (
    select x.account_id, x.version, x.seq, x.after_minor,
           coalesce(c.version, 0) + row_number() over w as expected_version,
           coalesce(lag(x.after_minor) over w, c.credits_posted_minor - c.debits_posted_minor, 0)
             + case x.side when 'credit' then x.posted else -x.posted end as expected_after
    from (${effects}) x left join ${carried} c on c.account_id = x.account_id
    window w as (partition by x.account_id order by x.seq)
  ) v where version <> expected_version or after_minor <> expected_after
  union all
  select format('account %s', b.account_id), format('stored version %s, transfers %s', b.version, coalesce(c.version, 0) + coalesce(n.count, 0))
  from ledger.balance b left join (select account_id, count(*) from ledger.entry group by 1) n on n.account_id = b.account_id
  left join ${carried} c on c.account_id = b.account_id
  where b.version <> coalesce(c.version, 0) + coalesce(n.count, 0)`);

/** No constrained account was below zero at any version, reservations counted. */
export const findOverdrafts = question(sql<Finding>`
  select format('account %s version %s', v.account_id, v.version) as subject, format('available %s', v.available) as found
  from (
    select x.account_id, x.version, sum(
             case when (x.side = 'credit') = (k.normal_side = 'credit') then x.posted else -x.posted - x.pending end
           ) over (partition by x.account_id order by x.version)
           + coalesce(case k.normal_side when 'credit' then c.credits_posted_minor - c.debits_posted_minor - c.debits_pending_minor
                                         else c.debits_posted_minor - c.credits_posted_minor - c.credits_pending_minor end, 0) as available
    from (${effects}) x join ledger.account a on a.id = x.account_id join ledger.account_kind k on k.name = a.kind
    left join ${carried} c on c.account_id = x.account_id
    where k.never_below_zero
  ) v where v.available < 0`);

/** A hold is resolved at most once, by what its state says, for no more than was held, and expires or is captured in its time. */
export const findBrokenHolds = question(sql<Finding>`
  select format('hold %s', h.seq) as subject,
         format('state %s captured %s of %s; resolved by %s transfers, kind %s for %s', h.state, h.captured_minor, h.amount_minor, r.count, r.kind, r.amount) as found
  from ledger.hold h
  left join ledger.transfer t on t.seq = h.seq
  left join (select ref_seq, count(*), min(seq) as seq, min(kind) as kind, min(amount_minor) as amount, min(posted_at) as posted_at
             from ledger.transfer where kind between 2 and 4 group by 1) r on r.ref_seq = h.seq
  where h.state = 0 and h.seq < ${firstHere}
     or (h.seq >= ${firstHere} or h.resolved_by >= ${firstHere}) and (
        (h.seq >= ${firstHere} and (t.kind is distinct from 1 or t.amount_minor <> h.amount_minor))
     or (h.state = 0 and r.count is not null)
     or (h.state <> 0 and (r.count is distinct from 1 or r.kind <> h.state + 1 or r.seq <> h.resolved_by))
     or (h.state = 1 and (h.captured_minor <> r.amount or r.amount > h.amount_minor or r.posted_at >= h.expires_at))
     or (h.state in (2, 3) and r.amount <> h.amount_minor)
     or (h.state = 3 and (h.expires_at is null or r.posted_at < h.expires_at)))
  union all
  select format('transfer %s', t.seq), 'a hold without its row, or a resolution of something that is no hold'
  from ledger.transfer t
  where (t.kind = 1 and not exists (select from ledger.hold h where h.seq = t.seq))
     or (t.kind between 2 and 4 and not exists (select from ledger.hold h where h.seq = t.ref_seq))`);

/** No transfer was reversed for more than it moved, and each reversal goes the opposite way. */
export const findExcessReversals = question(sql<Finding>`
  select format('transfer %s', o.seq) as subject, format('moved %s, reversed %s, remembered %s', o.amount_minor, sum(r.amount_minor), min(v.reversed_minor)) as found
  from ledger.transfer r join ledger.answered_leg o on o.seq = r.ref_seq left join ledger.reversal_total v on v.seq = o.seq
  where r.kind = 5
  group by o.seq, o.amount_minor, o.kind
  having sum(r.amount_minor) > o.amount_minor or o.kind not in (0, 2)
     -- Of what is archived, earlier reversals may be archived too.
     or case when o.seq >= ${firstHere} then sum(r.amount_minor) is distinct from min(v.reversed_minor)
             else sum(r.amount_minor) > coalesce(min(v.reversed_minor), 0) or min(v.reversed_minor) > o.amount_minor end
     or bool_or(r.debit_account <> o.credit_account or r.credit_account <> o.debit_account)`);

/** All legs of a command are there, at one time and for one operation. */
export const findTornChains = question(sql<Finding>`
  select format('command %s', command_seq) as subject, format('%s of %s legs', count(*), max(leg_count)) as found
  from ledger.transfer group by command_seq
  having count(*) <> max(leg_count) or min(leg_count) <> max(leg_count) or count(distinct leg) <> count(*) or max(leg) <> max(leg_count)
     or count(distinct (operation_kind, operation_tail, substr(id::text, 1, 28))) <> 1 or count(distinct posted_at) <> 1 or min(seq) <> command_seq`);

/** Every id has one answer, and every refusal its reason. */
export const findStrayIds = question(sql<Finding>`
  select format('id %s', j.id) as subject, format('answered %s times', count(*)) as found from ledger.journal j group by j.id having count(*) > 1
  union all
  select format('id %s', j.id), 'answered in the archive too' from ledger.journal j join ledger.archived_id x on x.id = j.id
  union all
  select format('transfer %s', coalesce(j.seq, f.seq)), 'refused without a reason, or a reason without its refusal'
  from (select seq from ledger.journal where kind >= 8) j
  full join (select seq from ledger.refusal where seq >= ${firstHere}) f on f.seq = j.seq where j.seq is null or f.seq is null`);

/** The links lead from the newest row of an account to its first, through each once. */
export const findBrokenLinks = question(sql<Finding>`
  select format('account %s version %s', account_id, version) as subject, format('transfer %s names %s as the one before, which is %s', seq, prev, expected) as found
  from (select x.account_id, x.version, x.seq, x.prev, coalesce(lag(x.seq) over (partition by x.account_id order by x.version), c.last_seq) as expected
        from ledger.entry x left join ${carried} c on c.account_id = x.account_id) e
  where prev is distinct from expected
  union all
  select format('account %s', b.account_id), format('its newest is %s, remembered %s', coalesce(m.seq, c.last_seq), b.last_seq)
  from ledger.balance b left join (select account_id, max(seq) as seq from ledger.entry group by 1) m on m.account_id = b.account_id
  left join ${carried} c on c.account_id = b.account_id
  where b.last_seq is distinct from coalesce(m.seq, c.last_seq)`);

/** A transfer and both its accounts have one currency, and every account has its balance. */
export const findMixedCurrencies = question(sql<Finding>`
  select format('transfer %s', t.seq) as subject, format('%s between %s and %s', t.currency, d.currency, c.currency) as found
  from ledger.transfer t left join ledger.account d on d.id = t.debit_account left join ledger.account c on c.id = t.credit_account
  where t.currency is distinct from d.currency or t.currency is distinct from c.currency
  union all
  select format('account %s', a.id), 'its balance is missing or of another currency'
  from ledger.account a left join ledger.balance b on b.account_id = a.id where b.currency is distinct from a.currency`);
