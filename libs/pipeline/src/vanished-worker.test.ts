import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransact, type Meeting, type Transact } from '@memo/entities';
import { createJobProducer } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { startPipeline, type PipelineFixture } from '../test/pipeline-fixture.ts';
import { createLedger } from './ledger.ts';
import { createRedeliver } from './redeliver.ts';
import { createRunStage, type StageWork } from './run-stage.ts';
import { createSchedule } from './schedule.ts';

let fixture: PipelineFixture;

const never = new AbortController().signal;
const nothing: StageWork = () => Promise.resolve({});

beforeAll(async () => {
  fixture = await startPipeline();
});

afterAll(() => fixture.close());

async function prepareRun(meeting: Meeting): Promise<string> {
  const [run] = await fixture.runs(meeting, 'prepare');
  if (run === undefined) throw new Error('no prepare run');
  return run.id;
}

describe('a worker that was paused right after its claim', () => {
  it('does not set back what its successor has finished, nor do its work again', async () => {
    const meeting = await fixture.begin();
    const transact = createTransact(fixture.dataSource);
    let paused = false;
    // The pause: everything happens elsewhere before this worker's first transaction.
    const pausing: Transact = async (work) => {
      if (!paused) {
        paused = true;
        await fixture.expireLeases(meeting);
        for (const stage of ['prepare', 'transcribe', 'assemble', 'summarize'] as const) {
          await fixture.run(meeting, stage, nothing);
        }
      }
      return transact(work);
    };
    const producer = createJobProducer({ redisUrl: fixture.redis.url, logger: silentLogger });
    const runStage = createRunStage({
      transact: pausing,
      ledger: createLedger(fixture.dataSource),
      schedule: createSchedule(producer, silentLogger),
      redeliver: createRedeliver(producer, silentLogger),
      logger: silentLogger,
    });
    let worked = false;
    const outcome = await runStage(
      await prepareRun(meeting),
      () => {
        worked = true;
        return Promise.resolve({});
      },
      never,
    );
    await producer.close();
    expect(outcome).toEqual({ kind: 'done' });
    expect(worked).toBe(false);
    expect((await fixture.reload(meeting)).status).toBe('COMPLETED');
  });
});

describe('a recording that kills its workers', () => {
  it('is FAILED after a few of them, not tried for ever', async () => {
    const meeting = await fixture.begin();
    const runId = await prepareRun(meeting);
    const ledger = createLedger(fixture.dataSource);
    for (let crash = 0; crash < 5; crash++) {
      expect((await ledger.claim(runId)).kind).toBe('claimed');
      await fixture.expireLeases(meeting);
    }
    const outcome = await fixture.pipeline.runStage(runId, nothing, never);
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(await fixture.reload(meeting)).toMatchObject({
      status: 'FAILED',
      error: { code: 'worker_crashed', stage: 'prepare' },
    });
  });
});
