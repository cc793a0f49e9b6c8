import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import { startDeepgramEmulator, type SpeechEmulator } from '@memo/testing/deepgram';
import { startElevenLabsEmulator } from '@memo/testing/elevenlabs';
import { answerNote } from '@memo/testing/gemini';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
  type KnownMeeting,
} from '@memo/testing/known-meeting';
import { startOpenAiEmulator, type OpenAiEmulator } from '@memo/testing/openai';
import { startWorker } from './worker-fixture.ts';

let directory: string;
let meeting: KnownMeeting;
let recording: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-speech-services-'));
  meeting = planMeeting({ seed: 41, minutes: 2, speakers: 3 });
  const path = join(directory, 'meeting.wav');
  await writeRecording(meeting, path);
  recording = await readFile(path);
}, 60_000);

afterAll(() => rm(directory, { recursive: true }));

/** A worker that asks this service for speech, and Gemini for notes. */
async function startWith(settings: Record<string, string>) {
  const worker = await startWorker({ ...settings, TEXT_PROVIDER: 'gemini' });
  worker.gemini.onGenerate(answerNote({ summary: 'They met.' }));
  const settle = (row: Parameters<typeof worker.settled>[0]) =>
    worker.settled(row, { timeoutMs: 90_000 });
  return {
    ...worker,
    transcribe: async () => settle(await worker.process([recording])),
    again: async (row: Parameters<typeof worker.settled>[0]) => {
      await worker.processAgain(row);
      return settle(row);
    },
    outcome: async ({ id }: { id: string }) => {
      const { manager } = worker.dataSource;
      const transcript = await storedTranscript(manager, id);
      const speakers = await manager.findBy(MeetingSpeaker, { meetingId: id });
      const gaps = (transcript.coverage?.gaps ?? []).map(({ start_ms: startMs, end_ms: endMs }) => {
        return { startMs, endMs };
      });
      return { transcript, verdict: judge(meeting, transcript.segments, speakers, { gaps }) };
    },
  };
}

const services: [string, () => Promise<SpeechEmulator>, (of: SpeechEmulator) => object][] = [
  [
    'deepgram',
    startDeepgramEmulator,
    ({ apiKey, baseUrl }) => ({ DEEPGRAM_API_KEY: apiKey, DEEPGRAM_BASE_URL: baseUrl }),
  ],
  [
    'elevenlabs',
    startElevenLabsEmulator,
    ({ apiKey, baseUrl }) => ({ ELEVENLABS_API_KEY: apiKey, ELEVENLABS_BASE_URL: baseUrl }),
  ],
];

describe.each(services)('a meeting transcribed by %s', (provider, start, settingsOf) => {
  it('has every word once, in order, at its time, under its speaker, and is paid for once', async () => {
    const emulator = await start();
    const truthful = createTruthfulRecognizer({ meetings: [meeting] });
    emulator.onTranscribe(truthful.transcribe);
    const worker = await startWith({ ...settingsOf(emulator), SPEECH_PROVIDER: provider });
    try {
      const row = await worker.transcribe();
      expect(row).toMatchObject({ status: 'COMPLETED', needsReview: false });
      const { transcript, verdict } = await worker.outcome(row);
      expect(transcript).toMatchObject({ provider });
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, orderErrors: 0 });
      expect(verdict).toMatchObject({ mixedKeys: [], speakerAttribution: 1 });
      expect(verdict.timingErrorP95Ms).toBeLessThanOrEqual(150);
      expect(truthful.asked()).toMatchObject({ calls: 1, answeredAgain: 0 });
    } finally {
      await Promise.all([worker.close(), emulator.close()]);
    }
  }, 120_000);
});

describe('a meeting of which an engine answers oddly', () => {
  let openai: OpenAiEmulator;

  beforeAll(async () => {
    openai = await startOpenAiEmulator();
  });

  afterAll(() => openai.close());

  const settings = (format: string) => ({
    ...{ SPEECH_PROVIDER: 'openai', OPENAI_API_KEY: openai.apiKey },
    ...{ OPENAI_BASE_URL: openai.baseUrl, OPENAI_TRANSCRIBE_FORMAT: format },
  });
  const answer = (body: object) => openai.failNext({ kind: 'answer', status: 200, body });

  it('with a segment that cannot be read has a gap that says so, and all other words', async () => {
    const worker = await startWith(settings('diarized'));
    try {
      const segments = meeting.utterances.map(({ speaker, text, startMs, endMs }) => {
        return { speaker, text, start: startMs / 1_000, end: endMs / 1_000 };
      });
      const body = { segments: segments.map((one, index) => (index === 3 ? 17 : one)) };
      answer(body);
      answer(body);
      const row = await worker.transcribe();
      expect(row.status).toBe('COMPLETED');
      const { transcript, verdict } = await worker.outcome(row);
      expect(transcript.coverage?.gaps.map(({ reason }) => reason)).toContain('unreadable_answer');
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0 });
      expect(verdict.inGaps).toBeGreaterThan(0);
      expect(transcript.segments.map(({ text }) => text).join(' ')).toContain(
        meeting.utterances[2]?.text,
      );
    } finally {
      await worker.close();
    }
  }, 120_000);

  it('with text alone in place of word times fails, naming the setting, and can be retried', async () => {
    const worker = await startWith(settings('verbose'));
    try {
      answer({ text: 'Good morning to all of you.' });
      const failed = await worker.transcribe();
      expect(failed).toMatchObject({ status: 'FAILED' });
      expect(failed.error?.message).toContain('OPENAI_TRANSCRIBE_FORMAT');
      expect(failed.error?.message).not.toContain('morning');
      const truthful = createTruthfulRecognizer({ meetings: [meeting] });
      openai.onTranscribe(truthful.transcribe);
      expect(await worker.again(failed)).toMatchObject({ status: 'COMPLETED', error: null });
      const { verdict } = await worker.outcome(failed);
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0 });
    } finally {
      await worker.close();
    }
  }, 120_000);
});
