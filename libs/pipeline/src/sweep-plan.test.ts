import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { explain, indexesRead, readWhole } from '@memo/testing/explain';
import { stageLedger } from './stage-ledger.sql.ts';

const runs = 100_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { workspaceId, userId } = await buildAccount(database.dataSource.manager);
  const session = database.dataSource.createQueryRunner();
  await session.query('SET session_replication_role = replica');
  // Most of it is done; some waits, little is at work.
  await session.query(
    `INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, status, finished_at)
     SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'transcribe',
       CASE WHEN n % 1000 = 0 THEN 'running' WHEN n % 20 = 0 THEN 'queued' ELSE 'succeeded' END, now()
     FROM generate_series(1, ${runs}) AS n`,
    [workspaceId, userId],
  );
  await session.query('ANALYZE stage_runs');
  await session.query('RESET session_replication_role');
  await session.release();
});
afterAll(() => database.close());

describe(`the sweeper among ${runs} runs`, () => {
  const { due, counts } = stageLedger.statements;

  it.each([
    ['what could begin now', due],
    ['how much there is', counts],
  ])('reads %s from the indexes of what is not done', async (_, statement) => {
    const values = { kinds: ['transcribe', 'prepare'], failedDays: 7 };
    const steps = await explain(database.dataSource, statement, { workspaceId: '', values });
    expect(readWhole(steps)).not.toContain('stage_runs');
    expect(indexesRead(steps)).not.toHaveLength(0);
  });
});
