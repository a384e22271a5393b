// `npm run drill -- [--transfers N] [--by-rows] [--json FILE]`: loses a whole server on purpose, brings it back from backup and archive,
// and compares every transfer that was confirmed with what came back. docs/runbooks/restore.md tells how to read the figures.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SETTINGS } from '#platform/settings';
import { machine, table, writeJson } from '../bench/report.ts';
import { compare } from './drill/compare.ts';
import { openWorld } from './drill/world.ts';

/** Share of the transfers that is there when the backup begins; the rest comes after it, and more while it runs. */
const BEFORE_BACKUP = 0.8;
/** Wallets that pay each other. */
const WALLETS = 2_000;
const ROOT = join(import.meta.dirname, '..');

/** One command of the operator's, on a data folder; its words are shown. Answers how many seconds it took. */
async function okpay(data: string, ...args: string[]): Promise<number> {
  const began = performance.now();
  const settings = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.has(name)));
  const child = spawn(process.execPath, ['server/cli.ts', ...args], {
    cwd: ROOT,
    env: { ...others, OKPAY_DATA: data },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`okpay ${args[0]} ended with ${String(code)}`);
  return (performance.now() - began) / 1000;
}

const tell = (what: string): void => console.log(`· ${what}`);

async function drill(root: string, { transfers, byRows }: { transfers: number; byRows: boolean }) {
  const [data, archive, backup, restored] = ['data', 'archive', 'backup', 'restored'].map((name) => join(root, name)) as [string, string, string, string]; // prettier-ignore
  const world = await openWorld({ data, archive, told: join(root, 'told'), wallets: WALLETS });
  tell(`posting ${transfers} transfers`);
  const filling = performance.now();
  await world.post(Math.floor(transfers * BEFORE_BACKUP));
  const fillingSeconds = (performance.now() - filling) / 1000;
  const toldBefore = world.told();
  const stop = world.keepPosting();
  tell(`backing up while transfers run, after ${toldBefore}`);
  const backupSeconds = await okpay(data, 'backup', backup, ...(byRows ? ['--by-rows'] : []));
  await stop();
  const toldMeanwhile = world.told() - toldBefore;
  await world.post(transfers - Math.floor(transfers * BEFORE_BACKUP));
  const databaseBytes = await world.databaseBytes();
  tell('the server is killed, its disk is lost');
  const lostAt = await world.lose();
  const restoreSeconds = await okpay(restored, 'restore', backup, ...(byRows ? [] : ['--archive', archive]));
  tell('comparing with what was confirmed');
  const compared = await compare(restored, { told: join(root, 'told'), lostAt });
  return {
    transfers: world.told(),
    toldBeforeBackup: toldBefore,
    toldWhileBackingUp: toldMeanwhile,
    fillingSeconds,
    databaseBytes,
    backupSeconds,
    backupBytes: sizeOf(backup),
    archiveBytes: byRows ? 0 : sizeOf(archive),
    restoreSeconds,
    ...compared,
  };
}

const sizeOf = (folder: string): number =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(join(entry.parentPath, entry.name)).size, 0);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      transfers: { type: 'string', default: '200000' },
      'by-rows': { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const transfers = Number(values.transfers);
  if (!Number.isSafeInteger(transfers) || transfers < 1_000)
    throw new Error('--transfers takes a number of 1000 or more');
  const before = machine();
  const root = fs.mkdtempSync(join(tmpdir(), 'okpay-drill-'));
  fs.chmodSync(root, 0o755); // PostgreSQL's own user must pass.
  try {
    const figures = await drill(root, { transfers, byRows: values['by-rows'] });
    const goals = [
      { figure: 'missingFromBackup', atMost: 0 },
      { figure: 'different', atMost: 0 },
      { figure: 'lostSeconds', atMost: values['by-rows'] ? Infinity : 300 },
      { figure: 'restoreSeconds', atMost: 900 },
    ];
    console.log(table('drill', before, { figures, goals }));
    if (values.json)
      writeJson(resolve(process.env['INIT_CWD'] ?? process.cwd(), values.json), 'drill', before, {
        figures,
        goals,
      });
    const { missingFromBackup, different, cameBack, toldBeforeBackup } = figures;
    if (missingFromBackup > 0 || different > 0 || cameBack < toldBeforeBackup)
      throw new Error(
        'the drill failed: what was confirmed before the backup did not come back as it was told',
      );
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

await main();
