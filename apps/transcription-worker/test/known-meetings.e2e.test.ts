import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AiCall, MeetingSpeaker } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import {
  createTruthfulRecognizer,
  judge,
  paidShare,
  provingMeetings,
  writeRecording,
  type KnownMeeting,
} from '@memo/testing/known-meeting';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

/** A tenth of the contract's; `npm run bench transcripts` has the same meetings at their full length. */
const chunkMinutes = 2;
const overlapSeconds = 12;
/** The shortest clip of a voice in a line-up, and the pause behind it. */
const leastClipSeconds = 1.6;
const emptyNote = { summary: [], key_points: [], action_items: [] };

let fixture: WorkerFixture;
let directory: string;

beforeAll(async () => {
  [fixture, directory] = await Promise.all([
    startWorker({ CHUNK_MINUTES: String(chunkMinutes) }),
    mkdtemp(join(tmpdir(), 'memo-known-meetings-')),
  ]);
});

afterAll(async () => {
  await fixture.close();
  await rm(directory, { recursive: true });
});

async function recordingsOf(meeting: KnownMeeting): Promise<Buffer[]> {
  const sides = meeting.sides === undefined ? [undefined] : ([0, 1] as const);
  const recordings: Buffer[] = [];
  for (const side of sides) {
    const path = join(directory, 'recording.wav');
    await writeRecording(meeting, path, side === undefined ? {} : { side });
    recordings.push(await readFile(path));
  }
  return recordings;
}

async function secondsOfLineUps(meetingId: string): Promise<number> {
  const calls = await fixture.dataSource.manager.findBy(AiCall, { meetingId, stage: 'assemble' });
  return calls.reduce((sum, { audioMs }) => sum + (audioMs ?? 0), 0) / 1000;
}

describe.each(provingMeetings(chunkMinutes))('a meeting of $name', ({ plan }) => {
  it('has every word once, in order, at its time, under its speaker, and is paid for once', async () => {
    const meeting = plan();
    const recognizer = createTruthfulRecognizer({ meetings: [meeting], cutWords: 'fragment' });
    fixture.gemini.onTranscribe(recognizer.transcribe);
    // Nobody can tell from words picked at random who says them: voices must do.
    fixture.gemini.onGenerate(() => emptyNote);

    const row = await fixture.process(await recordingsOf(meeting));
    const settled = await fixture.settled(row, { timeoutMs: 100_000 });
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });

    const { manager } = fixture.dataSource;
    const { segments, coverage } = await storedTranscript(manager, row.id);
    const speakers = await manager.findBy(MeetingSpeaker, { meetingId: row.id });
    const verdict = judge(meeting, segments, speakers);
    expect(verdict).toMatchObject({
      lost: 0,
      lostUtterances: 0,
      doubled: 0,
      invented: 0,
      orderErrors: 0,
    });
    expect(verdict.timingErrorP95Ms).toBeLessThanOrEqual(150);
    expect(verdict.speakerAttribution).toBeGreaterThanOrEqual(0.99);
    expect(verdict.sideAttribution).toBe(meeting.sides === undefined ? null : 1);
    expect(coverage).toMatchObject({ share: 1, gaps: [], chunks_retried: 0 });

    const { answeredSeconds, answeredAgain } = recognizer.asked();
    const lineUpSeconds = await secondsOfLineUps(row.id);
    const overlaps = (coverage?.seams_repaired ?? 0) * overlapSeconds;
    const paid = paidShare(meeting, {
      answeredSeconds: answeredSeconds - lineUpSeconds,
      overlapSeconds: overlaps,
    });
    expect(paid).toBeLessThanOrEqual(1.02);
    const voices = (coverage?.speakers ?? []).reduce((sum, { pieces }) => sum + pieces, 0);
    const fourPercent = (0.04 * (coverage?.speech_ms ?? 0)) / 1000;
    expect(lineUpSeconds).toBeLessThanOrEqual(Math.max(fourPercent, voices * leastClipSeconds));
    expect(answeredAgain).toBe(0);
  }, 120_000);
});
