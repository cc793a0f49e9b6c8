import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MeetingSpeaker, Transcript } from '@memo/entities';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
} from '@memo/testing/known-meeting';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

let fixture: WorkerFixture;
let directory: string;

beforeAll(async () => {
  [fixture, directory] = await Promise.all([
    startWorker(),
    mkdtemp(join(tmpdir(), 'memo-long-recording-')),
  ]);
  fixture.gemini.onGenerate(() => ({ summary: 'Long.', key_points: [], action_items: [] }));
});

afterAll(async () => {
  await fixture.close();
  await rm(directory, { recursive: true });
});

it('a recording longer than the recognizer takes at once has every word once, in order, at its time', async () => {
  // Two cuts; somebody speaks right through the first one.
  const meeting = planMeeting({
    seed: 7,
    minutes: 45,
    speakers: 2,
    through: [{ atMs: 15 * 60_000, lengthMs: 80_000 }],
  });
  const recognizer = createTruthfulRecognizer({ meetings: [meeting], cutWords: 'fragment' });
  fixture.gemini.onTranscribe(recognizer.transcribe);
  const path = join(directory, 'meeting.wav');
  await writeRecording(meeting, path);

  const row = await fixture.process([await readFile(path)]);
  const settled = await fixture.settled(row, { timeoutMs: 150_000 });
  expect(settled).toMatchObject({ status: 'COMPLETED' });
  expect(recognizer.calls).toHaveLength(3);
  const { manager } = fixture.dataSource;
  const { segments } = await manager.findOneByOrFail(Transcript, { meetingId: row.id });
  const speakers = await manager.findBy(MeetingSpeaker, { meetingId: row.id });
  const verdict = judge(meeting, segments, speakers);
  expect(verdict).toMatchObject({
    lost: 0,
    doubled: 0,
    invented: 0,
    orderErrors: 0,
    mixedKeys: [],
  });
  expect(verdict.timingErrorP95Ms).toBeLessThanOrEqual(150);
}, 180_000);
