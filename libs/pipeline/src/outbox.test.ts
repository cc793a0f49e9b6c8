import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransact, managerOf } from '@memo/entities/connections';
import { buildMeeting } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';

let fixture: PipelineFixture;

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(async () => {
  await fixture.dataSource.query('DELETE FROM meetings');
  await fixture.redis.client.flushall();
});

describe('the outbox', () => {
  it('offers no ticket for work that was rolled back', async () => {
    const failing = createTransact(fixture.dataSource)(async (tx) => {
      await fixture.pipeline.begin(tx, await buildMeeting(managerOf(tx), fixture.scope));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await fixture.tickets('transcription')).toBe(0);
  });

  it('brings the tickets back after Redis forgot them all', async () => {
    await fixture.begin();
    await fixture.redis.client.flushall();
    expect(await fixture.pipeline.reconcile()).toBe(1);
    expect(await fixture.tickets('transcription')).toBe(1);
    await fixture.pipeline.reconcile();
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('takes a meeting while Redis is away and says later that there is work', async () => {
    fixture.redis.pause();
    await fixture.begin().finally(() => fixture.redis.resume());
    await fixture.redis.client.flushall();
    await fixture.pipeline.reconcile();
    expect(await fixture.tickets('transcription')).toBe(1);
  });

  it('asks Redis nothing about work whose time has not come', async () => {
    const meeting = await fixture.begin();
    await fixture.dataSource.query(
      `UPDATE stage_runs SET due_at = now() + interval '1 hour' WHERE meeting_id = $1`,
      [meeting.id],
    );
    await fixture.redis.client.flushall();
    expect(await fixture.pipeline.reconcile()).toBe(0);
    expect(await fixture.tickets('transcription')).toBe(0);
  });

  it('leaves a meeting alone that waits for its recordings', async () => {
    const { manager } = fixture.dataSource;
    const { id } = await buildMeeting(manager, fixture.scope, { recordingKeys: [] });
    expect(await fixture.pipeline.reconcile()).toBe(0);
    expect(await fixture.pipeline.reconcileFor(fixture.scope)).toEqual({
      runs: 0,
      reachable: true,
    });
    const answer = await createTransact(fixture.dataSource)((tx) =>
      fixture.pipeline.retry(fixture.scope, tx, id),
    );
    expect(answer).toMatchObject({ kind: 'nothing_failed' });
  });
});
