// One of the product's processes, on a database of the run: node chaos/app-process.ts '{"env":{…},"database":{…}}'
import { parseConfig } from '#platform/config';
import { startServer } from '../server/main.ts';
import { whenAsked } from './child.ts';

const given = JSON.parse(process.argv[2] ?? '{}') as {
  env: Record<string, string>;
  database: { appUrl: string; jobsUrl: string; directUrl: string };
};
const server = await startServer(parseConfig(given.env), {
  ...given.database,
  migrated: [],
  stop: async () => {},
});
whenAsked(() => void server.stop().finally(() => process.exit(0)));
process.stdout.write('ready\n');
