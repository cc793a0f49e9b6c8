import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, stages as allStages, StageRun, User, type Meeting } from '@memo/entities';
import { buildMeeting, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { WireOverview } from './overview.schemas.ts';

let fixture: ApiFixture;
let authorization: string;
let meeting: Meeting;

beforeAll(async () => {
  fixture = await startApi();
  const { manager } = fixture.dataSource;
  const operator = await fixture.person();
  authorization = operator.authorization;
  await manager.update(User, { id: operator.user.id }, { isAdmin: true });
  const { scope } = await fixture.person();
  meeting = await buildMeeting(manager, scope, { title: 'Redundancies', status: 'PROCESSING' });
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const later = new Date(Date.now() + 3_600_000);
  const error = { code: 'dashboard_rejected', message: 'Not taken.', retryable: false };
  const runs: Omit<Partial<StageRun>, 'meeting' | 'result'>[] = [
    { stage: 'transcribe', part: 0, dueAt: minutesAgo(5) },
    { stage: 'transcribe', part: 1, dueAt: minutesAgo(1) },
    { stage: 'transcribe', part: 2, dueAt: later, waitingFor: 'speech', queuedAt: minutesAgo(2) },
    { stage: 'assemble', status: 'running', leaseUntil: later, startedAt: minutesAgo(1) },
    { stage: 'sync', status: 'failed', error, finishedAt: minutesAgo(30) },
  ];
  const { id: meetingId, workspaceId, userId } = meeting;
  await manager.insert(
    StageRun,
    runs.map((run) => ({ id: newId(), meetingId, workspaceId, userId, ...run })),
  );
});

afterAll(() => fixture.close());

const overview = async (): Promise<WireOverview> => {
  const path = '/api/v1/mobile/ops/overview';
  const answer = await fixture.api.get(path).set('authorization', authorization).expect(200);
  expect(answer.text).not.toContain('Redundancies');
  return answer.body as WireOverview;
};

describe('an operator', () => {
  it('sees what there is to do by stage, since when, what holds it up and why it failed', async () => {
    const { stages, held, failed, oldest } = await overview();
    expect(stages.map(({ stage }) => stage).sort()).toEqual([...allStages].sort());
    expect(stages.find(({ stage }) => stage === 'transcribe')).toMatchObject({
      ...{ queue: 'transcription', runnable: 2, later: 1, parked: 0, leased: 0, failed: 0 },
    });
    expect(stages.find(({ stage }) => stage === 'transcribe')?.oldest_seconds).toBeGreaterThan(299);
    expect(stages.find(({ stage }) => stage === 'assemble')).toMatchObject({
      ...{ leased: 1, oldest_seconds: null },
    });
    expect(held).toEqual([
      { stage: 'transcribe', reason: 'speech', runs: 1, oldest_seconds: expect.any(Number) },
    ]);
    expect(failed).toEqual([
      { stage: 'sync', reason: 'dashboard_rejected', runs: 1, oldest_seconds: expect.any(Number) },
    ]);
    expect(oldest).toMatchObject([
      { meeting_id: meeting.id, stage: 'transcribe' },
      { meeting_id: meeting.id, stage: 'transcribe' },
    ]);
    expect(oldest[0]?.waiting_seconds).toBeGreaterThan(oldest[1]?.waiting_seconds ?? Infinity);
  });

  it('sees what the sweeper did last, whether the sealer follows, and what nobody claims', async () => {
    const all = await waitFor('its turns', async () => {
      const answer = await overview();
      const names = answer.sweeps.map(({ sweep }) => sweep);
      return names.includes('reconcile') && names.includes('sealJournal') && answer;
    });
    expect(all.sweeps.find(({ sweep }) => sweep === 'reconcile')).toMatchObject({
      found: expect.any(Number),
    });
    expect(all.unsealed.events).toMatchObject({ rows: expect.any(Number) });
    expect(all.unclaimed).toEqual({ rows: 0, oldest_seconds: null });
  });

  it('sees the queues and who works on them, and without Redis the rest', async () => {
    const up = await overview();
    expect(up.redis).toBe('up');
    expect(up.queues.map(({ queue, workers }) => `${queue} ${workers}`)).toEqual([
      ...['transcription 0', 'analytics 0', 'dashboard-sync 0'],
    ]);
    fixture.redis.pause();
    const away = await overview().finally(() => fixture.redis.resume());
    expect(away).toMatchObject({
      redis: 'away',
      stages: up.stages.map(({ stage }) => ({ stage })),
    });
    expect(away.queues.every(({ workers, jobs }) => workers === null && jobs === null)).toBe(true);
  });
});
