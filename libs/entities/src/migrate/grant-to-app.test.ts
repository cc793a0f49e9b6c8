import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@memo/testing';
import { grantToApp } from './grant-to-app.ts';

const role = `memo_app_${process.pid}`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.dataSource.query(`CREATE ROLE ${role}`);
  await grantToApp(database.dataSource, role);
});

afterAll(async () => {
  await database.dataSource.query(`DROP OWNED BY ${role}`);
  await database.dataSource.query(`DROP ROLE ${role}`);
  await database.close();
});

/** What the role gets to hear. */
const asRole = (sql: string) =>
  database.dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL ROLE ${role}`);
    return manager.query<unknown[]>(sql);
  });

it.each([
  `UPDATE audit_events SET action = 'nothing'`,
  'DELETE FROM audit_events',
  'TRUNCATE audit_events',
  'DELETE FROM audit_heads',
  'ALTER TABLE audit_events DISABLE TRIGGER ALL',
  'DROP TABLE audit_events',
  'DELETE FROM migrations',
])('the role of the processes may not: %s', async (sql) => {
  await expect(asRole(sql)).rejects.toThrow(/permission denied|must be owner/);
});

it.each([
  'SELECT * FROM audit_events LIMIT 1',
  `INSERT INTO audit_events (workspace_id, number, action, at, hash)
   VALUES (gen_random_uuid(), 1, 'tried', now(), 'x')`,
  `INSERT INTO audit_heads (workspace_id, number, hash, signature)
   VALUES (gen_random_uuid(), 1, 'x', 'y') ON CONFLICT (workspace_id) DO UPDATE SET number = 2`,
  'DELETE FROM pending_audit_entries',
  'UPDATE meetings SET title = title',
  'SELECT name FROM migrations',
])('and may: %s', async (sql) => {
  await expect(asRole(sql)).resolves.toBeDefined();
});

it('a role that is not there, or that migrates, is told of', async () => {
  await expect(grantToApp(database.dataSource, 'nobody_of_that_name')).rejects.toMatchObject({
    kind: 'misconfigured',
  });
  const [self] = await database.dataSource.query<{ name: string }[]>('SELECT current_user AS name');
  await expect(grantToApp(database.dataSource, self?.name ?? '')).rejects.toMatchObject({
    kind: 'misconfigured',
  });
});
