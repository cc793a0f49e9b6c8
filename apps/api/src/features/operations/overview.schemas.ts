import { stages } from '@memo/entities';
import { queueNames } from '@memo/jobs';
import { z } from 'zod';
import { overviewExample } from './overview.examples.ts';

const count = z.int();
const seconds = z.number();
const stage = z.enum(stages);
const queue = z.enum(queueNames);

const stageOverviewSchema = z
  .object({
    stage,
    queue: queue.describe('Whose workers do it'),
    runnable: count.describe('Could begin now'),
    later: count.describe('Wait for their next try, or as they were asked to'),
    parked: count.describe('Wait without a time'),
    leased: count.describe('A worker has them'),
    failed: count.describe('Failed for good within 7 days'),
    oldest_seconds: seconds
      .nullable()
      .describe('For how long the first of those that could begin has waited'),
  })
  .meta({ id: 'StageOverview' });

const reasonSchema = z
  .object({ stage, reason: z.string(), runs: count, oldest_seconds: seconds })
  .meta({ id: 'RunsByReason' });

const waitingSchema = z
  .object({
    meeting_id: z.uuid(),
    workspace_id: z.uuid(),
    stage,
    waiting_seconds: seconds,
  })
  .meta({ id: 'WaitingRun' });

const queueOverviewSchema = z
  .object({
    queue,
    workers: count.nullable().describe('Processes; null where Redis does not tell'),
    jobs: z
      .record(z.string(), count)
      .nullable()
      .describe('By state. Most are tickets, which say that there is work and not how much'),
  })
  .meta({ id: 'QueueOverview' });

const sweepSchema = z
  .object({
    sweep: z.string(),
    last_turn: z.iso.datetime(),
    found: count.nullable().describe('How much there was to do; null where the turn failed'),
  })
  .meta({ id: 'SweepTurn' });

const pileSchema = z
  .object({ rows: count, oldest_seconds: seconds.nullable() })
  .meta({ id: 'Pile' });

export const overviewSchema = z
  .object({
    stages: z.array(stageOverviewSchema),
    failed: z.array(reasonSchema).describe('By the code of the error, most first'),
    held: z
      .array(reasonSchema)
      .describe(
        'By what they wait for: a dependency that is away as workers see it (`storage`, `disk`, `speech`, `language`, `dashboard`, `database`), or `rate_limit`. Most first',
      ),
    oldest: z.array(waitingSchema).describe('Those that have waited longest, ten at most'),
    redis: z.enum(['up', 'away']),
    queues: z.array(queueOverviewSchema),
    sweeps: z
      .array(sweepSchema)
      .describe('The last turn of each task of the sweeper in the API process that answers'),
    unsealed: z
      .object({ events: pileSchema, audit: pileSchema })
      .describe('What was recorded and has no place in its log yet'),
    unclaimed: pileSchema.describe('Stored objects that are no meeting’s, uploads under way too'),
  })
  .meta({ id: 'Overview', example: overviewExample });

export type WireOverview = z.output<typeof overviewSchema>;
