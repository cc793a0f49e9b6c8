import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, StageRun } from '@memo/entities';
import { createTransact } from '@memo/entities/connections';
import { PartialTranscript } from '@memo/entities/transcripts';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { waitFor } from '@memo/testing';
import { planMeeting } from '@memo/testing/known-meeting';
import {
  buildTranscribed,
  recognizeChunk,
  type GivenChunk,
} from '../../../test/transcribed-meeting.ts';
import { startWorker, type WorkerFixture } from '../../../test/worker-fixture.ts';
import { createPartialRepository } from './partial.repository.ts';
import { createPartialTranscripts } from './partial.service.ts';

const minute = 60_000;
const planned = planMeeting({ seed: 31, minutes: 10, speakers: 2 });
const spans = [0, 2, 4, 6, 8].map((at) => ({
  startMs: Math.max(0, at * minute - 6_000),
  endMs: Math.min((at + 2) * minute + 6_000, 10 * minute),
}));

let fixture: WorkerFixture;

beforeAll(async () => {
  fixture = await startWorker();
  fixture.gemini.onGenerate(() => ({ summary: [], key_points: [], action_items: [], matches: [] }));
});
afterAll(() => fixture.close());

type Storage = Pick<WorkerFixture['storage'], 'getText' | 'putText'>;

/** What one worker process of the fleet has. */
function startShowing(storage: Pick<Storage, 'getText'> = fixture.storage) {
  const { dataSource, database } = fixture;
  return createPartialTranscripts({
    pipeline: fixture.pipeline,
    storage,
    repository: createPartialRepository(database, createTransact(dataSource)),
    recognizer: { capabilities: { maxChunkMs: minute, diarization: true, wordTimes: true } },
    logger: silentLogger,
  });
}

async function show(claim: StageClaim, worker = startShowing()): Promise<void> {
  worker.onTranscribed(claim);
  await worker.settled();
}

/** A meeting of five chunks of which these are done. */
function build(done: number[], overrides: Partial<Meeting> = {}) {
  const given = spans.map((span, chunk): GivenChunk => {
    return { ...recognizeChunk(planned, span, chunk), done: done.includes(chunk) };
  });
  return buildTranscribed({ manager: fixture.dataSource.manager, ...fixture }, given, overrides);
}

const shown = ({ id }: { id: string }): Promise<PartialTranscript | null> =>
  fixture.dataSource.manager.findOneBy(PartialTranscript, { meetingId: id });

async function beginAssemble({ id: meetingId, workspaceId, generation }: Meeting): Promise<void> {
  const run = { id: newId(), meetingId, workspaceId, generation, stage: 'assemble' } as const;
  await fixture.dataSource.manager.insert(StageRun, run);
  await fixture.producer.offer('transcription', 1);
}

describe('what is transcribed so far', () => {
  it('is shown from the beginning on, as far as every chunk before is there', async () => {
    const { meeting, claimOf, finish } = await build([1]);
    await show(claimOf(1));
    expect(await shown(meeting)).toBeNull();
    await finish(0);
    await show(claimOf(0));
    const two = await shown(meeting);
    expect(two).toMatchObject({ chunksDone: 2, chunksTotal: 5, generation: 1 });
    expect(two?.coveredMs).toBeGreaterThan(3.5 * minute);
    expect(two?.coveredMs).toBeLessThanOrEqual(spans[2]?.startMs ?? 0);
    await finish(3);
    await show(claimOf(3));
    expect(await shown(meeting)).toMatchObject({ chunksDone: 2 });
    await finish(2);
    await show(claimOf(2));
    const four = await shown(meeting);
    expect(four).toMatchObject({ id: two?.id, chunksDone: 4 });
    // What was shown stays as it was.
    expect(four?.segments.slice(0, 20)).toEqual(two?.segments.slice(0, 20));
    expect(new Set(four?.segments.map(({ speakerKey }) => speakerKey))).toEqual(
      new Set(four?.speakers.map(({ key }) => key)),
    );
  });

  it('has the most chunks of all, however many workers finish at once', async () => {
    const { meeting, claimOf, finish } = await build([]);
    const workers = spans.map(() => startShowing());
    await Promise.all(
      workers.map(async (worker, part) => {
        await finish(part);
        await show(claimOf(part), worker);
      }),
    );
    expect(await shown(meeting)).toMatchObject({ chunksDone: 5, coveredMs: 10 * minute });
  });

  it('never goes back to fewer chunks', async () => {
    const { meeting, claimOf, finish } = await build([0]);
    const { promise: paused, resolve: proceed } = Promise.withResolvers<undefined>();
    const reading = { asked: false };
    const slow = startShowing({
      getText: async (key) => {
        reading.asked = true;
        await paused;
        return fixture.storage.getText(key);
      },
    });
    slow.onTranscribed(claimOf(0));
    await waitFor('the slow worker to read', () => reading.asked);
    await finish(1);
    await show(claimOf(1));
    proceed(undefined);
    await slow.settled();
    expect(await shown(meeting)).toMatchObject({ chunksDone: 2 });
  });

  it('is gone once the transcript is there, and does not come back', async () => {
    const { meeting, claimOf } = await build([0, 1, 2, 3, 4]);
    await show(claimOf(4));
    expect(await shown(meeting)).not.toBeNull();
    await beginAssemble(meeting);
    await fixture.settled(meeting);
    expect(await shown(meeting)).toBeNull();
    await show(claimOf(4));
    expect(await shown(meeting)).toBeNull();
  });

  it('is gone whichever comes first, the transcript or a late refresh', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { meeting, claimOf } = await build([0, 1, 2, 3, 4]);
      const worker = startShowing();
      // Both wait for the meeting's row.
      await fixture.dataSource.transaction(async (manager) => {
        await manager.query('SELECT 1 FROM meetings WHERE id = $1 FOR NO KEY UPDATE', [meeting.id]);
        worker.onTranscribed(claimOf(4));
        await beginAssemble(meeting);
        await waitFor('both to wait', async () => {
          const [row]: { waiting: number }[] = await manager.query(
            `SELECT count(*)::int AS waiting FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return (row?.waiting ?? 0) >= 2;
        });
      });
      await worker.settled();
      await fixture.settled(meeting);
      expect(await shown(meeting)).toBeNull();
    }
  });

  it('of a deleted meeting is not shown', async () => {
    const { meeting, claimOf } = await build([0, 1], { deletedAt: new Date() });
    await show(claimOf(1));
    expect(await shown(meeting)).toBeNull();
  });

  it('of a run that was overtaken is not shown over the new one', async () => {
    const { meeting, claimOf } = await build([0, 1, 2]);
    await show(claimOf(2));
    const { manager } = fixture.dataSource;
    await manager.update(Meeting, meeting.id, { generation: 2 });
    await manager.update(StageRun, { meetingId: meeting.id }, { generation: 2 });
    await manager.update(StageRun, { meetingId: meeting.id, part: 2 }, { status: 'queued' });
    // The new one has fewer chunks, and takes the place of the old one all the same.
    await show({ ...claimOf(1), generation: 2 });
    expect(await shown(meeting)).toMatchObject({ generation: 2, chunksDone: 2 });
    await manager.update(StageRun, { meetingId: meeting.id }, { generation: 1 });
    await show(claimOf(2));
    expect(await shown(meeting)).toMatchObject({ generation: 2, chunksDone: 2 });
  });

  it('that cannot be read fails nobody, and is shown with the next chunk', async () => {
    const { meeting, claimOf, finish } = await build([0]);
    let isDown = true;
    const worker = startShowing({
      getText: (key) =>
        isDown ? Promise.reject(new Error('storage is away')) : fixture.storage.getText(key),
    });
    await show(claimOf(0), worker);
    expect(await shown(meeting)).toBeNull();
    isDown = false;
    await finish(1);
    await show(claimOf(1), worker);
    expect(await shown(meeting)).toMatchObject({ chunksDone: 2 });
  });

  it('is shown by the worker that transcribes', async () => {
    const given = spans.slice(0, 2).map((span): GivenChunk => ({ ...span, done: false }));
    const place = { manager: fixture.dataSource.manager, ...fixture };
    const { meeting } = await buildTranscribed(place, given);
    // Only the first can begin: of both, nobody would see that it is shown before the other is there.
    const later = new Date(Date.now() + 60 * minute);
    await place.manager.update(StageRun, { meetingId: meeting.id, part: 1 }, { dueAt: later });
    await fixture.producer.offer('transcription', 1);
    const first = await waitFor('the first chunk to be shown', () => shown(meeting));
    expect(first).toMatchObject({ chunksDone: 1, chunksTotal: 2, coveredMs: spans[1]?.startMs });
  });

  it('of a meeting in one chunk is not shown: its transcript is as near', async () => {
    const given = recognizeChunk(planned, { startMs: 0, endMs: 2 * minute }, 0);
    const place = { manager: fixture.dataSource.manager, ...fixture };
    const { meeting, claimOf } = await buildTranscribed(place, [given]);
    await show(claimOf(0));
    expect(await shown(meeting)).toBeNull();
  });
});

describe('the cost of showing', () => {
  /** Storage that counts, and never waits. */
  function countingStorage() {
    const objects = new Map<string, string>();
    const counted = { reads: 0 };
    return {
      counted,
      putText: (key: string, text: string) => {
        objects.set(key, text);
        return Promise.resolve();
      },
      getText: (key: string) => {
        counted.reads += 1;
        return Promise.resolve(objects.get(key) ?? null);
      },
    };
  }

  it('of a long meeting grows with its length, not with its square', async () => {
    const chunks = 80;
    const storage = countingStorage();
    const given = Array.from({ length: chunks }, (_, index): GivenChunk => {
      const span = { startMs: index * 1_000, endMs: (index + 1) * 1_000 };
      const said = { speaker: 'a', text: 'Yes.', startMs: 100, endMs: 900, words: [] };
      return { ...span, pieces: [{ ...span, utterances: [said] }], done: false };
    });
    const { scope, dataSource } = fixture;
    const { meeting, claimOf, finish } = await buildTranscribed(
      { manager: dataSource.manager, storage, scope },
      given,
    );
    const worker = startShowing(storage);
    let behind = 0;
    for (let part = 0; part < chunks; part += 1) {
      await finish(part);
      await show(claimOf(part), worker);
      const { chunksDone = 0 } = (await shown(meeting)) ?? {};
      behind = Math.max(behind, (part + 1 - chunksDone) / (part + 1));
    }
    expect(storage.counted.reads).toBeLessThanOrEqual(18 * chunks);
    expect(behind).toBeLessThan(1 / 16);
    expect(await shown(meeting)).toMatchObject({ chunksDone: chunks });
  });

  it('of chunks that are transcribed while one refresh runs is one more', async () => {
    const { meeting, claimOf, finish } = await build([0]);
    const { promise: paused, resolve: proceed } = Promise.withResolvers<undefined>();
    let reads = 0;
    const worker = startShowing({
      getText: async (key) => {
        reads += 1;
        await paused;
        return fixture.storage.getText(key);
      },
    });
    worker.onTranscribed(claimOf(0));
    await waitFor('the first refresh', () => reads === 1);
    for (const part of [1, 2, 3]) {
      await finish(part);
      worker.onTranscribed(claimOf(part));
    }
    proceed(undefined);
    await worker.settled();
    expect(reads).toBe(1 + 4);
    expect(await shown(meeting)).toMatchObject({ chunksDone: 4 });
  });
});
