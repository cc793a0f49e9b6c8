import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, type Meeting } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  type HeardAudio,
  type KnownMeeting,
} from '@memo/testing/known-meeting';
import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import { startBackend, type Backend } from './backend.ts';
import { record } from './transcribe-fixture.ts';
import { startWorkerOn } from './worker-fixture.ts';

let openai: OpenAiEmulator;
let backend: Backend;
let meeting: KnownMeeting;
let recording: Buffer;
/** Once it is. */
let prepared: Meeting | null = null;
const heard: HeardAudio = new Map();

beforeAll(async () => {
  [openai, backend] = await Promise.all([startOpenAiEmulator(), startBackend()]);
  openai.onGenerate(() => ({ summary: [], key_points: [], action_items: [] }));
  meeting = planMeeting({ seed: 41, minutes: 2, speakers: 3 });
  recording = await record(meeting);
}, 60_000);

afterAll(() => Promise.all([openai.close(), backend.close()]));

const settings = (format: string) => ({
  SPEECH_PROVIDER: 'openai',
  TEXT_PROVIDER: 'openai',
  OPENAI_API_KEY: openai.apiKey,
  OPENAI_BASE_URL: openai.baseUrl,
  OPENAI_TRANSCRIBE_MODEL: 'a-speech-model',
  OPENAI_TRANSCRIBE_FORMAT: format,
});

async function transcriptOf(format: string) {
  const recognizer = createTruthfulRecognizer({ meetings: [meeting], heard });
  openai.onTranscribe(recognizer.transcribe);
  const fixture = await startWorkerOn(backend, settings(format));
  try {
    const row =
      prepared === null
        ? await fixture.process([recording])
        : await fixture.processFrom('transcribe', prepared);
    const settled = await fixture.settled(row, { timeoutMs: 90_000 });
    prepared ??= row;
    const { manager } = backend.dataSource;
    const where = { meetingId: settled.id };
    const transcript = await storedTranscript(manager, settled.id);
    const speakers = await manager.findBy(MeetingSpeaker, where);
    const verdict = judge(meeting, transcript.segments, speakers);
    return { settled, transcript, speakers, verdict, asked: recognizer.asked() };
  } finally {
    await fixture.close();
  }
}

describe('a meeting transcribed through an OpenAI server', () => {
  it('that tells speakers apart has every word once, in order, under its speaker', async () => {
    const { settled, transcript, verdict, asked } = await transcriptOf('diarized');
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
    expect(transcript).toMatchObject({ provider: 'openai', model: 'a-speech-model' });
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, mixedKeys: [] });
    expect(verdict.speakerAttribution).toBe(1);
    expect(asked).toMatchObject({ calls: 1, answeredAgain: 0 });
  }, 120_000);

  it('that times words has every word once, in order, at its time', async () => {
    const { settled, speakers, verdict, asked } = await transcriptOf('verbose');
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, orderErrors: 0 });
    expect(verdict.timingErrorP95Ms).toBeLessThanOrEqual(150);
    expect(speakers).toHaveLength(1);
    expect(asked).toMatchObject({ calls: 1, answeredAgain: 0 });
  }, 120_000);

  it('that tells the words alone has every one of them, in order, and no other', async () => {
    const { settled, transcript, asked } = await transcriptOf('plain');
    expect(settled).toMatchObject({ status: 'COMPLETED', needsReview: false });
    const wordsIn = (said: { text: string }[]) =>
      said.flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
    expect(wordsIn(transcript.segments)).toEqual(wordsIn(meeting.utterances));
    expect(asked).toMatchObject({ calls: 1, answeredAgain: 0 });
  }, 120_000);
});
