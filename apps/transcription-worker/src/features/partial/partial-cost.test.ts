import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { buildTranscribed, type GivenChunk } from '../../../test/transcribed-meeting.ts';
import { startPartial, type PartialFixture } from './test/partial-fixture.ts';

let fixture: PartialFixture;

beforeAll(async () => {
  fixture = await startPartial();
});
afterAll(() => fixture.close());

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
    const worker = fixture.startShowing(storage);
    let behind = 0;
    for (let part = 0; part < chunks; part += 1) {
      await finish(part);
      await fixture.show(claimOf(part), worker);
      const { chunksDone = 0 } = (await fixture.shown(meeting)) ?? {};
      behind = Math.max(behind, (part + 1 - chunksDone) / (part + 1));
    }
    expect(storage.counted.reads).toBeLessThanOrEqual(18 * chunks);
    expect(behind).toBeLessThan(1 / 16);
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: chunks });
  });

  it('of chunks that are transcribed while one refresh runs is one more', async () => {
    const { meeting, claimOf, finish } = await fixture.build([0]);
    const { promise: paused, resolve: proceed } = Promise.withResolvers<undefined>();
    let reads = 0;
    const worker = fixture.startShowing({
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
    expect(await fixture.shown(meeting)).toMatchObject({ chunksDone: 4 });
  });
});
