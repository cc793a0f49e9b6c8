import { stages, type Stage } from '@memo/entities';
import { queueNames, type JobProducer } from '@memo/jobs';
import { stageQueues, type Pipeline, type RunGroup } from '@memo/pipeline';
import type { FleetState } from '../../fleet-state.ts';
import type { LastTurns } from '../../sweeper/last-turns.ts';
import type { WireOverview } from './overview.schemas.ts';

export interface OverviewDeps {
  readFleetState: () => Promise<FleetState>;
  pipeline: Pick<Pipeline, 'oldestRunnable'>;
  producer: Pick<JobProducer, 'workers' | 'jobCounts'>;
  lastTurns: LastTurns;
}

const mostOldest = 10;
type Runs = readonly RunGroup<Stage>[];

/** What the whole fleet has before it. Without Redis it says so, and says the rest. */
export function createReadOverview(deps: OverviewDeps): () => Promise<WireOverview> {
  const { readFleetState, pipeline, producer, lastTurns } = deps;

  const askRedis = () => Promise.all([producer.workers(), producer.jobCounts()]).catch(() => null);

  return async () => {
    const [{ runs, unsealed, unclaimed }, oldest, inRedis] = await Promise.all([
      readFleetState(),
      pipeline.oldestRunnable(mostOldest),
      askRedis(),
    ]);
    const [workers, jobs] = inRedis ?? [null, null];
    const held = runs.filter(({ state, reason }) => state !== 'failed' && reason !== null);
    return {
      stages: stages.map((stage) => toStage(stage, runs)),
      failed: byReason(runs.filter(({ state }) => state === 'failed')),
      held: byReason(held),
      oldest: oldest.map(({ meetingId, workspaceId, stage, waitingSeconds }) => ({
        meeting_id: meetingId,
        workspace_id: workspaceId,
        stage,
        waiting_seconds: waitingSeconds,
      })),
      redis: inRedis === null ? 'away' : 'up',
      queues: queueNames.map((queue) => ({
        queue,
        workers: workers?.[queue] ?? null,
        jobs: jobs?.[queue] ?? null,
      })),
      sweeps: lastTurns.all().map(({ sweep, at, found }) => ({
        sweep,
        last_turn: at.toISOString(),
        found,
      })),
      unsealed: { events: toPile(unsealed.events), audit: toPile(unsealed.audit) },
      unclaimed: toPile(unclaimed),
    };
  };
}

function toStage(stage: Stage, runs: Runs): WireOverview['stages'][number] {
  const own = runs.filter(({ kind }) => kind === stage);
  const count = (state: RunGroup<Stage>['state']) =>
    own.filter((one) => one.state === state).reduce((sum, one) => sum + one.runs, 0);
  const waiting = own.filter(({ state }) => state === 'runnable');
  return {
    stage,
    queue: stageQueues[stage],
    runnable: count('runnable'),
    later: count('later'),
    parked: count('parked'),
    leased: count('leased'),
    failed: count('failed'),
    oldest_seconds:
      waiting.length === 0 ? null : Math.max(...waiting.map(({ oldestSeconds }) => oldestSeconds)),
  };
}

/** Those of one reason may be in several states. */
function byReason(runs: Runs): WireOverview['failed'] {
  const groups = Map.groupBy(runs, ({ kind, reason }) => `${kind} ${reason ?? ''}`);
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined ? [] : [others.reduce((sum, one) => together(sum, one), first)],
    )
    .map(({ kind, reason, runs: count, oldestSeconds }) => ({
      stage: kind,
      reason: reason ?? 'internal',
      runs: count,
      oldest_seconds: oldestSeconds,
    }))
    .sort((a, b) => b.runs - a.runs);
}

const together = (one: RunGroup<Stage>, other: RunGroup<Stage>): RunGroup<Stage> => ({
  ...one,
  runs: one.runs + other.runs,
  oldestSeconds: Math.max(one.oldestSeconds, other.oldestSeconds),
});

const toPile = ({ rows, oldestSeconds }: FleetState['unclaimed']) => ({
  rows,
  oldest_seconds: oldestSeconds,
});
