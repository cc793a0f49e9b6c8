import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadDashboardSyncWorkerConfig } from '@memo/config';
import { Meeting, newId, StageRun, type DashboardStatus } from '@memo/entities';
import { createJobProducer } from '@memo/jobs';
import { silentLogger, type Logger } from '@memo/logging';
import {
  buildAccount,
  createTestDatabase,
  startRedis,
  waitFor,
  type TestDatabase,
  type TestRedis,
} from '@memo/testing';
import { startDashboard, type TestDashboard } from '@memo/testing/dashboard';
import { buildCompletedMeeting } from '../test/completed-meeting.ts';
import { composeDashboardSyncWorker } from './compose.ts';

const secret = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`;

let database: TestDatabase;
let redis: TestRedis;
let dashboard: TestDashboard;
let worker: Awaited<ReturnType<typeof composeDashboardSyncWorker>>;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
});

afterAll(() => Promise.all([database.close(), redis.close()]));

beforeEach(async () => {
  dashboard = await startDashboard({ secret });
  const config = configOf({ DASHBOARD_SIGNING_SECRET: secret });
  worker = await composeDashboardSyncWorker(config, silentLogger);
});

afterEach(async () => {
  await worker.close(0);
  await dashboard.close();
});

const configOf = (settings: Record<string, string>) =>
  loadDashboardSyncWorkerConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    DASHBOARD_BASE_URL: dashboard.url,
    ...settings,
  });

/** A completed meeting with its `sync` job on the queue. */
async function queueMeeting(): Promise<Meeting> {
  const { manager } = database.dataSource;
  const meeting = await buildCompletedMeeting(manager, await buildAccount(manager));
  const { id: meetingId, workspaceId } = meeting;
  const run = { id: newId(), workspaceId, meetingId, stage: 'sync' as const };
  await manager.insert(StageRun, run);
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  await producer.offer('dashboard-sync', 1);
  await producer.close();
  return meeting;
}

const becomes = ({ id }: Meeting, dashboardStatus: DashboardStatus): Promise<Meeting> =>
  waitFor(dashboardStatus, () =>
    database.dataSource.manager.findOneBy(Meeting, { id, dashboardStatus }),
  );

it('a worker whose deliveries nobody signs warns of it, once, at its start', async () => {
  const warnings: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (message) => warnings.push(message) };
  const unsigned = await composeDashboardSyncWorker(configOf({}), logger);
  await unsigned.close(0);
  expect(warnings).toEqual([expect.stringContaining('Set DASHBOARD_SIGNING_SECRET.')]);
});

describe('the dashboard sync worker', () => {
  it('takes a meeting off its queue and delivers it', async () => {
    await becomes(await queueMeeting(), 'DELIVERED');
    expect(dashboard.deliveries).toHaveLength(1);
  });

  it('delivers at a later try what the dashboard could not take at first', async () => {
    dashboard.answerNext(500);
    await becomes(await queueMeeting(), 'DELIVERED');
    const ids = dashboard.deliveries.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('does not try again what the dashboard rejects, and keeps the meeting COMPLETED', async () => {
    dashboard.answerNext(400);
    const meeting = await becomes(await queueMeeting(), 'FAILED');
    expect(meeting).toMatchObject({ status: 'COMPLETED', error: null });
    expect(dashboard.deliveries).toHaveLength(1);
    const [run] = await database.dataSource.manager.findBy(StageRun, { meetingId: meeting.id });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'dashboard_rejected' } });
  });
});
