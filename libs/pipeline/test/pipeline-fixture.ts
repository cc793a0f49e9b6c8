import { Meeting, StageRun, type Stage } from '@memo/entities';
import { createDatabase, createTransact, managerOf } from '@memo/entities/connections';
import { createJobProducer, type QueueName } from '@memo/jobs';
import { createRecordEvent } from '@memo/journal';
import { createDependencyWatch, createLedger, ledgerTable, type RunOutcome } from '@memo/ledger';
import { silentLogger } from '@memo/logging';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  startRedis,
  type UserScope,
} from '@memo/testing';
import { createPipeline } from '../src/create-pipeline.ts';
import { createRedeliver } from '../src/redeliver.ts';
import { createRunStage } from '../src/run-stage.ts';
import type { StageWork } from '../src/stage-output.ts';
import { createSchedule } from '../src/schedule.ts';
import { stageLedger } from '../src/stage-ledger.sql.ts';
import { ruleOf } from '../src/stages.ts';

export type PipelineFixture = Awaited<ReturnType<typeof startPipeline>>;

/** A pipeline on a database and a Redis of its own, with what its tests keep asking. */
export async function startPipeline() {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedis()]);
  const { dataSource } = database;
  const producer = createJobProducer({ redisUrl: redis.url, logger: silentLogger });
  const asked: string[] = [];
  const statements = createDatabase(dataSource, ({ statement }) => asked.push(statement.name));
  const tickets = { database: statements, producer, logger: silentLogger };
  const pipeline = createPipeline({ ...tickets, transact: createTransact(dataSource) });
  const scope = await buildAccount(dataSource.manager);

  const queueOf = (queueName: QueueName) => {
    const queue = producer.queues.find(({ name }) => name === queueName);
    if (queue === undefined) throw new Error(`no ${queueName} queue`);
    return queue;
  };

  const runs = (meeting: Meeting, stage: Stage): Promise<StageRun[]> =>
    dataSource.manager.find(StageRun, {
      where: { meetingId: meeting.id, stage },
      order: { part: 'ASC' },
    });

  const never = new AbortController().signal;

  /** Runs this very run, as if it were its turn and its time. */
  async function runOne(
    runId: string,
    work: StageWork,
    {
      stopping = never,
      transact = createTransact(dataSource),
      leaseMs = 15_000,
      /** Comes between the claim and the moment at which the worker hears of it. */
      pause = (): Promise<void> => Promise.resolve(),
    } = {},
  ): Promise<RunOutcome> {
    const { manager } = dataSource;
    const { stage } = await manager.findOneByOrFail(StageRun, { id: runId });
    // Left alone where it is due: of workers at the same moment, each would pass over a run that another is writing.
    const soon = 'UPDATE stage_runs SET due_at = now() WHERE id = $1 AND due_at > now()';
    await manager.query(soon, [runId]);
    const table = ledgerTable({
      ...stageLedger,
      leaseMs,
      wanted: (run) => `${stageLedger.wanted(run)} AND ${run}.id = '${runId}'`,
    });
    const ledger = createLedger(statements, table);
    const runNext = createRunStage({
      ...tickets,
      transact,
      ledger: {
        ...ledger,
        claim: async (...asked) => {
          const answer = await ledger.claim(...asked);
          await pause();
          return answer;
        },
      },
      watch: createDependencyWatch(stageLedger),
      schedule: createSchedule(tickets),
      redeliver: createRedeliver(tickets),
      recordEvent: createRecordEvent(statements),
    });
    return runNext(ruleOf(stage).queue, { [stage]: work }, stopping);
  }

  return {
    dataSource,
    redis,
    producer,
    pipeline,
    scope,
    /** The names of the statements that the pipeline has asked, in order. */
    asked,
    runs,
    runOne,
    /** A meeting whose first stage is queued. */
    begin: (owner: UserScope = scope): Promise<Meeting> =>
      createTransact(dataSource)(async (tx) => {
        const meeting = await buildMeeting(managerOf(tx), owner);
        await pipeline.begin(tx, meeting);
        return meeting;
      }),
    /** Runs every part of a stage, as workers would. */
    run: async (meeting: Meeting, stage: Stage, work: StageWork): Promise<RunOutcome[]> => {
      const outcomes: RunOutcome[] = [];
      for (const { id } of await runs(meeting, stage)) outcomes.push(await runOne(id, work));
      return outcomes;
    },
    reload: (meeting: Meeting): Promise<Meeting> =>
      dataSource.manager.findOneByOrFail(Meeting, { id: meeting.id }),
    /** How many tickets wait on a queue. */
    tickets: (name: QueueName) => queueOf(name).getWaitingCount(),
    /** How many tickets of a queue wait for their time. */
    laterTickets: (name: QueueName) => queueOf(name).getDelayedCount(),
    expireLeases: (meeting: Meeting) =>
      dataSource.query(
        `UPDATE stage_runs SET lease_until = now() - interval '1 minute'
         WHERE meeting_id = $1 AND status = 'running'`,
        [meeting.id],
      ),
    close: async () => {
      await producer.close();
      await Promise.all([database.close(), redis.close()]);
    },
  };
}
