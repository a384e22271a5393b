// Faults to plant: what a tired author could have written instead, in SQL and in TypeScript, and the tests that have to notice.

export type Fault = {
  name: string;
  changes: readonly { file: string; from: string; to: string }[];
  /** Files that are run; one of their tests must fail. */
  tests: readonly string[];
};

/** Passes whatever is planted, as long as tests run at all: tells a fault that was noticed from one that broke everything. */
export const ALWAYS_GREEN = 'common/canonical-json.test.ts';

const POSTING = 'server/ledger/posting';
const TABLES = 'db/migrations/0010_ledger_tables.sql';
const RULES = 'db/migrations/0011_ledger_functions.sql';
const BATCH = 'db/migrations/0012_ledger_post_batch.sql';
// The function as it runs: 0014 made it first.
const SINGLES = 'db/migrations/0262_ledger_windows.sql';
const HOMES = 'db/migrations/0263_risk_counter_home.sql';
const LAWS = `${POSTING}/laws.db.test.ts`;
const CALLED = `${POSTING}/post-singles.db.test.ts`;
const PROMISES = `${POSTING}/promises.db.test.ts`;
const POSTER = `${POSTING}/poster.db.test.ts`;
const HOLDS = `${POSTING}/holds.db.test.ts`;
const RACES = `${POSTING}/concurrency.db.test.ts`;
const one = (file: string, from: string, to: string) => [{ file, from, to }];

const UNDER_LOCKS: readonly Fault[] = [
  {
    name: 'balances are read and written without a lock',
    changes: one(BATCH, 'order by account_id for update) b', 'order by account_id) b'),
    tests: [RACES],
  },
  {
    name: 'whether a hold is open is looked at before its accounts are locked',
    changes: [
      {
        file: BATCH,
        from: 'array_agg(t.amount_minor order by r.id), array_agg(h.expires_at order by r.id)\n    into ref_ids, ref_seqs, ref_kinds, ref_debit_ids, ref_credit_ids, ref_amounts, ref_expires',
        to: 'array_agg(t.amount_minor order by r.id), array_agg(h.expires_at order by r.id), array_agg(coalesce(h.state, 0::smallint) order by r.id)\n    into ref_ids, ref_seqs, ref_kinds, ref_debit_ids, ref_credit_ids, ref_amounts, ref_expires, ref_states',
      },
      {
        file: BATCH,
        from: 'select array_agg(coalesce(h.state, 0::smallint) order by u.n), array_agg(coalesce(v.reversed_minor, 0) order by u.n),',
        to: 'select array_agg(coalesce(v.reversed_minor, 0) order by u.n),',
      },
      { file: BATCH, from: 'into ref_states, ref_reversed,', to: 'into ref_reversed,' },
    ],
    tests: [PROMISES, RACES],
  },
  {
    name: 'a limit is looked at without locking its counter',
    changes: one(
      'server/risk/limits/store.ts',
      'from risk.usage where ${isRowOf(key)} for update`',
      'from risk.usage where ${isRowOf(key)}`',
    ),
    tests: ['server/wallet/transfer', PROMISES],
  },
  {
    name: 'a limit is not used up by the payment before',
    changes: one(
      'server/risk/limits/store.ts',
      'set used_day_minor = ${usedOnDay(key.day)} + ${minor}',
      'set used_day_minor = ${usedOnDay(key.day)} + 0 * ${minor}',
    ),
    tests: ['server/wallet/transfer', 'server/wallet/top-up/top-up.db.test.ts'],
  },
  {
    name: 'the rule of an attachment does not see what the command before it used',
    changes: one(
      BATCH,
      'if has_checks then perform ledger.write_attachments(',
      'if has_checks and commands > 1 then perform ledger.write_attachments(',
    ),
    tests: [`${POSTING}/attachments.db.test.ts`],
  },
];

const COUNTERS = ['server/risk/limits/counter-homes.db.test.ts', `${POSTING}/windows.db.test.ts`];
const AT_HOME: readonly Fault[] = [
  {
    name: 'a spending window is written without looking at its limit',
    changes: one(
      SINGLES,
      '+ p_window_minor[a.n] <= p_window_day_limit[a.n]\n',
      '+ p_window_minor[a.n] >= 0\n',
    ),
    tests: COUNTERS,
  },
  {
    name: 'several payments of one call each have the whole window',
    changes: one(`${POSTING}/windows.ts`, 'known.minor += use.minor;', 'known.minor = use.minor;'),
    tests: COUNTERS,
  },
  {
    name: 'what was used is lost when a counter comes home',
    changes: one(
      HOMES,
      'used_day_minor = used.day_minor, used_month_minor',
      'used_day_minor = 0, used_month_minor',
    ),
    tests: COUNTERS,
  },
  {
    name: 'a window stays behind when its counter comes home',
    changes: one(
      SINGLES,
      'update ledger.balance b set window_day = null, window_day_minor = null, window_month_minor = null where',
      'update ledger.balance b set window_day = window_day where',
    ),
    tests: COUNTERS,
  },
  {
    name: 'a payment that the ledger should count counts as one unit only',
    changes: one(
      'server/wallet/transfer/quick-transfer.ts',
      '...(isAtHome && { window: windowUse(facts.limits, counted) }),',
      '...(isAtHome && { window: { ...windowUse(facts.limits, counted), minor: 1n } }),',
    ),
    tests: ['server/wallet/transfer/counter-home.db.test.ts'],
  },
];

const ONE_ANSWER: readonly Fault[] = [
  {
    name: 'ids are not unique',
    changes: one(TABLES, "'create unique index %I on ledger.%I (id)'", "'create index %I on ledger.%I (id)'"),
    tests: [POSTER, PROMISES],
  },
  {
    name: 'an id that is answered elsewhere at the same moment is passed over',
    changes: one(BATCH, 'if written <> expected then', 'if written > expected then'),
    tests: [PROMISES],
  },
  {
    name: 'after a lost answer a command is sent again under new ids',
    changes: one(
      `${POSTING}/posting-queue.ts`,
      'postIn(tx, clock, commands));',
      'postIn(tx, clock, sending === 1 ? commands : commands.map((one) => ({ ...one, legs: one.legs.map((leg) => ({ ...leg, id: leg.id.slice(0, 28) + Math.random().toString(16).slice(2, 10).padEnd(8, "0") })) as unknown as typeof one.legs }))));',
    ),
    tests: [PROMISES, POSTER],
  },
  {
    name: 'callers are answered before the commit',
    changes: one(
      `${POSTING}/posting-queue.ts`,
      'const results = await db.transaction((tx) => postIn(tx, clock, commands));',
      'const results = await new Promise<PostResult[]>((told, failed) => void db.transaction(async (tx) => told(await postIn(tx, clock, commands))).catch(failed));',
    ),
    tests: [PROMISES],
  },
  {
    name: 'a refusal is forgotten, and its id may succeed later',
    changes: one(BATCH, 'recorded[k] := refusal <> all (unrecorded)', 'recorded[k] := false'),
    tests: [LAWS],
  },
  {
    name: 'a retry with another amount is taken for the same',
    changes: one(`${POSTING}/fingerprint.ts`, "${amount?.minor ?? '-'}", '-'),
    tests: [LAWS],
  },
  {
    name: 'a retry in the same call moves once more',
    changes: one(BATCH, 'known_at[first_use[k]] := k; known_fingerprint', 'known_fingerprint'),
    tests: [LAWS, `${POSTING}/posting.db.test.ts`],
  },
  {
    name: 'an answer goes to the caller in another place of the batch',
    changes: one(`${POSTING}/fast-road.ts`, 'return [index, ok(', 'return [number - 1, ok('),
    tests: [POSTER],
  },
];

const MONEY: readonly Fault[] = [
  {
    name: 'the balance after a movement has the wrong sign',
    changes: one(
      BATCH,
      'credit_after[k] := credits_posted[c] - debits_posted[c];',
      'credit_after[k] := debits_posted[c] - credits_posted[c];',
    ),
    tests: [LAWS],
  },
  {
    name: 'one fen more can be spent than there is held free',
    changes: one(
      BATCH,
      'room := credits_posted[d] - debits_posted[d] - debits_pending[d];',
      'room := credits_posted[d] - debits_posted[d] - debits_pending[d] + 1;',
    ),
    tests: [LAWS],
  },
  {
    name: 'a hold is captured twice',
    changes: one(RULES, 'when p_ref_state <> 0 then', 'when p_ref_state > 3 then'),
    tests: [HOLDS],
  },
  {
    name: 'more is captured than was held',
    changes: one(
      RULES,
      'p_kind = 2 and p_wanted > p_ref_amount',
      'p_kind = 2 and p_wanted > p_ref_amount * 2',
    ),
    tests: [HOLDS, LAWS],
  },
  {
    name: 'more is reversed than was moved',
    changes: one(
      RULES,
      'coalesce(p_wanted, 1) > p_ref_amount - p_ref_reversed',
      'coalesce(p_wanted, 1) > p_ref_amount',
    ),
    tests: [HOLDS],
  },
  {
    name: 'a chain that was refused leaves its first leg behind',
    changes: one(BATCH, 'else refused_leg - 1 end;', 'else refused_leg - 2 end;'),
    tests: [LAWS],
  },
  {
    name: 'versions have gaps after a refused chain',
    changes: one(BATCH, 'versions[c] := versions[c] - 1;', ''),
    tests: [LAWS],
  },
];

const FAST_ROAD: readonly Fault[] = [
  {
    name: 'a memory that has become untrue is believed',
    changes: [
      { file: SINGLES, from: 'and b.version = p_version[a.n] and b.flags', to: 'and b.flags' },
      {
        file: SINGLES,
        from: '    and b.credits_posted_minor - b.debits_posted_minor = p_net[a.n]\n',
        to: '',
      },
      { file: SINGLES, from: 'coalesce(b.last_seq, 0) = case', to: 'b.flags >= case when true then 0' },
    ],
    tests: [PROMISES],
  },
  {
    name: 'two legs go on from the same balance',
    changes: one(SINGLES, ') = 2 * cardinality(p_id)', ') > 0'),
    tests: [CALLED],
  },
  {
    name: 'a history may go on from anywhere',
    changes: one(SINGLES, 'coalesce(b.last_seq, 0) = case', 'b.flags >= case when true then 0'),
    tests: [CALLED],
  },
  {
    name: 'a freeze does not reach the fast road',
    changes: [
      {
        file: SINGLES,
        from: 'p_flags[l.debit] & 20 = 0 and p_flags[l.credit] & 24 = 0',
        to: 'p_flags[l.debit] & 16 = 0 and p_flags[l.credit] & 16 = 0',
      },
      {
        file: `${POSTING}/singles.ts`,
        from: 'if (payer.flags & (FLAG.frozenOut | FLAG.closed) || payee.flags & (FLAG.frozenIn | FLAG.closed))',
        to: 'if (payer.flags & FLAG.closed || payee.flags & FLAG.closed)',
      },
    ],
    tests: [LAWS],
  },
  {
    name: 'callers of a batch that locks first are answered before the commit',
    changes: one(
      `${POSTING}/fast-road.ts`,
      'return { accounts: found, written: await this.write(store.asking(tx), open, (id) => byId.get(id)) };',
      'const written = await this.write(store.asking(tx), open, (id) => byId.get(id)); this.answer(written, answers); return { accounts: found, written: null };',
    ),
    tests: [PROMISES],
  },
  {
    name: 'plain transfers never take the fast road',
    changes: one(`${POSTING}/singles.ts`, 'payee.net = creditAfter;', 'payee.net = -creditAfter;'),
    tests: [PROMISES],
  },
  {
    name: 'the witness of a transfer is the other account’s',
    changes: one(
      `${POSTING}/fast-road.ts`,
      'debitAfter: trace.debitAfter,\n        creditAfter: trace.creditAfter,',
      'debitAfter: trace.creditAfter,\n        creditAfter: trace.debitAfter,',
    ),
    tests: [LAWS],
  },
  {
    name: 'a batch is linked to the wrong row before it',
    changes: [
      { file: `${POSTING}/singles.ts`, from: 'one.account.last = one.lastLeg;', to: 'one.account.last = 1;' },
      { file: SINGLES, from: 'coalesce(b.last_seq, 0) = case', to: 'b.flags >= case when true then 0' },
    ],
    tests: [POSTER],
  },
];

const AROUND: readonly Fault[] = [
  {
    name: 'another request under a used key is answered as the first',
    changes: one(
      'server/platform/idempotency.ts',
      'if (!row.fingerprint.equals(fingerprint)) throw',
      'if (row.fingerprint.length === 0) throw',
    ),
    tests: ['server/platform/idempotency.db.test.ts'],
  },
  {
    name: 'the acquirer is asked to charge under a reference of its own each time',
    changes: one(
      'server/wallet/top-up/ask-provider.ts',
      '    reference: id,',
      '    reference: `${id}_${Math.random().toString(36).slice(2)}`,',
    ),
    tests: ['server/wallet/top-up'],
  },
  {
    name: 'a forged callback is believed',
    changes: one(
      'server/connectors/signed-news.ts',
      'signature.values.some((value) => isSameSecret(value, expected))',
      'signature.values.some((value) => value.length === expected.length)',
    ),
    tests: ['server/connectors/card', 'server/wallet/top-up/top-up-news.db.test.ts'],
  },
];

export const FAULTS: readonly Fault[] = [
  ...UNDER_LOCKS,
  ...AT_HOME,
  ...ONE_ANSWER,
  ...MONEY,
  ...FAST_ROAD,
  ...AROUND,
];
