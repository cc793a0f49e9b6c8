import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransact } from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';

let fixture: PipelineFixture;

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(() => fixture.redis.client.flushall());

describe('the outbox', () => {
  it('adds no job for work that was rolled back', async () => {
    const failing = createTransact(fixture.dataSource)(async (tx) => {
      await fixture.pipeline.begin(tx, await buildMeeting(tx.manager, fixture.scope));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await fixture.jobs()).toEqual([]);
  });

  it('brings every job back after Redis forgot them all', async () => {
    const meeting = await fixture.begin();
    const before = await fixture.jobs();
    expect(before).toHaveLength(1);
    await fixture.redis.client.flushall();
    await fixture.age(meeting);
    await fixture.pipeline.reconcile();
    expect(await fixture.jobs()).toEqual(before);
    await fixture.pipeline.reconcile();
    expect(await fixture.jobs()).toEqual(before);
  });

  it('takes a meeting while Redis is away and delivers its job later', async () => {
    fixture.redis.pause();
    const meeting = await fixture.begin().finally(() => fixture.redis.resume());
    await fixture.age(meeting);
    await fixture.pipeline.reconcile();
    const [prepare] = await fixture.runs(meeting, 'prepare');
    expect(await fixture.jobs()).toContain(`bull:transcription:prepare-${prepare?.id ?? ''}`);
  });
});
