import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createOverviewService } from './overview.service.ts';
import { buildMetrics } from './test/build-metrics.ts';

let database: TestDatabase;
let scope: UserScope;
const transactions: string[] = [];
const statements: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { dataSource } = database;
  scope = await buildAccount(dataSource.manager);
  for (let count = 0; count < 30; count += 1) {
    const { id: meetingId, workspaceId } = await buildMeeting(dataSource.manager, scope, {
      analyticsStatus: 'COMPLETED',
      analyticsData: { ...buildMetrics([{ talkMs: 1_000 }], 60_000) },
    });
    const speaker = { id: newId(), workspaceId, meetingId, key: 'S1', label: 'Speaker1' };
    await dataSource.manager.insert(MeetingSpeaker, { ...speaker, name: null, side: null });
  }
  const ignored = () => undefined;
  dataSource.logger = {
    logQuery: (statement) => transactions.push(statement),
    logQueryError: ignored,
    logQuerySlow: ignored,
    logSchemaBuild: ignored,
    logMigration: ignored,
    log: ignored,
  };
});

afterAll(() => database.close());

describe('an overview', () => {
  it('takes four statements in one snapshot, whatever the number of meetings', async () => {
    const service = createOverviewService(
      createDatabase(database.dataSource, ({ statement }) => statements.push(statement.name)),
    );
    const { total_meetings, talk_time_by_speaker } = await service.read(scope, {});
    expect(total_meetings).toBe(30);
    expect(talk_time_by_speaker).toMatchObject([{ talk_time_ms: 30_000, meeting_count: 30 }]);
    expect(statements).toHaveLength(4);
    expect(transactions.filter((statement) => statement.startsWith('START'))).toHaveLength(1);
    expect(transactions.join()).toContain('REPEATABLE READ');
  });
});
