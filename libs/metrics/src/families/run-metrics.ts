import type { Instruments } from '../instruments.ts';

/** A stage that waits for a provider takes minutes. */
const buckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800];

const outcomes = ['done', 'retry', 'wait', 'failed', 'lost', 'unsettled'];
const reasonsOfLoss = ['taken', 'not_renewed'];

/**
 * What becomes of the work of a worker's process.
 * @param stages those that it does.
 */
export function runMetrics(instruments: Instruments, stages: readonly string[]) {
  const runs = instruments.counter({
    name: 'memo_runs_total',
    help: 'Claims of stage runs by how they ended: done, put back for another try (retry) or for what they wait for (wait), failed for good, lost to another holder, or unsettled because the ledger did not answer. sum by (stage, outcome).',
    labels: ['stage', 'outcome'],
    zeros: stages.flatMap((stage) => outcomes.map((outcome) => ({ stage, outcome }))),
  });
  const durations = instruments.histogram({
    name: 'memo_run_duration_seconds',
    help: 'From a claim to its end, by stage.',
    labels: ['stage'],
    buckets,
  });
  const lost = instruments.counter({
    name: 'memo_leases_lost_total',
    help: 'Leases that ended under a worker: taken, by another holder or because the meeting was deleted; or not_renewed, because the database was silent or this process stood still.',
    labels: ['reason'],
    zeros: reasonsOfLoss.map((reason) => ({ reason })),
  });
  return {
    ran: (stage: string, outcome: string, seconds: number): void => {
      runs.inc({ stage, outcome });
      durations.observe({ stage }, seconds);
    },
    leaseLost: (reason: string): void => lost.inc({ reason }),
  };
}
