import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEmptyTestDatabase, type TestDatabase } from '@memo/testing';

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyTestDatabase();
  await database.dataSource.runMigrations();
});

afterAll(() => database.close());

it('the migrations make exactly the tables the entities describe', async () => {
  const drift = await database.dataSource.driver.createSchemaBuilder().log();
  expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
});

it('every migration can be taken back', async () => {
  const { migrations } = database.dataSource;
  for (let left = migrations.length; left > 0; left--) {
    await database.dataSource.undoLastMigration();
  }
  const tables: unknown[] = await database.dataSource.query(
    `SELECT table_name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name <> 'migrations'`,
  );
  expect(tables).toEqual([]);
});
