import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { explain, indexesRead, readWhole } from '@memo/testing/explain';
import { readChanges } from './changes.sql.ts';

const events = 100_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it(`what changed after a position is read from its place among ${events} events`, async () => {
  const { dataSource } = database;
  const { workspaceId } = await buildAccount(dataSource.manager);
  await dataSource.query(
    `INSERT INTO event_heads (workspace_id, position) VALUES ($1, ${events})`,
    [workspaceId],
  );
  await dataSource.query(
    `INSERT INTO domain_events (workspace_id, position, kind, meeting_id, details, at)
     SELECT $1, n, 'meeting.updated', gen_random_uuid(), '{}', now() FROM generate_series(1, ${events}) AS n`,
    [workspaceId],
  );
  await dataSource.query('ANALYZE domain_events, event_heads');
  const values = { viewer: 1, after: events / 2, limit: 100, told_afterwards: ['meeting.deleted'] };
  for (const known of [values, 'any'] as const) {
    const steps = await explain(dataSource, readChanges, { workspaceId, values: known });
    expect(readWhole(steps)).not.toContain('domain_events');
    const conditions = indexesRead(steps).map(({ condition }) => condition);
    expect(conditions).toContainEqual(expect.stringMatching(/workspace_id .*position/));
  }
});
