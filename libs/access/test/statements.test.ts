import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@memo/testing';
import { columnsAsDeclared, columnsByPostgres, statementsBelow } from '@memo/testing/statements';

const statements = await statementsBelow(new URL('../src/', import.meta.url));

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('every statement of access', () => {
  it.each(statements.map((statement) => [statement.name, statement] as const))(
    'gives the columns it declares: %s',
    async (_, statement) => {
      expect(await columnsByPostgres(database.url, statement)).toEqual(
        columnsAsDeclared(statement),
      );
    },
  );
});
