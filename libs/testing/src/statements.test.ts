import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integer, ownedStatement, sql, text, uuid, type Sql } from '@memo/entities';
import { createTestDatabase, type TestDatabase } from './index.ts';
import { columnsAsDeclared, columnsByPostgres } from './statements.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const giving = (columns: Sql, declared = { id: uuid, title: text }) =>
  ownedStatement({
    name: 'test.columns',
    values: { id: uuid },
    columns: declared,
    sql: ({ $, own }) =>
      sql`SELECT ${columns} FROM meetings WHERE ${own('meetings')} AND id = ${$.id}`,
  });

describe('the columns of a statement', () => {
  it('are those that PostgreSQL gives', async () => {
    const statement = giving(sql`id, title`);
    expect(await columnsByPostgres(database.url, statement)).toEqual(columnsAsDeclared(statement));
  });

  it('differ when one is missing or of another type', async () => {
    const seen = await columnsByPostgres(database.url, giving(sql`id, generation AS title`));
    expect(seen).toEqual({ id: 'uuid', title: 'integer' });
  });

  it('are told of an insert without running it', async () => {
    const insert = ownedStatement({
      name: 'test.insert',
      values: { id: uuid },
      columns: { id: uuid, side: integer },
      sql: ({ $, workspace }) => sql`INSERT INTO recordings (id, workspace_id)
        VALUES (${$.id}, ${workspace}) RETURNING id, side::integer AS side`,
    });
    expect(await columnsByPostgres(database.url, insert)).toEqual(columnsAsDeclared(insert));
  });

  it('cannot be told of a statement that PostgreSQL refuses', async () => {
    await expect(columnsByPostgres(database.url, giving(sql`no_such_column`))).rejects.toThrow(
      'no_such_column',
    );
  });
});
