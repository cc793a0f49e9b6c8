import {
  advisoryLocks,
  AiCall,
  Meeting,
  newId,
  StageRun,
  type MeetingError,
  type Stage,
} from '@memo/entities';
import { buildMeeting, buildTranscript } from '@memo/testing';
import type { GapReason } from '@memo/transcript';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import { reconcileEveryMs } from '../../../sweeper/sweeper.ts';

const mobile = '/api/v1/mobile';

export type TranscriptionFixture = Awaited<ReturnType<typeof startTranscription>>;
export type Person = Awaited<ReturnType<TranscriptionFixture['person']>>;

const error: MeetingError = {
  code: 'audio_undecodable',
  message: 'This is no sound.',
  retryable: false,
  stage: 'transcribe',
};

/** The API, with people whose meetings wait, are stuck or have failed. */
export async function startTranscription(settings: Readonly<Record<string, string>> = {}) {
  const fixture = await startApi(settings);
  const { manager } = fixture.dataSource;
  // The sweeper queues what is stuck by itself: what a request found to queue would depend on which was first.
  const sweepLock = fixture.dataSource.createQueryRunner();
  await sweepLock.query('SELECT pg_advisory_lock($1, $2)', [advisoryLocks.sweep, reconcileEveryMs]);

  async function stageRun(meeting: Meeting, stage: Stage, columns: Partial<StageRun>) {
    const { id: meetingId, workspaceId } = meeting;
    const run = manager.create(StageRun, {
      id: newId(),
      meetingId,
      workspaceId,
      userId: meeting.userId,
      stage,
      ...columns,
    });
    return manager.save(run);
  }

  async function newPerson(place?: Place) {
    const person = await fixture.person(place);
    const { scope, authorization } = person;
    const send = (method: 'get' | 'post', path: string) =>
      fixture.api[method](`${mobile}/meetings/${path}`).set('authorization', authorization);
    return {
      ...person,
      post: (path: string) => send('post', path),
      status: () => send('get', 'transcription/status'),
      /** A meeting as it is right after its upload, whose ticket Redis has lost. */
      waiting: async () => {
        const meeting = await buildMeeting(manager, scope);
        await stageRun(meeting, 'prepare', {});
        return meeting;
      },
      /** A meeting that failed for good in its second of two chunks. */
      failed: async () => {
        const meeting = await buildMeeting(manager, scope, { status: 'FAILED', error });
        await stageRun(meeting, 'prepare', { status: 'succeeded' });
        await stageRun(meeting, 'transcribe', { status: 'succeeded' });
        const failure = { part: 1, status: 'failed', attempts: 3, error } as const;
        const { id: runId } = await stageRun(meeting, 'transcribe', failure);
        return { id: meeting.id, runId };
      },
      /** A meeting that is COMPLETED, and whose transcript has a gap of this reason in its second of two chunks. */
      withGap: async (reason: GapReason) => {
        const status = 'COMPLETED';
        const columns = { status, analyticsStatus: status, dashboardStatus: 'DELIVERED' } as const;
        const meeting = await buildMeeting(manager, scope, columns);
        const chunks = [
          { side: null, startMs: 0, endMs: 60_000 },
          { side: null, startMs: 50_000, endMs: 120_000 },
        ];
        await stageRun(meeting, 'prepare', { status: 'succeeded', result: { chunks } });
        for (const part of [0, 1]) {
          await stageRun(meeting, 'transcribe', { part, status: 'succeeded', result: {} });
        }
        const gaps = [{ side: null, start_ms: 70_000, end_ms: 80_000, reason }];
        const coverage = {
          ...{ speech_ms: 120_000, transcribed_ms: 110_000, share: 0.9166, gaps, chunks: 2 },
          ...{ chunks_retried: 0, loops_removed: 0, seams_repaired: 1, speakers_matched: 0 },
        };
        await buildTranscript(manager, scope, meeting.id, ['Hello'], { coverage });
        return meeting;
      },
      /** A meeting that is COMPLETED, and was not delivered. */
      undelivered: async () => {
        const meeting = await buildMeeting(manager, scope, {
          ...{ status: 'COMPLETED', analyticsStatus: 'COMPLETED', dashboardStatus: 'FAILED' },
        });
        const failure = { status: 'failed', attempts: 3, error } as const;
        await stageRun(meeting, 'sync', failure);
        return meeting;
      },
      /** In this month. */
      hasSpent: (usd: number) =>
        manager.insert(AiCall, {
          ...{ id: newId(), workspaceId: scope.workspaceId, meetingId: null, stage: 'suggest' },
          ...{ answerHash: newId(), provider: 'p', model: 'm', costMicroUsd: usd * 1_000_000 },
        }),
      /** A meeting whose worker vanished. */
      abandoned: async () => {
        const meeting = await buildMeeting(manager, scope, { status: 'PROCESSING' });
        const leaseUntil = new Date(Date.now() - 60_000);
        await stageRun(meeting, 'prepare', { status: 'running', epoch: 1, leaseUntil });
        return meeting;
      },
      /** A meeting that was announced and has no recording yet. */
      expected: () => buildMeeting(manager, scope, { recordingKeys: [] }),
      /** How many of this person's runs wait for a worker. */
      waitingRuns: () =>
        manager.countBy(StageRun, { status: 'queued', meeting: { userId: scope.userId } }),
      audited: async () => {
        const { workspaceId, userId } = scope;
        const events = await auditRows(fixture.dataSource, { workspaceId, userId });
        return events
          .filter(({ action }) => action.startsWith('meeting'))
          .map(({ action, subject, details }) => ({ action, subject, details }));
      },
    };
  }

  return {
    ...fixture,
    person: newPerson,
    runsOf: ({ id: meetingId }: Pick<Meeting, 'id'>) =>
      manager.find(StageRun, { where: { meetingId }, order: { stage: 'ASC', part: 'ASC' } }),
    reload: ({ id }: Pick<Meeting, 'id'>) => manager.findOneByOrFail(Meeting, { id }),
    /** How many tickets wait on the transcription queue. */
    tickets: () => fixture.redis.client.llen('bull:transcription:wait'),
    /** Leaves nothing for another test to find in the queues. */
    clear: async () => {
      await fixture.dataSource.query('DELETE FROM meetings');
      await fixture.redis.client.flushall();
    },
    close: async () => {
      await sweepLock.release();
      await fixture.close();
    },
  };
}
