import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Statement } from '@memo/entities';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from './index.ts';

/**
 * The test that every statement below a folder gives the columns it declares.
 * @param whose such as "the journal".
 */
export async function describeStatements(whose: string, folder: URL): Promise<void> {
  const statements = await statementsBelow(folder);

  describe(`every statement of ${whose}`, () => {
    let database: TestDatabase;

    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(() => database.close());

    it.each(statements.map((statement) => [statement.name, statement] as const))(
      'gives the columns it declares: %s',
      async (_, statement) => {
        expect(await columnsByPostgres(database.url, statement)).toEqual(
          columnsAsDeclared(statement),
        );
      },
    );
  });
}

/**
 * The statements of a package: what its files named `*.sql.ts` export, one by one, in a list or by name. A function that
 * makes statements exports those it can make beside it.
 */
export async function statementsBelow(folder: URL): Promise<Statement[]> {
  const root = fileURLToPath(folder);
  const files = (await readdir(root, { recursive: true })).filter((file) =>
    file.endsWith('.sql.ts'),
  );
  const found: Statement[] = [];
  for (const file of files.sort()) {
    const exported = (await import(pathToFileURL(join(root, file)).href)) as object;
    found.push(...statementsIn({ ...exported }));
  }
  return found;
}

function statementsIn(value: unknown): Statement[] {
  if (isStatement(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(statementsIn);
}

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'reach' in value && 'places' in value;

interface RowDescription {
  fields: { name: string; dataTypeID: number }[];
}

/**
 * The columns that PostgreSQL says a statement gives, with its name of each type. The statement is prepared and run with
 * nothing for every value, and taken back.
 * @throws what PostgreSQL says of a statement that it cannot prepare.
 */
export async function columnsByPostgres(
  url: string,
  statement: Statement,
): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let described: RowDescription = { fields: [] };
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  try {
    await client.query('BEGIN');
    await client.query(`PREPARE asked AS ${statement.text}`);
    const listen = (answer: RowDescription) => (described = answer);
    connection.on('rowDescription', listen);
    const values = statement.places.map(() => null);
    // Described before it is run: a row without values may be refused then, which says nothing about its columns.
    await client
      .query({ name: statement.name, text: statement.text, values })
      .catch(() => undefined);
    connection.off('rowDescription', listen);
    await client.query('ROLLBACK');
    const types = await client.query<{ oid: number; type: string }>(
      'SELECT oid::int, format_type(oid, NULL) AS type FROM pg_type WHERE oid = ANY($1)',
      [described.fields.map(({ dataTypeID }) => dataTypeID)],
    );
    const nameOf = new Map(types.rows.map(({ oid, type }) => [oid, type]));
    return Object.fromEntries(
      described.fields.map(({ name, dataTypeID }) => [name, plain(nameOf.get(dataTypeID) ?? '?')]),
    );
  } finally {
    await client.end();
  }
}

/** The columns that a statement says it gives, in the same words. */
export const columnsAsDeclared = ({ columns }: Statement): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, { pg: type }]) => [name, plain(type)]));

/** Types of text are one to the driver. */
const plain = (type: string): string =>
  type.replace(/^(?:character varying|name|citext)\b/, 'text');
