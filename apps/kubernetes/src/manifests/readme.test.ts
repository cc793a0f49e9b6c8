import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { createTestDatabase, type TestDatabase } from '@memo/testing';
import { readBase, readBaseSettings, repository } from './objects.ts';
import { containersOf, podsOf } from './pods.ts';
import { settingsOf } from './settings.ts';

const guide = await readFile(join(repository, 'k8s/README.md'), 'utf8');

/** The statements of the guide, with other names: roles belong to the whole server. */
const statements = [...guide.matchAll(/```sql\n([^]*?)```/g)]
  .flatMap(([, block = '']) => block.split(';\n'))
  .filter((statement) => statement.includes('memo_scaler'))
  .map((statement) => statement.replaceAll('memo_scaler', `scaler_${process.pid}`));
const role = `scaler_${process.pid}`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.dataSource.query(`DROP OWNED BY ${role}`);
  await database.dataSource.query(`DROP ROLE ${role}`);
  await database.close();
});

describe('the SQL of k8s/README.md', () => {
  it('lets the role of the scaler read the view, and nothing else', async () => {
    expect(statements).toHaveLength(3);
    const { dataSource } = database;
    for (const statement of statements) await dataSource.query(statement);
    const asScaler = (sql: string) =>
      dataSource.transaction(async (manager) => {
        await manager.query(`SET LOCAL ROLE ${role}`);
        return manager.query<unknown[]>(sql);
      });
    expect(await asScaler('SELECT queue FROM runnable_runs')).toHaveLength(3);
    const tables = await dataSource.query<{ name: string }[]>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      await expect(asScaler(`SELECT FROM "${name}"`)).rejects.toThrow(/permission denied/);
    }
  });
});

describe('k8s/README.md', () => {
  it('says before all else what was not run', () => {
    const [, , first = ''] = guide.split('\n');
    expect(first).toMatch(/^\*\*Neither a cluster nor KEDA was run/);
  });

  it('names every secret with every key, and says which may be missing', async () => {
    const objects = (await readBase()).map(({ object }) => object);
    const settings = await readBaseSettings();
    const wanted = new Map<string, boolean>();
    for (const container of podsOf(objects).flatMap(containersOf)) {
      for (const { secret, key, optional } of Object.values(
        settingsOf(container, settings).secrets,
      )) {
        wanted.set(`${secret} ${key}`, optional);
      }
    }
    for (const object of objects) {
      if (!TriggerAuthentication.is(object)) continue;
      for (const { name, key } of object.spec.secretTargetRef ?? [])
        wanted.set(`${name} ${key}`, false);
    }
    expect(Object.fromEntries(wanted)).toEqual(secretsOf(guide));
  });
});

/** The rows of the table of secrets: every key, and whether it may be missing. */
const secretsOf = (text: string): Record<string, boolean> =>
  Object.fromEntries(
    [...text.matchAll(/^\| `(memo-[\w-]+)` +\| (.*?) \|/gm)].flatMap(([, secret = '', keys = '']) =>
      [...keys.matchAll(/`([a-z-]+)`( \\\*)?/g)].map(
        ([, key = '', star]) => [`${secret} ${key}`, star !== undefined] as const,
      ),
    ),
  );
