import { createHash } from 'node:crypto';
import { AiCall, newId, StageRun, type Meeting } from '@memo/entities';
import { buildMeeting, buildTone, storedTranscript } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { preparedSchema } from '../src/recognition/stage-results.ts';
import { startWorker, type WorkerFixture } from './worker-fixture.ts';

let worker: WorkerFixture;
/** A meeting whose recording this release prepared, for its files. */
let alike: Meeting;
let prepared: ReturnType<typeof preparedSchema.parse>;

beforeAll(async () => {
  worker = await startWorker();
  worker.gemini.onGenerate(answerNote({ summary: 'They met.' }));
  worker.gemini.onTranscribe(() => [{ text: 'Said in this release.', startMs: 100, endMs: 900 }]);
  alike = await worker.process([buildTone(2)]);
  await worker.settled(alike);
  const runs = await worker.runs(alike);
  prepared = preparedSchema.parse(runs.find(({ stage }) => stage === 'prepare')?.result);
});

afterAll(() => worker.close());

/** Takes away what rows of 0.2.0 did not have. */
function asOf020({ recordings, chunks }: typeof prepared) {
  return {
    recordings: recordings.map(({ side, durationMs, declaredMs }) => {
      return { side, durationMs, declaredMs };
    }),
    chunks: chunks.map(({ chunk, side, startMs, endMs, speech, audio }) => {
      return { chunk, side, startMs, endMs, speech, audio };
    }),
  };
}

/** Under the key that 0.2.0 made of its question, in the words it had for it. */
async function keepAnswer(meetingId: string, spoken: string): Promise<void> {
  const [chunk] = prepared.chunks;
  const about = [
    'gemini',
    'gemini-3.5-transcribe',
    { maxChunkMs: 24 * 60_000, diarization: true, wordTimes: true },
    chunk?.audio?.sha256,
    [0, 2_000],
    { diarize: true, languages: [], speakersExpected: null },
    1,
  ];
  const hash = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  const utterance = { speaker: 'spk_0', text: spoken, startMs: 100, endMs: 900, words: [] };
  const answer = {
    ...{ provider: 'gemini', model: 'gemini-3.5-transcribe', usage: null, problem: null },
    utterances: [utterance],
  };
  await worker.storage.putText(
    `meetings/audio/${meetingId}/answers/${hash}.json`,
    JSON.stringify({ id: newId(), arrivedAt: new Date(), answer }),
    'application/json',
  );
}

it('a run that a worker of 0.2.0 died in is finished, and the answer it had paid for is found', async () => {
  const { manager } = worker.dataSource;
  const askedBefore = worker.asked('transcribe');
  const meeting = await buildMeeting(manager, worker.scope, {
    ...{ status: 'PROCESSING', durationMs: alike.durationMs },
    recordingKeys: [`meetings/audio/${newId()}.wav`],
  });
  await keepAnswer(meeting.id, 'Said in the last release.');
  const owner = { workspaceId: meeting.workspaceId, meetingId: meeting.id };
  await manager.insert(StageRun, {
    ...{ id: newId(), ...owner, stage: 'prepare', status: 'succeeded' },
    result: { ...asOf020(prepared) },
  });
  await manager.insert(StageRun, {
    ...{ id: newId(), ...owner, stage: 'transcribe', status: 'running', epoch: 1 },
    leaseUntil: new Date(Date.now() - 60_000),
  });
  await worker.producer.offer('transcription', 1);

  expect(await worker.settled(meeting)).toMatchObject({ status: 'COMPLETED' });
  const { segments } = await storedTranscript(manager, meeting.id);
  expect(segments.map(({ text }) => text)).toEqual(['Said in the last release.']);
  expect(worker.asked('transcribe')).toBe(askedBefore);
  const paid = await manager.findBy(AiCall, { meetingId: meeting.id, stage: 'transcribe' });
  expect(paid).toHaveLength(1);
});
