import { after } from 'node:test';
import { closeDatabase, type DatabaseUrls, OWNER, withClient } from '#platform/database-roles';
import { type Db, openDb } from '#platform/db';

export type FreshDb = {
  /** As the running application: role okpay_app. */
  db: Db;
  /** As the owner of the tables, for what the application may not do. */
  owner: Db;
  urls: DatabaseUrls & { adminUrl: string };
};

/** A database of its own, cloned from the migrated template of this run. It is closed when the test (file) ends. */
export async function freshDb(): Promise<FreshDb> {
  const template = testCluster();
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`;
  await withClient(template.adminUrl, async (admin) => {
    await admin.query(`create database ${name} template okpay owner ${OWNER} strategy file_copy`);
    await closeDatabase(admin, name);
  });
  const at = (address: string) => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  const urls = {
    adminUrl: at(template.adminUrl),
    ownerUrl: at(template.ownerUrl),
    appUrl: at(template.appUrl),
    jobsUrl: at(template.jobsUrl),
    directUrl: at(template.directUrl),
  };
  const db = openDb(urls.appUrl);
  const owner = openDb(urls.ownerUrl, { size: 2 });
  after(async () => {
    await Promise.all([db.close(), owner.close()]);
  });
  return { db, owner, urls };
}

/** The addresses of the run's PostgreSQL, handed over by scripts/test.ts. */
function testCluster(): DatabaseUrls & { adminUrl: string } {
  const handed = process.env['OKPAY_TEST_CLUSTER'];
  if (!handed)
    throw new Error('this test needs the PostgreSQL of a test run: npm test -- path/to/file.test.ts');
  return JSON.parse(handed) as DatabaseUrls & { adminUrl: string };
}
