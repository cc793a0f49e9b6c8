import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bigint, openStatement, sql, text } from '@memo/entities';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { explain, indexesRead, readWhole } from '@memo/testing/explain';

const runs = 100_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { workspaceId, userId } = await buildAccount(database.dataSource.manager);
  const session = database.dataSource.createQueryRunner();
  await session.query('SET session_replication_role = replica');
  await session.query(
    `INSERT INTO meetings (id, workspace_id, user_id, title, playback_key)
     SELECT lpad(to_hex(n), 32, '0')::uuid, $1, $2, 'Weekly sync', 'none' FROM generate_series(1, ${runs}) AS n`,
    [workspaceId, userId],
  );
  // Most of it is done; some waits, little is at work.
  await session.query(
    `INSERT INTO stage_runs (id, workspace_id, user_id, meeting_id, stage, status, lease_until, finished_at)
     SELECT gen_random_uuid(), $1, $2, lpad(to_hex(n), 32, '0')::uuid,
       (ARRAY['prepare', 'transcribe', 'assemble', 'summarize', 'analyze', 'sync'])[1 + n % 6],
       CASE WHEN n % 1000 = 0 THEN 'running' WHEN n % 20 = 0 THEN 'queued' ELSE 'succeeded' END, now(), now()
     FROM generate_series(1, ${runs}) AS n`,
    [workspaceId, userId],
  );
  await session.query('ANALYZE stage_runs, meetings');
  await session.query('RESET session_replication_role');
  await session.release();
});
afterAll(() => database.close());

/** As an autoscaler asks, every few seconds. */
const asked = openStatement({
  name: 'test.runnable_runs',
  acrossWorkspaces: 'a fleet works for every workspace',
  values: {},
  columns: { queue: text, count: bigint },
  sql: () => sql`SELECT queue, runnable + leased AS count FROM runnable_runs`,
});

describe(`the view of an autoscaler among ${runs} runs`, () => {
  it.each(['transcription', 'dashboard-sync'])(
    'reads what waits and what is at work for %s from the indexes of what is not done',
    async (queue) => {
      const statement = { ...asked, text: `${asked.text} WHERE queue = '${queue}'` };
      const steps = await explain(database.dataSource, statement, { workspaceId: '', values: {} });
      expect(readWhole(steps)).not.toContain('stage_runs');
      expect(readWhole(steps)).not.toContain('meetings');
      const conditions = indexesRead(steps).map(({ condition }) => condition);
      expect(conditions).toContainEqual(expect.stringMatching(/stage.*due_at <= now\(\)/));
    },
  );
});
