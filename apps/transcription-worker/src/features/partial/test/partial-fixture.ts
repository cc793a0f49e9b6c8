import type { Meeting } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { PartialTranscript } from '@memo/entities/transcripts';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { planMeeting } from '@memo/testing/known-meeting';
import {
  buildTranscribed,
  recognizeChunk,
  type GivenChunk,
} from '../../../../test/transcribed-meeting.ts';
import { startWorker } from '../../../../test/worker-fixture.ts';
import { createPartialRepository } from '../partial.repository.ts';
import { createPartialTranscripts, type PartialDeps } from '../partial.service.ts';

export const minute = 60_000;
export const planned = planMeeting({ seed: 31, minutes: 10, speakers: 2 });
export const spans = [0, 2, 4, 6, 8].map((at) => ({
  startMs: Math.max(0, at * minute - 6_000),
  endMs: Math.min((at + 2) * minute + 6_000, 10 * minute),
}));

/** The worker, and what shows meetings of five chunks while they are transcribed. */
export async function startPartial() {
  const fixture = await startWorker();
  fixture.gemini.onGenerate(() => ({ summary: [], key_points: [], action_items: [], matches: [] }));
  const { dataSource, database } = fixture;

  /** What one worker process of the fleet has. */
  const startShowing = (storage: PartialDeps['storage'] = fixture.storage) =>
    createPartialTranscripts({
      storage,
      repository: createPartialRepository(database, createTransact(dataSource)),
      recognizer: { capabilities: { maxChunkMs: minute, diarization: true, wordTimes: true } },
      logger: silentLogger,
    });

  return {
    ...fixture,
    startShowing,
    show: async (claim: StageClaim, worker = startShowing()): Promise<void> => {
      worker.onTranscribed(claim);
      await worker.settled();
    },
    /** A meeting of five chunks of which these are done. */
    build: (done: number[], overrides: Partial<Meeting> = {}) => {
      const given = spans.map((span, chunk): GivenChunk => {
        return { ...recognizeChunk(planned, span, chunk), done: done.includes(chunk) };
      });
      return buildTranscribed({ manager: dataSource.manager, ...fixture }, given, overrides);
    },
    shown: ({ id }: { id: string }): Promise<PartialTranscript | null> =>
      dataSource.manager.findOneBy(PartialTranscript, { meetingId: id }),
  };
}

export type PartialFixture = Awaited<ReturnType<typeof startPartial>>;
