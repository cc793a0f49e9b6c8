import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { Meeting, newId } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript, TranscriptEdit, TranscriptGeneration } from '@memo/entities/transcripts';
import { createMeetingReader } from '@memo/meetings';
import { changeMeeting, type StageClaim } from '@memo/pipeline';
import { buildAccount, createTestDatabase, type TestDatabase, type UserScope } from '@memo/testing';
import { startDashboard, type TestDashboard } from '@memo/testing/dashboard';
import { buildCompletedMeeting } from '../../../test/completed-meeting.ts';
import { createDashboardClient } from '../../dashboard/dashboard-client.ts';
import { createSync } from './sync.service.ts';

const signingSecret = `whsec_${Buffer.from('a key of at least 24 bytes').toString('base64')}`;

let database: TestDatabase;
let scope: UserScope;
let dashboard: TestDashboard;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(() => database.close());

beforeEach(async () => {
  dashboard = await startDashboard({ secret: signingSecret });
});

afterEach(() => dashboard.close());

const aMeeting = (overrides: Partial<Meeting> = {}): Promise<Meeting> =>
  buildCompletedMeeting(database.dataSource.manager, scope, overrides);

const claimOf = ({ id, workspaceId, generation }: Meeting): StageClaim => ({
  userId: 0,
  runId: newId(),
  meetingId: id,
  workspaceId,
  stage: 'sync',
  part: 0,
  generation,
  epoch: 1,
  attempts: 0,
  crashes: 0,
  ageMs: 0,
  waits: 0,
  waitingFor: null,
  waitingMs: 0,
  material: null,
  traceParent: null,
});

/** Runs the stage and commits what it leaves behind. */
async function sync(claim: StageClaim, { configured = true } = {}): Promise<void> {
  const statements = createDatabase(database.dataSource);
  const work = createSync({
    reader: createMeetingReader(statements),
    dashboard: configured ? createDashboardClient({ baseUrl: dashboard.url, signingSecret }) : null,
  });
  const output = await work(claim, new AbortController().signal);
  await createTransact(database.dataSource)((tx) => changeMeeting(statements, tx, claim, output));
}

const statusOf = async ({ id }: Meeting): Promise<string> =>
  (await database.dataSource.manager.findOneByOrFail(Meeting, { id })).dashboardStatus;

const bodies = (): unknown[] => dashboard.deliveries.map(({ body }) => JSON.parse(body) as unknown);

const ids = () => dashboard.deliveries.map(({ headers }) => headers['webhook-id']);

describe('a completed meeting', () => {
  it('reaches the dashboard whole and is DELIVERED', async () => {
    const meeting = await aMeeting();
    await sync(claimOf(meeting));
    expect(await statusOf(meeting)).toBe('DELIVERED');
    expect(bodies()).toEqual([
      {
        id: meeting.id,
        title: 'Q4 Sales Review',
        description: null,
        participants: ['Jane Smith', 'Kim'],
        status: 'COMPLETED',
        duration_ms: 31_000,
        created_at: '2026-01-10T14:30:00.000Z',
        completed_at: '2026-01-10T14:33:20.000Z',
        transcription: [
          {
            id: 0,
            speaker: 'Jane Smith',
            text: 'Welcome.',
            start_time: '0:00',
            end_time: '0:15',
            start_ms: 0,
            end_ms: 15_250,
          },
          {
            id: 1,
            speaker: 'Speaker2',
            text: 'Thank you.',
            start_time: '0:15',
            end_time: '0:30',
            start_ms: 15_900,
            end_ms: 30_100,
          },
        ],
        summary: 'The team discussed Q4.',
        key_points: '1. Revenue rose by 25%.\n2. The launch went well.',
        action_items: [{ task: 'Forecast', assigned_to: 'Kim', due_date: null, segment_ids: [1] }],
        analytics: { words: 5 },
      },
    ]);
  });

  it('carries one id through every try, and another once it was processed anew', async () => {
    const meeting = await aMeeting();
    const claim = claimOf(meeting);
    await sync(claim);
    await sync({ ...claim, epoch: 2 });
    await database.dataSource.manager.update(Meeting, { id: meeting.id }, { generation: 2 });
    await sync({ ...claim, generation: 2 });
    const id = `meeting-${meeting.id}`;
    expect(ids()).toEqual([`${id}-1`, `${id}-1`, `${id}-2`]);
  });

  it('carries another id once it has the metrics it went without at first', async () => {
    const meeting = await aMeeting({ analyticsStatus: 'FAILED' });
    await sync(claimOf(meeting));
    await database.dataSource.manager.update(Meeting, meeting.id, { analyticsStatus: 'COMPLETED' });
    await sync(claimOf(meeting));
    expect(ids()).toEqual([`meeting-${meeting.id}-1-without-metrics`, `meeting-${meeting.id}-1`]);
    expect(bodies()).toMatchObject([{ analytics: null }, { analytics: { words: 5 } }]);
  });

  it('carries another id once its transcript was edited, and says which quotes do not stand any more', async () => {
    const { manager } = database.dataSource;
    const point = { text: 'It is open.', segment_ids: [0], quote: 'Welcome.' };
    const meeting = await aMeeting({ summaryPoints: [point], keyPoints: [] });
    const { segments } = await manager.findOneByOrFail(Transcript, { meetingId: meeting.id });
    const changed = segments.map((segment) => ({ ...segment, text: 'Hello.' }));
    const lastEditId = newId();
    const generationId = newId();
    await manager.insert(TranscriptGeneration, {
      ...{ id: generationId, workspaceId: meeting.workspaceId, meetingId: meeting.id, segments },
      ...{ words: [], provider: 'test', model: 'test' },
    });
    await manager.insert(TranscriptEdit, {
      ...{ id: lastEditId, workspaceId: meeting.workspaceId, meetingId: meeting.id, generationId },
      ...{ generation: 1, number: 4, before: [], after: [], words: { before: [], after: [] } },
      operation: {
        kind: 'replace',
        find: 'a',
        replacement: 'b',
        wholeWords: true,
        matchCase: true,
      },
    });
    const edit = { segments: changed, lineage: [], lastEditId };
    await manager.update(Transcript, { meetingId: meeting.id }, edit);
    await sync(claimOf(meeting));
    expect(ids()).toEqual([`meeting-${meeting.id}-1-edited-4`]);
    expect(bodies()).toMatchObject([{ quotes_changed: ['It is open.'] }]);
  });

  it('goes without metrics when its analysis failed, not with those of an earlier run', async () => {
    await sync(claimOf(await aMeeting({ analyticsStatus: 'FAILED' })));
    expect(bodies()).toMatchObject([{ analytics: null }]);
  });

  it('is COMPLETED for the dashboard while its gaps are asked about again', async () => {
    await sync(claimOf(await aMeeting({ status: 'PROCESSING', nextGeneration: 2 })));
    expect(bodies()).toMatchObject([{ status: 'COMPLETED' }]);
  });

  it('is not DELIVERED when the dashboard did not take it', async () => {
    const meeting = await aMeeting();
    dashboard.answerNext(500);
    await expect(sync(claimOf(meeting))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await statusOf(meeting)).toBe('PENDING');
  });

  it('stays here, and says so, where no dashboard is configured', async () => {
    const meeting = await aMeeting();
    await sync(claimOf(meeting), { configured: false });
    expect(await statusOf(meeting)).toBe('NOT_CONFIGURED');
    expect(dashboard.deliveries).toEqual([]);
  });

  it('is not sent on behalf of another workspace', async () => {
    const stranger = await buildAccount(database.dataSource.manager);
    const claim = { ...claimOf(await aMeeting()), workspaceId: stranger.workspaceId };
    await expect(sync(claim)).rejects.toMatchObject({ kind: 'not_found' });
    expect(dashboard.deliveries).toEqual([]);
  });
});

describe('a meeting whose generations took turns', () => {
  it('is delivered under an id of its own once an earlier one was brought back', async () => {
    const first = await aMeeting();
    await sync(claimOf(first));
    await database.dataSource.manager.update(Meeting, { id: first.id }, { restored: 1 });
    await sync(claimOf(first));
    expect(ids()).toEqual([`meeting-${first.id}-1`, `meeting-${first.id}-1-restored-1`]);
  });

  it('is neither sent nor DELIVERED by a delivery of the one that was shown before', async () => {
    const meeting = await aMeeting({ generation: 2, dashboardStatus: 'PENDING' });
    await expect(sync({ ...claimOf(meeting), generation: 1 })).rejects.toThrow(
      'held by somebody else',
    );
    expect(await statusOf(meeting)).toBe('PENDING');
    // Its words would be those of another generation, under the id of this one.
    expect(ids()).toEqual([]);
  });
});
