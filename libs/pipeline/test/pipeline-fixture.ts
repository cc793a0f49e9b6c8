import { createTransact, Meeting, StageRun, type Stage } from '@memo/entities';
import { createJobProducer, type JobOutcome } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  startRedis,
  type UserScope,
} from '@memo/testing';
import { createPipeline } from '../src/create-pipeline.ts';
import type { StageWork } from '../src/run-stage.ts';

export type PipelineFixture = Awaited<ReturnType<typeof startPipeline>>;

/** A pipeline on a database and a Redis of its own, with what its tests keep asking. */
export async function startPipeline() {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  const { dataSource } = database;
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const pipeline = createPipeline({ dataSource, producer, logger: silentLogger });
  const scope = await buildAccount(dataSource.manager);

  const queueOf = (queueName: string) => {
    const queue = producer.queues.find(({ name }) => name === queueName);
    if (queue === undefined) throw new Error(`no ${queueName} queue`);
    return queue;
  };

  const runs = (meeting: Meeting, stage: Stage): Promise<StageRun[]> =>
    dataSource.manager.find(StageRun, {
      where: { meetingId: meeting.id, stage },
      order: { part: 'ASC' },
    });

  return {
    dataSource,
    redis,
    pipeline,
    scope,
    runs,
    /** A meeting whose first stage is queued. */
    begin: (owner: UserScope = scope): Promise<Meeting> =>
      createTransact(dataSource)(async (tx) => {
        const meeting = await buildMeeting(tx.manager, owner);
        await pipeline.begin(tx, meeting);
        return meeting;
      }),
    /** Runs every part of a stage, as workers would. */
    run: async (meeting: Meeting, stage: Stage, work: StageWork): Promise<JobOutcome[]> => {
      const outcomes: JobOutcome[] = [];
      for (const { id } of await runs(meeting, stage)) {
        outcomes.push(await pipeline.runStage(id, work, new AbortController().signal));
      }
      return outcomes;
    },
    reload: (meeting: Meeting): Promise<Meeting> =>
      dataSource.manager.findOneByOrFail(Meeting, { id: meeting.id }),
    /** Redis keys of the jobs that are there. */
    jobs: async (): Promise<string[]> => (await redis.client.keys('bull:*:*-*')).sort(),
    jobState: (queueName: string, jobId: string) => queueOf(queueName).getJobState(jobId),
    /** Leaves a waiting job in Redis as a worker does that found its stage hopeless. */
    failJob: async (queueName: string, jobId: string): Promise<void> => {
      const { client } = redis;
      await client.lrem(`bull:${queueName}:wait`, 0, jobId);
      await client.zadd(`bull:${queueName}:failed`, Date.now(), jobId);
    },
    expireLeases: (meeting: Meeting) =>
      dataSource.query(
        `UPDATE stage_runs SET lease_until = now() - interval '1 minute'
         WHERE meeting_id = $1 AND status = 'running'`,
        [meeting.id],
      ),
    /** Makes the meeting's queued runs old enough for `reconcile` to look at. */
    age: (meeting: Meeting) =>
      dataSource.query(
        `UPDATE stage_runs SET queued_at = now() - interval '1 minute' WHERE meeting_id = $1`,
        [meeting.id],
      ),
    close: async () => {
      await producer.close();
      await Promise.all([database.close(), redis.close()]);
    },
  };
}
