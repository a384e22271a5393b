// From settings to an open, migrated, checked database, embedded or the operator's.
import type { Config } from './config.ts';
import { refuseUnsafe } from './database-checks.ts';
import type { DatabaseUrls } from './database-roles.ts';
import { startEmbedded } from './embedded-postgres.ts';
import { connectExternal, mayCreate } from './external-postgres.ts';
import { migrate, refuseUnmigrated } from './migrate.ts';

type Settings = Pick<Config, 'mode' | 'data' | 'databaseUrl' | 'databaseOwnerUrl' | 'databaseDirectUrl'> & {
  archive?: Config['archive'];
};
/** The settings that are needed here, for commands that need no others. */
export const DATABASE_SETTINGS = [
  'mode',
  'data',
  'databaseUrl',
  'databaseOwnerUrl',
  'databaseDirectUrl',
  'archive',
] as const satisfies readonly (keyof Settings)[];

/** Addresses for the running application: what its roles may do, and no more. */
export type Database = Omit<DatabaseUrls, 'ownerUrl'> & {
  /** Folder of an embedded server's data. */
  folder?: string;
  /** Names of the migrations that were applied just now. */
  migrated: string[];
  /** Ends an embedded server that this process looks after. */
  stop(): Promise<void>;
};

/**
 * Opens the database that the settings name. `use: 'share'` (a command beside a running server) takes a running embedded server as it is.
 * The owner's address is used for migrations and then forgotten.
 */
export async function openDatabase(
  settings: Settings,
  { use = 'own' }: { use?: 'own' | 'share' } = {},
): Promise<Database> {
  return settings.databaseUrl ? openExternal(settings, settings.databaseUrl) : openEmbedded(settings, use);
}

async function openEmbedded({ mode, data, archive }: Settings, use: 'own' | 'share'): Promise<Database> {
  const cluster = await startEmbedded({ dir: data, use, archive });
  try {
    const migrated = await migrate({ ownerUrl: cluster.ownerUrl, jobsUrl: cluster.jobsUrl, mode });
    await refuseUnsafe(cluster.appUrl);
    const { appUrl, jobsUrl, directUrl, folder, stop } = cluster;
    return { appUrl, jobsUrl, directUrl, folder, migrated, stop };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function openExternal(
  { mode, databaseOwnerUrl, databaseDirectUrl }: Settings,
  databaseUrl: string,
): Promise<Database> {
  // A sandbox's one user may be the owner too; in live mode the running application never holds an owner's rights.
  const isOwner = mode === 'sandbox' && !databaseOwnerUrl && (await mayCreate(databaseUrl));
  const ownerUrl = databaseOwnerUrl ?? (isOwner ? databaseUrl : undefined);
  const urls = await connectExternal({ databaseUrl, ownerUrl, directUrl: databaseDirectUrl });
  const migrated =
    urls.ownerUrl && urls.migrationJobsUrl
      ? await migrate({ ownerUrl: urls.ownerUrl, jobsUrl: urls.migrationJobsUrl, mode })
      : [];
  if (!urls.ownerUrl) await refuseUnmigrated({ appUrl: urls.appUrl, mode });
  if (mode === 'live') await refuseUnsafe(urls.appUrl);
  const { appUrl, jobsUrl, directUrl } = urls;
  return { appUrl, jobsUrl, directUrl, migrated, stop: async () => {} };
}
