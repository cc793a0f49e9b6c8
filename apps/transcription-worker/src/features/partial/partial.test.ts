import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, newId, StageRun } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { buildTranscribed, type GivenChunk } from '../../../test/transcribed-meeting.ts';
import { minute, spans, startPartial, type PartialFixture } from './test/partial-fixture.ts';

let fixture: PartialFixture;

beforeAll(async () => {
  fixture = await startPartial();
});
afterAll(() => fixture.close());

async function beginAssemble({ id: meetingId, workspaceId, generation }: Meeting): Promise<void> {
  const run = { id: newId(), meetingId, workspaceId, generation, stage: 'assemble' } as const;
  await fixture.dataSource.manager.insert(StageRun, run);
  await fixture.producer.offer('transcription', 1);
}

describe('what is transcribed so far', () => {
  it('is shown from the beginning on, as far as every chunk before is there', async () => {
    const { meeting, claimOf, finish } = await fixture.build([1]);
    await fixture.show(claimOf(1));
    expect(await fixture.shown(meeting)).toBeNull();
    await finish(0);
    await fixture.show(claimOf(0));
    const two = await fixture.shown(meeting);
    expect(two).toMatchObject({ chunksDone: 2, chunksTotal: 5, generation: 1 });
    expect(two?.coveredMs).toBeGreaterThan(3.5 * minute);
    expect(two?.coveredMs).toBeLessThanOrEqual(spans[2]?.startMs ?? 0);
    await finish(3);
    await fixture.show(claimOf(3));
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: 2 });
    await finish(2);
    await fixture.show(claimOf(2));
    const four = await fixture.shown(meeting);
    expect(four).toMatchObject({ id: two?.id, chunksDone: 4 });
    // What was shown stays as it was.
    expect(four?.segments.slice(0, 20)).toEqual(two?.segments.slice(0, 20));
    expect(new Set(four?.segments.map(({ speakerKey }) => speakerKey))).toEqual(
      new Set(four?.speakers.map(({ key }) => key)),
    );
  });

  it('has the most chunks of all, however many workers finish at once', async () => {
    const { meeting, claimOf, finish } = await fixture.build([]);
    const workers = spans.map(() => fixture.startShowing());
    await Promise.all(
      workers.map(async (worker, part) => {
        await finish(part);
        await fixture.show(claimOf(part), worker);
      }),
    );
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: 5, coveredMs: 10 * minute });
  });

  it('never goes back to fewer chunks', async () => {
    const { meeting, claimOf, finish } = await fixture.build([0]);
    const { promise: paused, resolve: proceed } = Promise.withResolvers<undefined>();
    const reading = { asked: false };
    const slow = fixture.startShowing({
      getText: async (key) => {
        reading.asked = true;
        await paused;
        return fixture.storage.getText(key);
      },
    });
    slow.onTranscribed(claimOf(0));
    await waitFor('the slow worker to read', () => reading.asked);
    await finish(1);
    await fixture.show(claimOf(1));
    proceed(undefined);
    await slow.settled();
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: 2 });
  });

  it('is gone once the transcript is there, and does not come back', async () => {
    const { meeting, claimOf } = await fixture.build([0, 1, 2, 3, 4]);
    await fixture.show(claimOf(4));
    expect(await fixture.shown(meeting)).not.toBeNull();
    await beginAssemble(meeting);
    await fixture.settled(meeting);
    expect(await fixture.shown(meeting)).toBeNull();
    await fixture.show(claimOf(4));
    expect(await fixture.shown(meeting)).toBeNull();
  });

  it('is gone whichever comes first, the transcript or a late refresh', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { meeting, claimOf } = await fixture.build([0, 1, 2, 3, 4]);
      const worker = fixture.startShowing();
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
      expect(await fixture.shown(meeting)).toBeNull();
    }
  });

  it('of a deleted meeting is not shown', async () => {
    const { meeting, claimOf } = await fixture.build([0, 1], { deletedAt: new Date() });
    await fixture.show(claimOf(1));
    expect(await fixture.shown(meeting)).toBeNull();
  });

  it('of a run that was overtaken is not shown over the new one', async () => {
    const { meeting, claimOf } = await fixture.build([0, 1, 2]);
    await fixture.show(claimOf(2));
    const { manager } = fixture.dataSource;
    await manager.update(Meeting, meeting.id, { generation: 2 });
    await manager.update(StageRun, { meetingId: meeting.id }, { generation: 2 });
    await manager.update(StageRun, { meetingId: meeting.id, part: 2 }, { status: 'queued' });
    // The new one has fewer chunks, and takes the place of the old one all the same.
    await fixture.show({ ...claimOf(1), generation: 2 });
    expect(await fixture.shown(meeting)).toMatchObject({ generation: 2, chunksDone: 2 });
    await manager.update(StageRun, { meetingId: meeting.id }, { generation: 1 });
    await fixture.show(claimOf(2));
    expect(await fixture.shown(meeting)).toMatchObject({ generation: 2, chunksDone: 2 });
  });

  it('that cannot be read fails nobody, and is shown with the next chunk', async () => {
    const { meeting, claimOf, finish } = await fixture.build([0]);
    let isDown = true;
    const worker = fixture.startShowing({
      getText: (key) =>
        isDown ? Promise.reject(new Error('storage is away')) : fixture.storage.getText(key),
    });
    await fixture.show(claimOf(0), worker);
    expect(await fixture.shown(meeting)).toBeNull();
    isDown = false;
    await finish(1);
    await fixture.show(claimOf(1), worker);
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: 2 });
  });

  it('is shown by the worker that transcribes', async () => {
    const given = spans.slice(0, 2).map((span): GivenChunk => ({ ...span, done: false }));
    const place = { manager: fixture.dataSource.manager, ...fixture };
    const { meeting } = await buildTranscribed(place, given);
    // Only the first can begin: of both, nobody would see that it is shown before the other is there.
    const later = new Date(Date.now() + 60 * minute);
    await place.manager.update(StageRun, { meetingId: meeting.id, part: 1 }, { dueAt: later });
    await fixture.producer.offer('transcription', 1);
    const first = await waitFor('the first chunk to be shown', () => fixture.shown(meeting));
    expect(first).toMatchObject({ chunksDone: 1, chunksTotal: 2, coveredMs: spans[1]?.startMs });
  });
});
