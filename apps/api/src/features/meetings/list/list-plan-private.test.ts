import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Statement } from '@memo/entities';
import { buildAccount, createTestDatabase, type TestDatabase, type UserScope } from '@memo/testing';
import { countParts, listStatements } from './list.sql.ts';
import type { Narrowing } from './listed.sql.ts';

const meetings = 100_000;
const members = 500;
/** Of which others keep all to themselves but every hundredth, which they share. */
const shared = 100;

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
  const session = database.dataSource.createQueryRunner();
  await session.query('SET session_replication_role = replica');
  await session.query(
    `INSERT INTO meetings (id, workspace_id, user_id, visibility, title, status, analytics_status, needs_review, created_at)
     SELECT gen_random_uuid(), $1, 1000 + n % ${members}, CASE WHEN n % ${shared} = 0 THEN 'workspace' ELSE 'private' END,
       'm', 'COMPLETED', 'COMPLETED', false, now() - n * interval '1 minute'
     FROM generate_series(1, ${meetings}) AS n`,
    [scope.workspaceId],
  );
  await session.query('VACUUM ANALYZE meetings');
  await session.query('RESET session_replication_role');
  await session.release();
});
afterAll(() => database.close());

const limit = 21;
/** A member of few meetings; a quarter of all is newer than the position. */
const values: Readonly<Record<string, unknown>> = {
  viewer: 1_001,
  status: 'COMPLETED',
  analytics_status: 'COMPLETED',
  needs_review: false,
  limit,
  offset: 0,
  created_us: String((Date.now() - (meetings / 4) * 60_000) * 1_000),
  id: '00000000-0000-0000-0000-000000000000',
};

interface Step {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Step[];
}

const stepsOf = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)];

/** How many rows, or entries of an index, of `meetings` a statement looks at. */
async function lookedAt(statement: Statement): Promise<number> {
  const given = statement.places.map((name) =>
    name === null ? scope.workspaceId : (values[name] ?? null),
  );
  const [explained] = await database.dataSource.query<{ 'QUERY PLAN': { Plan: Step }[] }[]>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement.text}`,
    given,
  );
  const steps = (explained?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => stepsOf(Plan));
  return steps
    .filter((step) => step['Relation Name'] === 'meetings')
    .reduce(
      (sum, step) =>
        sum + step['Actual Loops'] * (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)),
      0,
    );
}

const narrowed: Narrowing[][] = [[], ['status'], ['analytics_status'], ['needs_review']];

describe(`in a workspace of ${members} members who keep most of ${meetings} meetings private`, () => {
  it.each(narrowed.map((by) => [by.join() || 'nothing', by] as const))(
    'a page by %s looks at its own meetings, and at none that others keep',
    async (_, by) => {
      const { newest, older } = listStatements('full', by);
      for (const statement of [newest, older]) {
        const rows = await lookedAt(statement);
        expect(rows).toBeGreaterThanOrEqual(limit);
        // The page, its meetings once more, and what a merge looks ahead.
        expect(rows).toBeLessThanOrEqual(3 * limit);
      }
    },
  );

  it('a count looks at what the reader sees', async () => {
    expect(await lookedAt(countParts.shared)).toBe(meetings / shared);
    expect(await lookedAt(countParts.own)).toBe(meetings / members);
  });
});
