import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnalyticsWorkerConfig } from '@memo/config';
import { Meeting, newId, StageRun } from '@memo/entities';
import { Transcript } from '@memo/entities/transcripts';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  startRedis,
  waitFor,
  type TestDatabase,
  type TestRedis,
} from '@memo/testing';
import { composeAnalyticsWorker } from './compose.ts';

let database: TestDatabase;
let redis: TestRedis;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});

afterAll(() => Promise.all([database.close(), redis.close()]));

describe('the analytics worker', () => {
  it('takes an analysis off its queue, keeps the metrics and hands the meeting to the dashboard', async () => {
    const { manager } = database.dataSource;
    const scope = await buildAccount(manager);
    const meeting = await buildMeeting(manager, scope, { status: 'COMPLETED', durationMs: 9_000 });
    const owner = { workspaceId: scope.workspaceId, meetingId: meeting.id };
    const source = { provider: 'offline', model: 'test' };
    await manager.insert(Transcript, { id: newId(), ...owner, segments: [], ...source });
    const run = { id: newId(), ...owner, stage: 'analyze' as const };
    await manager.insert(StageRun, run);

    const connections = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const worker = await composeAnalyticsWorker(
      loadAnalyticsWorkerConfig(connections),
      silentLogger,
    );
    const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
    try {
      await producer.offer('analytics', 1);
      const analyzed = await waitFor('the metrics', () =>
        manager.findOneBy(Meeting, { id: meeting.id, analyticsStatus: 'COMPLETED' }),
      );
      expect(analyzed.analyticsData).toMatchObject({ duration_ms: 9_000, silence_ms: 9_000 });
      expect(await manager.countBy(StageRun, { meetingId: meeting.id, stage: 'sync' })).toBe(1);
    } finally {
      await producer.close();
      await worker.close(0);
    }
  });
});
