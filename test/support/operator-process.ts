// The operator's hand for journeys: invites whom a line of its input names, and answers each with the token of the invitation.
// node test/support/operator-process.ts, with the settings of the product that runs. One process for many colleagues: a command
// line loads the whole product for each.
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { STAFF_ROLES } from '#common/api/route';
import { inviteStaff } from '#identity';
import { movableClock } from '#platform/clock';
import { parseSettings } from '#platform/config';
import { DATABASE_SETTINGS, openDatabase } from '#platform/database';
import { openDb } from '#platform/db';
import { followClock } from '#sandbox';

const asked = z.object({ email: z.string(), name: z.string(), role: z.enum(STAFF_ROLES) });
const database = await openDatabase(parseSettings(process.env, DATABASE_SETTINGS), { use: 'share' });
const db = openDb(database.directUrl, { size: 2 });
for await (const line of createInterface({ input: process.stdin })) {
  const clock = movableClock();
  // The test clock may have moved since the last line.
  (await followClock(db, clock, async () => {})).stop();
  const { token } = await db.transaction((tx) => inviteStaff(tx, clock, asked.parse(JSON.parse(line))));
  process.stdout.write(`${token}\n`);
}
await db.close();
await database.stop();
