import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, createTestDatabase, type TestDatabase, type UserScope } from '@memo/testing';
import { explain, indexesRead, readWhole } from '@memo/testing/explain';
import { countParts, listStatements } from './list.sql.ts';
import type { Narrowing } from './listed.sql.ts';

const meetings = 100_000;

let database: TestDatabase;
let scope: UserScope;

/** A tenth of them in the workspace. */
beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
  const session = database.dataSource.createQueryRunner();
  await session.query('SET session_replication_role = replica');
  await session.query(
    `INSERT INTO meetings (id, workspace_id, user_id, title, summary, status, analytics_status, needs_review,
       created_at)
     SELECT gen_random_uuid(), CASE WHEN n % 10 = 0 THEN $1 ELSE other END, 1, 'm', repeat('They agreed. ', 20),
       (ARRAY['COMPLETED', 'FAILED', 'PENDING'])[1 + n % 3],
       (ARRAY['COMPLETED', 'FAILED', 'PENDING'])[1 + n % 3], n % 50 = 0, now() - n * interval '1 minute'
     FROM generate_series(1, ${meetings}) AS n, gen_random_uuid() AS other`,
    [scope.workspaceId],
  );
  await session.query('VACUUM ANALYZE meetings');
  await session.query('RESET session_replication_role');
  await session.release();
});
afterAll(() => database.close());

const values = {
  viewer: 1,
  status: 'FAILED',
  analytics_status: 'FAILED',
  needs_review: true,
  limit: 21,
  offset: 0,
  created_us: String(Date.now() * 1_000),
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

const narrowed: Narrowing[][] = [[], ['status'], ['analytics_status'], ['needs_review']];
const statements = narrowed.flatMap((by) =>
  Object.entries({ ...(by.length === 0 && countParts), ...listStatements('full', by) }).map(
    ([kind, statement]) => [kind, by.join() || 'nothing', statement] as const,
  ),
);
const isPage = (kind: string) => ['page', 'newest', 'older'].includes(kind);

describe(`a list among ${meetings} meetings`, () => {
  it.each(statements)('reads no table as a whole: %s by %s', async (_kind, _by, statement) => {
    const { workspaceId } = scope;
    const steps = await explain(database.dataSource, statement, { workspaceId, values });
    expect(readWhole(steps)).not.toContain('meetings');
    const [first] = indexesRead(steps);
    expect(first?.condition).toContain('workspace_id');
  });

  it('reads its first page in the order of an index, without sorting the workspace', async () => {
    const { workspaceId } = scope;
    for (const [, , statement] of statements.filter(([kind]) => isPage(kind))) {
      const steps = await explain(database.dataSource, statement, { workspaceId, values });
      const sorted = steps.filter(({ 'Node Type': type }) => type === 'Sort');
      for (const step of sorted) expect(step['Plan Rows']).toBeLessThanOrEqual(values.limit);
    }
  });
});
