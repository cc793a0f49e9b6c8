import { Readable } from 'node:stream';
import { Meeting, newId, Recording, StageRun, stages } from '@memo/entities';
import { createTransact, managerOf } from '@memo/entities/connections';
import { silentLogger } from '@memo/logging';
import { buildMeeting, waitFor } from '@memo/testing';
import { In } from 'typeorm';
import { composeTranscriptionWorker } from '../src/compose.ts';
import { preparedSchema } from '../src/recognition/stage-results.ts';
import { startBackend, type Backend } from './backend.ts';

export type WorkerFixture = Awaited<ReturnType<typeof startWorker>>;

/**
 * The real worker in this process, on servers of its own, with a Gemini that says what the test wants.
 * @param settings beside those of the servers, as the environment gives them.
 */
export async function startWorker(settings: Record<string, string> = {}) {
  const backend = await startBackend(settings);
  const fixture = await startWorkerOn(backend);
  return {
    ...fixture,
    close: async () => {
      await fixture.close();
      await backend.close();
    },
  };
}

/** The same on servers that are there, and stay. */
export async function startWorkerOn(backend: Backend, settings: Record<string, string> = {}) {
  const worker = await composeTranscriptionWorker(backend.configWith(settings), silentLogger);
  return { ...meetingsOn(backend), close: () => worker.close(0) };
}

/** What tests have workers do, and see of it. */
export function meetingsOn(backend: Backend) {
  const { dataSource, database, redis, storage, producer, pipeline, gemini, scope } = backend;
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
    /** Another meeting of the same recordings, for which all stages before this one left what they left for that one. */
    processFrom: async (
      stage: 'transcribe' | 'assemble',
      alike: Meeting,
      overrides: Partial<Meeting> = {},
    ): Promise<Meeting> => {
      const { manager } = dataSource;
      const meetingId = alike.id;
      const { durationMs } = await manager.findOneByOrFail(Meeting, { id: meetingId });
      const recordings = await manager.findBy(Recording, { meetingId });
      const earlier = await manager.findBy(StageRun, {
        ...{ meetingId, generation: 1, status: 'succeeded' },
        stage: In(stages.slice(0, stages.indexOf(stage))),
      });
      const prepared = earlier.find((run) => run.stage === 'prepare');
      const parts =
        stage === 'transcribe' ? preparedSchema.parse(prepared?.result).chunks.length : 1;
      const meeting = await buildMeeting(manager, scope, {
        ...{ status: 'PROCESSING', durationMs, ...overrides },
        recordingKeys: recordings.flatMap(({ objectKey }) => objectKey ?? []),
      });
      const owner = { workspaceId: meeting.workspaceId, meetingId: meeting.id };
      const done = earlier.map(({ stage: name, part, status, result }) => {
        return { id: newId(), ...owner, stage: name, part, status, result };
      });
      const next = Array.from({ length: parts }, (_, part) => {
        return { id: newId(), ...owner, stage, part };
      });
      await manager.save(StageRun, [...done, ...next]);
      await producer.offer('transcription', parts);
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
  };
}
