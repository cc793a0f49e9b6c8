import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StageRun } from '@memo/entities';
import { createJobWorker } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { buildAccount, waitFor } from '@memo/testing';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import type { StageClaim } from './claim.ts';
import { stageHandler } from './stage-handler.ts';

const slots = 4;

let fixture: PipelineFixture;
let worker: ReturnType<typeof createJobWorker<'transcription'>>;
/** What is at work, and how each ends. */
let atWork: { claim: StageClaim; end: () => void }[];
let prepared: StageClaim[];

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

beforeEach(async () => {
  await fixture.dataSource.query('DELETE FROM meetings');
  await fixture.redis.client.flushall();
  atWork = [];
  prepared = [];
});

afterEach(async () => {
  for (const { end } of atWork) end();
  await worker.close(0);
});

/** A worker whose preparations last until the test ends them; nothing comes after them. */
function start(): void {
  const later = () => new Promise<never>(() => undefined);
  worker = createJobWorker({
    queue: 'transcription',
    redisUrl: fixture.redis.url,
    concurrency: slots,
    logger: silentLogger,
    handlers: {
      suggest: () => Promise.resolve({ kind: 'done' }),
      ticket: stageHandler(fixture.pipeline, 'transcription', {
        prepare: async (claim) => {
          prepared.push(claim);
          await new Promise<void>((resolve) => {
            const job = { claim, end: resolve };
            atWork.push(job);
          });
          return { nextParts: 0 };
        },
        transcribe: later,
        minutes: later,
        assemble: later,
        summarize: later,
      }),
    },
  });
}

function endOne(): void {
  const job = atWork.shift();
  if (job === undefined) throw new Error('nothing is at work');
  job.end();
}

describe('a worker with four slots', () => {
  it('has none of them idle while work waits, though there is one ticket', async () => {
    for (let n = 0; n < 12; n++) await fixture.begin();
    await fixture.redis.client.flushall();
    await fixture.producer.offer('transcription', 1);
    start();
    await waitFor('every slot to be at work', () => prepared.length === slots);
    endOne();
    await waitFor('the slot to be at work again', () => prepared.length === slots + 1);
    await waitFor('the next ticket', async () => (await fixture.tickets('transcription')) > 0);
  });

  it('starts the one upload of somebody among the next two after two hundred of another', async () => {
    for (let n = 0; n < 200; n++) await fixture.begin();
    expect(await fixture.tickets('transcription')).toBeLessThan(20);
    start();
    await waitFor('every slot to be at work', () => prepared.length === slots);
    const one = await fixture.begin(await buildAccount(fixture.dataSource.manager));
    endOne();
    endOne();
    await waitFor('the next two', () => prepared.length === slots + 2);
    expect(prepared.slice(slots).map(({ meetingId }) => meetingId)).toContain(one.id);
  });

  it('loses nothing when Redis loses everything', async () => {
    for (let n = 0; n < 10; n++) await fixture.begin();
    start();
    await waitFor('every slot to be at work', () => prepared.length === slots);
    await fixture.redis.client.flushall();
    await fixture.pipeline.reconcile();
    for (let n = 0; n < 10; n++) {
      await waitFor('something to be at work', () => atWork.length > 0);
      endOne();
    }
    await waitFor('all to be prepared', async () => {
      const left = await fixture.dataSource.manager.countBy(StageRun, { stage: 'prepare' });
      const done = await fixture.dataSource.manager.countBy(StageRun, { status: 'succeeded' });
      return left === 10 && done === 10;
    });
    expect(new Set(prepared.map(({ runId }) => runId)).size).toBe(10);
  });
});
