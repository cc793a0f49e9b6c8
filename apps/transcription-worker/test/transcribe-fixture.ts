import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeetingSpeaker, type Meeting } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import {
  createTruthfulRecognizer,
  judge,
  planMeeting,
  writeRecording,
  type HeardAudio,
  type KnownMeeting,
  type TruthfulRecognizer,
} from '@memo/testing/known-meeting';
import { recognizedSchema, transcribedSchema } from '../src/recognition/stage-results.ts';
import { startWorker } from './worker-fixture.ts';

export type TranscribeFixture = Awaited<ReturnType<typeof startTranscribing>>;

type RecognizerOptions = Omit<Parameters<typeof createTruthfulRecognizer>[0], 'meetings'>;

/** The worker with a short meeting of which every word is known; long enough to go wrong in, and one chunk. */
export async function startTranscribing() {
  const worker = await startWorker();
  worker.gemini.onGenerate(answerNote({ summary: 'They met.' }));
  const known = planMeeting({
    seed: 41,
    minutes: 1.5,
    speakers: 3,
    pauseMs: [200, 2_800],
    silences: [{ startMs: 30_000, endMs: 40_000 }],
  });
  const recording = await record(known);
  const prepared = new Map<Buffer, Meeting>();
  const heard = new Map<KnownMeeting, HeardAudio>();

  async function transcribe(sound = recording, overrides: Partial<Meeting> = {}) {
    const alike = prepared.get(sound);
    const row =
      alike === undefined
        ? await worker.process([sound], overrides)
        : await worker.processFrom('transcribe', alike, overrides);
    const settled = await worker.settled(row, { timeoutMs: 60_000 });
    prepared.set(sound, alike ?? row);
    return settled;
  }

  async function transcriptOf({ id }: Meeting) {
    const { manager } = worker.dataSource;
    const { segments } = await storedTranscript(manager, id);
    const speakers = await manager.findBy(MeetingSpeaker, { meetingId: id });
    const named = speakers.map(({ key, label, side }) => ({ key, label, side }));
    return { segments, speakers: named.sort((a, b) => a.key.localeCompare(b.key)) };
  }

  /** What the only chunk of a meeting left behind, the last time it was run. */
  async function recognizedOf(row: Meeting) {
    const { generation } = await worker.settled(row);
    const runs = await worker.runs(row);
    const run = runs.find((one) => one.stage === 'transcribe' && one.generation === generation);
    const { recognizedKey, ...counts } = transcribedSchema.parse(run?.result);
    const text = await worker.storage.getText(recognizedKey);
    const recognized = recognizedSchema.parse(JSON.parse(text ?? 'null'));
    return { ...recognized, ...counts, attempts: run?.attempts };
  }

  return {
    worker,
    /** A recognizer that answers the truth, from now on. */
    listen(options: RecognizerOptions = {}, meeting = known): TruthfulRecognizer {
      const before = heard.get(meeting) ?? (new Map() as HeardAudio);
      heard.set(meeting, before);
      const truthful = createTruthfulRecognizer({
        meetings: [meeting],
        heard: before,
        ...options,
      });
      worker.gemini.onTranscribe(truthful.transcribe);
      return truthful;
    },
    /** Takes a recording, the meeting's when not given, to its end. What was prepared before is not prepared again. */
    transcribe,
    transcriptOf,
    recognizedOf,
    verdictOf: async (row: Meeting, meeting = known) => {
      const { segments, speakers } = await transcriptOf(row);
      const { gaps } = await recognizedOf(row);
      return judge(meeting, segments, speakers, { gaps });
    },
    close: () => worker.close(),
  };
}

/** A meeting's sound as a WAV file. */
export async function record(known: KnownMeeting): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'memo-transcribe-'));
  try {
    const path = join(directory, 'meeting.wav');
    await writeRecording(known, path);
    return await readFile(path);
  } finally {
    await rm(directory, { recursive: true });
  }
}
