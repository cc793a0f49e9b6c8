import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import { AiCall, Meeting, MeetingSpeaker, newId, StageRun } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import { WireError } from '@memo/testing/gemini';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
  type HeardAudio,
  type RecognizerFault,
  type TruthfulRecognizer,
} from '@memo/testing/known-meeting';
import {
  buildTranscribed,
  recognizeChunk,
  type GivenChunk,
} from '../../../test/transcribed-meeting.ts';
import { startWorker, type WorkerFixture } from '../../../test/worker-fixture.ts';

const minute = 60_000;
const emptyNote = { summary: [], key_points: [], action_items: [] };
const stopped = { kind: 'stopped', finishReason: 'MAX_TOKENS' } as const;

/** Each of the last three people is away while one of the three chunks is recorded, and comes back. */
const known = planMeeting({
  seed: 77,
  minutes: 6,
  speakers: 4,
  absences: [
    { speaker: 1, startMs: 1.7 * minute, endMs: 4.3 * minute },
    { speaker: 2, startMs: 3.7 * minute, endMs: 6 * minute },
    { speaker: 3, startMs: 0, endMs: 2.3 * minute },
  ],
});
const spans = [
  { startMs: 0, endMs: 126_000 },
  { startMs: 114_000, endMs: 246_000 },
  { startMs: 234_000, endMs: 6 * minute },
];

let fixture: WorkerFixture;
let chunks: GivenChunk[];
let recognizer: TruthfulRecognizer;
const heard: HeardAudio = new Map();

beforeAll(async () => {
  fixture = await startWorker();
  chunks = await chunksWithSound();
});
beforeEach(() => {
  fixture.gemini.onGenerate(() => emptyNote);
  listen();
});
afterAll(() => fixture.close());

async function chunksWithSound(): Promise<GivenChunk[]> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-line-up-'));
  const audio = createAudioTools({ ffmpegPath: await findFfmpeg(undefined) });
  const { signal } = new AbortController();
  try {
    const given: GivenChunk[] = [];
    for (const [chunk, span] of spans.entries()) {
      const [wav, flac] = ['wav', 'flac'].map((format) => join(directory, `${chunk}.${format}`));
      await writeRecording(known, wav ?? '', { span });
      const whole = { startMs: 0, endMs: span.endMs - span.startMs };
      await audio.cut(wav ?? '', [whole], 0, flac ?? '', signal);
      const sound = { key: `meetings/audio/line-up-${chunk}.flac` };
      const { sha256 } = await fixture.storage.upload(flac ?? '', sound.key, {
        contentType: 'audio/flac',
        signal,
      });
      given.push({ ...recognizeChunk(known, span, chunk), audio: { ...sound, sha256 } });
    }
    return given;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** An engine that hears the truth, but for these faults. Only line-ups are left to be heard. */
function listen(faults: RecognizerFault[] = []): void {
  recognizer = createTruthfulRecognizer({ meetings: [known], cutWords: 'fragment', heard });
  for (const fault of faults) recognizer.failNext(fault);
  fixture.gemini.onTranscribe(recognizer.transcribe);
}

async function begin(
  { id: meetingId, workspaceId, generation }: Meeting,
  waits = 0,
): Promise<void> {
  const run = { id: newId(), workspaceId, meetingId, generation, stage: 'assemble' } as const;
  const waiting = { waitingFor: 'speech', waits };
  await fixture.dataSource.manager.insert(StageRun, { ...run, ...waiting });
  await fixture.producer.offer('transcription', 1);
}

/** What becomes of the meeting when nobody can tell from what was said who is who. */
async function assembled(given: GivenChunk[] = chunks, overrides: Partial<Meeting> = {}) {
  const { manager } = fixture.dataSource;
  const { meeting } = await buildTranscribed({ manager, ...fixture }, given, overrides);
  await begin(meeting);
  return resultsOf(meeting);
}

async function resultsOf(meeting: Meeting) {
  const { manager } = fixture.dataSource;
  const { status } = await fixture.settled(meeting, { timeoutMs: 30_000 });
  const { segments, coverage } = await storedTranscript(manager, meeting.id);
  const speakers = await manager.findBy(MeetingSpeaker, { meetingId: meeting.id });
  const { mixedKeys, lost, speakerAttribution } = judge(known, segments, speakers);
  const calls = await manager.findBy(AiCall, { meetingId: meeting.id, stage: 'assemble' });
  const lineUpsMs = calls.flatMap(({ audioMs }) => audioMs ?? []);
  return {
    ...{ meeting, status, coverage, lineUpsMs, mixedKeys, lost, speakerAttribution },
    people: speakers.length > 4 ? 'more than four' : speakers.length,
  };
}

describe('people whom no overlap shows', () => {
  it('are known again by their voices, in one question for seconds', async () => {
    const { people, lost, speakerAttribution, coverage, lineUpsMs } = await assembled();
    expect({ people, lost, speakerAttribution }).toEqual({
      ...{ people: 4, lost: 0, speakerAttribution: 1 },
    });
    expect(coverage?.speakers_matched).toBeGreaterThanOrEqual(1);
    expect(coverage?.speakers?.flatMap((one) => one.matched_by)).toContain('line_up');
    expect(coverage?.speakers?.every(({ clips }) => clips > 0)).toBe(true);
    expect(lineUpsMs).toHaveLength(1);
    expect(lineUpsMs[0]).toBeLessThanOrEqual(0.04 * 6 * minute);
  });

  it('are asked about once, in a second run of the stage, too', async () => {
    const { meeting } = await assembled();
    const { manager } = fixture.dataSource;
    for (const stage of ['assemble', 'summarize', 'analyze', 'sync'] as const) {
      await manager.delete(StageRun, { meetingId: meeting.id, stage });
    }
    await manager.update(Meeting, meeting.id, { status: 'PROCESSING' });
    await begin(meeting);
    const { people, lineUpsMs } = await resultsOf(meeting);
    expect(people).toBe(4);
    expect(lineUpsMs).toHaveLength(1);
    expect(recognizer.calls).toHaveLength(1);
  });

  it('wait for an engine that is down', async () => {
    listen([{ kind: 'provider', fault: { kind: 'rate_limited', retryDelayMs: 500 } }]);
    const { people, lineUpsMs } = await assembled();
    expect(people).toBe(4);
    expect(lineUpsMs).toHaveLength(1);
  });

  it('are asked about once more after a bad answer', async () => {
    listen([stopped]);
    const { people, lineUpsMs } = await assembled();
    expect(people).toBe(4);
    expect(lineUpsMs).toHaveLength(2);
  });

  it.each<[string, RecognizerFault]>([
    ['stop early', stopped],
    ['have wrong times', { kind: 'drift', stretch: 1.5 }],
    ['repeat themselves', { kind: 'loop', times: 40 }],
  ])('stay apart after two answers that %s, and the meeting is complete', async (_, fault) => {
    listen([fault, fault]);
    const { status, people, mixedKeys, lineUpsMs } = await assembled();
    expect({ status, people, mixedKeys }).toEqual({
      ...{ status: 'COMPLETED', people: 'more than four', mixedKeys: [] },
    });
    expect(lineUpsMs).toHaveLength(2);
  });

  it('stay apart where the engine hears everybody as one', async () => {
    fixture.gemini.onTranscribe(async (request) =>
      (await recognizer.transcribe(request)).map((turn) => ({ ...turn, speaker: 'one' })),
    );
    const { people, mixedKeys } = await assembled();
    expect({ people, mixedKeys }).toEqual({ people: 'more than four', mixedKeys: [] });
  });

  it('stay apart where the engine does not take the recording', async () => {
    fixture.gemini.onTranscribe(() => {
      throw new WireError(400, 'INVALID_ARGUMENT', 'Audio is not supported.');
    });
    const { status, people, lineUpsMs } = await assembled();
    expect({ status, people }).toEqual({ status: 'COMPLETED', people: 'more than four' });
    expect(lineUpsMs).toEqual([]);
  });

  it('stay apart where the engine fails at this question alone, again and again', async () => {
    fixture.gemini.onTranscribe(() => {
      throw new WireError(500, 'INTERNAL', 'An internal error has occurred.');
    });
    const { manager } = fixture.dataSource;
    const { meeting } = await buildTranscribed({ manager, ...fixture }, chunks, {});
    await begin(meeting, 8);
    const { status, people } = await resultsOf(meeting);
    expect({ status, people }).toEqual({ status: 'COMPLETED', people: 'more than four' });
  });

  it('stay apart where one person was expected, or the sound of the chunks is gone', async () => {
    expect((await assembled(chunks, { speakersExpected: 1 })).lineUpsMs).toEqual([]);
    const silent = spans.map((span, chunk) => recognizeChunk(known, span, chunk));
    const { status } = await assembled(silent);
    expect(status).toBe('COMPLETED');
    expect(recognizer.calls).toEqual([]);
  });
});
