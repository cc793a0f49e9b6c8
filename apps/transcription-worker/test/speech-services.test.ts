import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, StageRun } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import type { AskedReprocess } from '@memo/pipeline';
import { storedTranscript } from '@memo/testing';
import { startDeepgramEmulator, type SpeechEmulator } from '@memo/testing/deepgram';
import { startElevenLabsEmulator } from '@memo/testing/elevenlabs';
import { answerNote } from '@memo/testing/gemini';
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

let backend: Backend;
let meeting: KnownMeeting;
let recording: Buffer;
/** Once it is. */
let prepared: Meeting | null = null;
const heard: HeardAudio = new Map();

beforeAll(async () => {
  backend = await startBackend({ TEXT_PROVIDER: 'gemini' });
  backend.gemini.onGenerate(answerNote({ summary: 'They met.' }));
  meeting = planMeeting({ seed: 41, minutes: 2, speakers: 3 });
  recording = await record(meeting);
}, 60_000);

afterAll(() => backend.close());

/** A worker that asks this service for speech, and Gemini for notes. */
async function startWith(settings: Record<string, string>) {
  const worker = await startWorkerOn(backend, settings);
  const settle = (row: Meeting) => worker.settled(row, { timeoutMs: 90_000 });
  return {
    ...worker,
    transcribe: async () => {
      if (prepared !== null) return settle(await worker.processFrom('transcribe', prepared));
      prepared = await worker.process([recording]);
      return settle(prepared);
    },
    again: async (row: Meeting) => {
      await worker.processAgain(row);
      return settle(row);
    },
    reprocess: async (row: Meeting, asked: AskedReprocess) => {
      const { dataSource, pipeline, scope } = worker;
      const { generation } = await dataSource.manager.findOneByOrFail(Meeting, { id: row.id });
      const how = { asked, sound: { generation, anew: false } };
      await createTransact(dataSource)((tx) => pipeline.reprocess(scope, tx, row.id, how));
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

const ofDeepgram = ({ apiKey, baseUrl }: SpeechEmulator) => ({
  ...{ DEEPGRAM_API_KEY: apiKey, DEEPGRAM_BASE_URL: baseUrl },
});
const ofElevenLabs = ({ apiKey, baseUrl }: SpeechEmulator) => ({
  ...{ ELEVENLABS_API_KEY: apiKey, ELEVENLABS_BASE_URL: baseUrl },
});

const services: [string, () => Promise<SpeechEmulator>, (of: SpeechEmulator) => object][] = [
  ['deepgram', startDeepgramEmulator, ofDeepgram],
  ['elevenlabs', startElevenLabsEmulator, ofElevenLabs],
];

describe.each(services)('a meeting transcribed by %s', (provider, start, settingsOf) => {
  it('has every word once, in order, at its time, under its speaker, and is paid for once', async () => {
    const emulator = await start();
    const truthful = createTruthfulRecognizer({ meetings: [meeting], heard });
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

it('a meeting made anew with another engine has its words alone, and goes on with it', async () => {
  const [deepgram, elevenLabs] = await Promise.all([
    startDeepgramEmulator(),
    startElevenLabsEmulator(),
  ]);
  const [usual, other] = [0, 1].map(() => createTruthfulRecognizer({ meetings: [meeting], heard }));
  if (usual === undefined || other === undefined) throw new Error('There are two.');
  deepgram.onTranscribe(usual.transcribe);
  elevenLabs.onTranscribe(other.transcribe);
  const keys = { ...ofDeepgram(deepgram), ...ofElevenLabs(elevenLabs) };
  const worker = await startWith({ ...keys, SPEECH_PROVIDER: 'deepgram' });
  try {
    const row = await worker.transcribe();
    expect((await worker.outcome(row)).transcript).toMatchObject({ provider: 'deepgram' });
    const all = [
      { asked: { from: 'transcribe', provider: 'elevenlabs' }, generation: 2 },
      { asked: { from: 'assemble' }, generation: 3 },
    ] as const;
    for (const { asked, generation } of all) {
      expect(await worker.reprocess(row, asked)).toMatchObject({
        ...{ status: 'COMPLETED', generation, reprocessError: null },
      });
      const { transcript, verdict } = await worker.outcome(row);
      expect(transcript).toMatchObject({ provider: 'elevenlabs' });
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0, speakerAttribution: 1 });
      expect([usual.asked().calls, other.asked().calls]).toEqual([1, 1]);
    }
  } finally {
    await Promise.all([worker.close(), deepgram.close(), elevenLabs.close()]);
  }
}, 120_000);

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
      expect(failed.error?.message).toContain('not set up right');
      const runs = await worker.dataSource.manager.findBy(StageRun, {
        meetingId: failed.id,
        status: 'failed',
      });
      expect(runs[0]?.error?.detail).toContain('OPENAI_TRANSCRIBE_FORMAT');
      expect(JSON.stringify(runs[0]?.error)).not.toContain('morning');
      const truthful = createTruthfulRecognizer({ meetings: [meeting], heard });
      openai.onTranscribe(truthful.transcribe);
      expect(await worker.again(failed)).toMatchObject({ status: 'COMPLETED', error: null });
      const { verdict } = await worker.outcome(failed);
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, invented: 0 });
    } finally {
      await worker.close();
    }
  }, 120_000);
});
