import { Readable } from 'node:stream';
import { Meeting, newId, Recording, StageRun } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import { silentLogger } from '@memo/logging';
import { buildMeeting, waitFor } from '@memo/testing';
import { composeTranscriptionWorker } from '../src/compose.ts';
import { preparedSchema } from '../src/recognition/stage-results.ts';
import { startBackend } from './backend.ts';

export type WorkerFixture = Awaited<ReturnType<typeof startWorker>>;

/**
 * The real worker in this process, on servers of its own, with a Gemini that says what the test wants.
 * @param settings beside those of the servers, as the environment gives them.
 */
export async function startWorker(settings: Record<string, string> = {}) {
  const backend = await startBackend(settings);
  const { dataSource, database, redis, storage, producer, pipeline, gemini, scope } = backend;
  const worker = await composeTranscriptionWorker(backend.config, silentLogger);

  return {
    dataSource,
    database,
    redis,
    storage,
    producer,
    pipeline,
    gemini,
    scope,
    /** How often a model was asked so far. */
    asked: (kind: 'transcribe' | 'generate') =>
      gemini.requests.filter((request) => request.kind === kind).length,
    /** A meeting with these recordings, on its way. */
    process: async (sounds: Buffer[], overrides: Partial<Meeting> = {}): Promise<Meeting> => {
      const recordingKeys = sounds.map(() => `meetings/audio/${newId()}.wav`);
      for (const [side, sound] of sounds.entries()) {
        await storage.put(recordingKeys[side] ?? '', Readable.from([sound]), {
          contentType: 'audio/wav',
        });
      }
      return createTransact(dataSource)(async (tx) => {
        const meeting = await buildMeeting(managerOf(tx), scope, { ...overrides, recordingKeys });
        await pipeline.begin(tx, meeting);
        return meeting;
      });
    },
    /** Another meeting of the same recordings, with what `prepare` made of those: its chunks are transcribed next. */
    processPrepared: async (alike: Meeting, overrides: Partial<Meeting> = {}): Promise<Meeting> => {
      const { manager } = dataSource;
      const recordings = await manager.findBy(Recording, { meetingId: alike.id });
      const recordingKeys = recordings.flatMap(({ objectKey }) => objectKey ?? []);
      const { result } = await manager.findOneByOrFail(StageRun, {
        ...{ meetingId: alike.id, stage: 'prepare', status: 'succeeded' },
      });
      const prepared = preparedSchema.parse(result);
      const { durationMs } = await manager.findOneByOrFail(Meeting, { id: alike.id });
      const meeting = await buildMeeting(manager, scope, {
        ...{ status: 'PROCESSING', durationMs },
        ...overrides,
        recordingKeys,
      });
      const { id: meetingId, workspaceId, generation } = meeting;
      const run = { workspaceId, meetingId, generation };
      await manager.insert(StageRun, [
        { ...run, id: newId(), stage: 'prepare', status: 'succeeded', result: { ...prepared } },
        ...prepared.chunks.map((_, part) => ({
          ...run,
          id: newId(),
          stage: 'transcribe' as const,
          part,
        })),
      ]);
      await producer.offer('transcription', prepared.chunks.length);
      return meeting;
    },
    /** Runs the pipeline over the same meeting from the start. */
    processAgain: ({ id, workspaceId }: Meeting) =>
      createTransact(dataSource)(async (tx) => {
        await managerOf(tx).update(Meeting, id, { generation: 2, status: 'PENDING' });
        await pipeline.begin(tx, { workspaceId, id, generation: 2 });
      }),
    /** The meeting once it is COMPLETED or FAILED. */
    settled: ({ id }: Meeting, options: { timeoutMs?: number } = {}): Promise<Meeting> =>
      waitFor(
        'the meeting to settle',
        async () => {
          const meeting = await dataSource.manager.findOneByOrFail(Meeting, { id });
          return ['COMPLETED', 'FAILED'].includes(meeting.status) && meeting;
        },
        // A pipeline takes seconds, and asking costs processor time that it needs.
        { everyMs: 100, ...options },
      ),
    runs: (meeting: Meeting): Promise<StageRun[]> =>
      dataSource.manager.findBy(StageRun, { meetingId: meeting.id }),
    objectExists: async (key: string) => (await storage.listKeys(key)).includes(key),
    close: async () => {
      await worker.close(0);
      await backend.close();
    },
  };
}
