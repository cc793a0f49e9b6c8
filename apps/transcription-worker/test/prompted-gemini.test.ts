import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import {
  createTruthfulMatcher,
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
  type KnownMeeting,
  type TruthfulRecognizer,
} from '@memo/testing/known-meeting';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

const model = 'gemini-3.8-flash';
const emptyNote = { summary: [], key_points: [], action_items: [] };

let fixture: WorkerFixture;
let directory: string;

beforeAll(async () => {
  [fixture, directory] = await Promise.all([
    startWorker({ GEMINI_TRANSCRIBE_MODEL: model }),
    mkdtemp(join(tmpdir(), 'memo-prompted-gemini-')),
  ]);
});

afterAll(async () => {
  await fixture.close();
  await rm(directory, { recursive: true });
});

/** Hears the truth, and tells it as a model without word times does: in seconds, an utterance at a time. */
async function toldInSeconds(recognizer: TruthfulRecognizer, audio: Buffer) {
  const turns = await recognizer.transcribe({ model, audio, config: { diarization: true } });
  return turns.map(({ speaker, words = [], text, startMs = 0, endMs = 0 }) => ({
    speaker,
    text: text ?? words.map((word) => word.text).join(' '),
    start: (words[0]?.startMs ?? startMs) / 1000,
    end: (words.at(-1)?.endMs ?? endMs) / 1000,
  }));
}

async function transcribed(meeting: KnownMeeting, spoilt: (call: number) => boolean) {
  const recognizer = createTruthfulRecognizer({ meetings: [meeting] });
  const matcher = createTruthfulMatcher([meeting]);
  let calls = 0;
  fixture.gemini.onGenerate(async (request) => {
    if (request.audio.length === 0) return matcher(request) ?? emptyNote;
    calls += 1;
    const utterances = await toldInSeconds(recognizer, request.audio);
    return spoilt(calls) ? 'I am sorry, here is what I heard.' : { utterances };
  });
  const path = join(directory, 'meeting.wav');
  await writeRecording(meeting, path);
  const row = await fixture.process([await readFile(path)]);
  const settled = await fixture.settled(row, { timeoutMs: 120_000 });
  const { manager } = fixture.dataSource;
  const transcript = await storedTranscript(manager, row.id);
  const speakers = await manager.findBy(MeetingSpeaker, { meetingId: row.id });
  return {
    settled,
    transcript,
    verdict: judge(meeting, transcript.segments, speakers),
    recognizer,
  };
}

describe('a meeting transcribed by a Gemini model that was not made for speech', () => {
  it('has every word once, in order, under its speaker, across chunks of what it can hear at once', async () => {
    const meeting = planMeeting({ seed: 43, minutes: 10.5, speakers: 3 });
    const { settled, transcript, verdict, recognizer } = await transcribed(meeting, () => false);
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
    expect(transcript).toMatchObject({ provider: 'gemini', model: `${model}-001` });
    expect(transcript.coverage).toMatchObject({ share: 1, gaps: [], chunks_retried: 0 });
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, mixedKeys: [] });
    expect(verdict.speakerAttribution).toBeGreaterThanOrEqual(0.99);
    expect(recognizer.calls.length).toBeGreaterThan(1);
    for (const { audioMs } of recognizer.calls) expect(audioMs).toBeLessThanOrEqual(10 * 60_000);
    expect(fixture.asked('transcribe')).toBe(0);
  }, 180_000);

  it('is asked again when it answers with chatter, of which nothing gets into the transcript', async () => {
    const meeting = planMeeting({ seed: 44, minutes: 1, speakers: 2 });
    const { settled, transcript, verdict } = await transcribed(meeting, (call) => call === 1);
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
    expect(transcript.coverage).toMatchObject({ share: 1, gaps: [], chunks_retried: 1 });
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0 });
  }, 120_000);
});
