import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from './migrate.ts';
import { waitUntilMigrated } from './wait-until-migrated.ts';

const role = `memo_waits_${process.pid}`;

let empty: TestDatabase;
let migrated: TestDatabase;

beforeAll(async () => {
  [empty, migrated] = await Promise.all([createEmptyTestDatabase(), createTestDatabase()]);
  await migrated.dataSource.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of the test'`);
});
afterAll(async () => {
  await migrated.dataSource.query(`DROP OWNED BY ${role}`);
  await migrated.dataSource.query(`DROP ROLE ${role}`);
  await Promise.all([empty.close(), migrated.close()]);
});

const soon = { withinMs: 60, everyMs: 10 };

describe('waiting for the tables of this release', () => {
  it('ends as soon as they are there, and tells once what it waits for', async () => {
    const told: string[] = [];
    let migrating: Promise<unknown> | undefined;
    const notify = (message: string) => {
      told.push(message);
      migrating ??= migrate({ url: empty.url });
    };
    await waitUntilMigrated({ url: empty.url, withinMs: 60_000, everyMs: 10, notify });
    await migrating;
    expect(told[0]).toMatch(
      /^The database waits for the migration Initial1763690000000 and \d+ more\.$/,
    );
    expect(new Set(told).size).toBe(told.length);
  });

  it('ends at once where a later release has migrated', async () => {
    await migrated.dataSource.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
    );
    await expect(waitUntilMigrated({ url: migrated.url, ...soon })).resolves.toBeUndefined();
  });

  it('names what is missing when its time is over', async () => {
    const { dataSource, url } = migrated;
    const last = dataSource.migrations.at(-1)?.name;
    await dataSource.query('DELETE FROM migrations WHERE name = $1', [last]);
    await expect(waitUntilMigrated({ url, ...soon })).rejects.toMatchObject({
      kind: 'unavailable',
      message: `The database waits for the migration ${last}. It was waited for 0.06 s. Run "memo migrate" of this release, and look at what it says.`,
    });
    await dataSource.query('INSERT INTO migrations (timestamp, name) VALUES (0, $1)', [last]);
  });

  it('asks with the role of a process, and waits while that may see nothing', async () => {
    const url = new URL(migrated.url);
    url.username = role;
    url.password = 'of the test';
    const asked = { url: url.href, everyMs: 10 };
    await expect(waitUntilMigrated({ ...asked, withinMs: 60 })).rejects.toMatchObject({
      message: expect.stringMatching(/^The database cannot be asked: permission denied/),
    });
    await migrated.dataSource.query(`GRANT SELECT ON migrations TO ${role}`);
    await expect(waitUntilMigrated({ ...asked, withinMs: 60 })).resolves.toBeUndefined();
  });

  it('says in a sentence that nobody answers', async () => {
    const waiting = waitUntilMigrated({ url: 'postgres://127.0.0.1:1/none', ...soon });
    await expect(waiting).rejects.toMatchObject({
      message: expect.stringMatching(/^The database cannot be asked: .*ECONNREFUSED/),
    });
  });
});
