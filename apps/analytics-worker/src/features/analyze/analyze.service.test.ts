import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { Transcript } from '@memo/entities/transcripts';
import { createMeetingReader } from '@memo/meetings';
import { changeMeeting, LeaseLost, type StageClaim } from '@memo/pipeline';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { meetingMetricsSchema } from '@memo/transcript';
import { createAnalyze } from './analyze.service.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(() => database.close());

const say = (id: number, speakerKey: string, startMs: number, endMs: number) => {
  return { id, speakerKey, text: 'Shall we start?', startMs, endMs, words: [] };
};

/** A meeting in which Speaker2 talks after Speaker1. */
async function aTranscribedMeeting(columns: Partial<Meeting> = {}): Promise<Meeting> {
  const { manager } = database.dataSource;
  const meeting = await buildMeeting(manager, scope, { durationMs: 60_000, ...columns });
  const owner = { workspaceId: scope.workspaceId, meetingId: meeting.id };
  const segments = [say(0, 'S1', 0, 20_000), say(1, 'S2', 25_000, 35_000)];
  await manager.insert(Transcript, {
    id: newId(),
    ...owner,
    segments,
    provider: 'offline',
    model: 'test',
  });
  for (const number of [1, 2]) {
    const speaker = { key: `S${number}`, label: `Speaker${number}`, name: null, side: null };
    await manager.insert(MeetingSpeaker, { id: newId(), ...owner, ...speaker });
  }
  return meeting;
}

const claimOf = ({ id, workspaceId }: Meeting): StageClaim => ({
  userId: 0,
  runId: newId(),
  meetingId: id,
  workspaceId,
  stage: 'analyze',
  part: 0,
  generation: 1,
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

const reload = ({ id }: Meeting): Promise<Meeting> =>
  database.dataSource.manager.findOneByOrFail(Meeting, { id });

const analyze = (claim: StageClaim) =>
  createAnalyze({ reader: createMeetingReader(createDatabase(database.dataSource)) })(claim);

/** Analyzes a meeting and commits what that leaves behind. */
async function analyzed(claim: StageClaim): Promise<void> {
  const output = await analyze(claim);
  await createTransact(database.dataSource)((tx) =>
    changeMeeting(createDatabase(database.dataSource), tx, claim, output),
  );
}

describe('an analysis', () => {
  it("keeps the metrics of the meeting's transcript", async () => {
    const meeting = await aTranscribedMeeting();
    await analyzed(claimOf(meeting));
    const kept = meetingMetricsSchema.parse((await reload(meeting)).analyticsData);
    expect(kept).toMatchObject({
      duration_ms: 60_000,
      speech_ms: 30_000,
      words: 6,
      turns: 2,
      speakers: [
        { key: 'S1', label: 'Speaker1', talk_share: 0.6667, questions: 1 },
        { key: 'S2', label: 'Speaker2', talk_share: 0.3333, questions: 1 },
      ],
    });
  });

  it('touches the meeting it was claimed for and no other', async () => {
    const [meeting, other] = [await aTranscribedMeeting(), await aTranscribedMeeting()];
    await analyzed(claimOf(meeting));
    expect((await reload(other)).analyticsData).toBeNull();
  });

  it('does not read a meeting of another workspace', async () => {
    const meeting = await aTranscribedMeeting();
    const stranger = await buildAccount(database.dataSource.manager);
    const claim = { ...claimOf(meeting), workspaceId: stranger.workspaceId };
    await expect(analyze(claim)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('does not measure what is shown of another generation', async () => {
    const meeting = await aTranscribedMeeting({ generation: 2 });
    await expect(analyze(claimOf(meeting))).rejects.toBeInstanceOf(LeaseLost);
  });

  it('makes up no length for a recording that has none', async () => {
    const meeting = await aTranscribedMeeting({ durationMs: null });
    await expect(analyze(claimOf(meeting))).rejects.toMatchObject({ kind: 'internal' });
  });
});
