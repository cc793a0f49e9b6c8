import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, createTestDatabase, type TestDatabase, type UserScope } from '@memo/testing';
import { explain, indexesRead, readWhole } from '@memo/testing/explain';
import { listStatements } from './list.sql.ts';
import type { Narrowing } from './listed.sql.ts';

const meetings = 100_000;

let database: TestDatabase;
let scope: UserScope;

/** Rows as triggers write them; in each of these meetings somebody says `every`, and in every fiftieth `fiftieth`. */
const seeds = [
  `INSERT INTO meetings (id, workspace_id, user_id, title, status, analytics_status, duration_ms, created_at)
   SELECT gen_random_uuid(), $1, 1, 'm', 'COMPLETED', 'COMPLETED', n, now() - n * interval '1 minute'
   FROM generate_series(1, ${meetings}) AS n`,
  `INSERT INTO search_labels SELECT id, workspace_id, created_at, title FROM meetings WHERE workspace_id = $1`,
  `INSERT INTO search_words SELECT id, workspace_id, created_at, array_to_tsvector(CASE WHEN duration_ms % 50 = 0
     THEN ARRAY[search_key($1) || 'every', search_key($1) || 'fiftieth'] ELSE ARRAY[search_key($1) || 'every'] END)
   FROM meetings WHERE workspace_id = $1`,
];

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
  const session = database.dataSource.createQueryRunner();
  await session.query('SET session_replication_role = replica');
  for (const seed of seeds) await session.query(seed, [scope.workspaceId]);
  await session.query('ANALYZE meetings, search_labels, search_words');
  await session.query('RESET session_replication_role');
  await session.release();
});
afterAll(() => database.close());

const searched: Narrowing[][] = [
  ['search'],
  ['status', 'search'],
  ['status', 'analytics_status', 'needs_review', 'search'],
];
const statements = searched.flatMap((by) =>
  Object.entries(listStatements('full', by)).map(
    ([kind, statement]) => [kind, by.join(), statement] as const,
  ),
);

const values = {
  viewer: 1,
  status: 'COMPLETED',
  analytics_status: 'COMPLETED',
  needs_review: false,
  limit: 21,
  offset: 0,
  created_us: '4000000000000000',
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

const never = ['meetings', 'search_labels', 'search_words'];

describe(`among ${meetings} meetings`, () => {
  describe.each(statements)('the plan of %s by %s', (_kind, _by, statement) => {
    it.each(['every', 'fiftieth', 'rare', 'rare fiftieth', 'm', 'm4711'])(
      'reads the entries of its workspace alone: %s',
      async (search) => {
        const { workspaceId } = scope;
        const asked = { workspaceId, values: { ...values, search } };
        const steps = await explain(database.dataSource, statement, asked);
        const key = workspaceId.slice(-8);
        expect(indexesRead(steps)).toEqual(
          expect.arrayContaining(
            ['search_labels_grams', 'search_words_words'].map((index) => ({
              index,
              condition: expect.stringContaining(key),
            })),
          ),
        );
        expect(readWhole(steps).filter((table) => never.includes(table))).toEqual([]);
      },
    );

    it('is the same for whatever is searched', async () => {
      const { workspaceId } = scope;
      const steps = await explain(database.dataSource, statement, { workspaceId, values: 'any' });
      expect(indexesRead(steps)).toEqual(
        expect.arrayContaining([
          {
            index: 'search_labels_grams',
            condition: expect.stringContaining('search_grams_query('),
          },
          { index: 'search_words_words', condition: expect.stringContaining('search_beginnings(') },
        ]),
      );
      expect(readWhole(steps).filter((table) => never.includes(table))).toEqual([]);
    });
  });
});
