import type { Instruments } from '../instruments.ts';

/** A turn of one of the sweeper's tasks in this process. */
export interface SweepTurn {
  sweep: string;
  /** How much it found to do; null where it failed. */
  found: number | null;
  at: Date;
}

/** @param startedAt what a task that never came to its end here is as old as: one that always fails is seen, too. */
export function sweepMetrics(
  instruments: Instruments,
  sweeps: readonly string[],
  startedAt = new Date(),
) {
  const outcomes = ['done', 'failed'] as const;
  const turns = instruments.counter({
    name: 'memo_sweeps_total',
    help: 'Turns of the sweeper in this API process, by task. sum by (sweep): each process has turns of its own.',
    labels: ['sweep', 'outcome'],
    zeros: sweeps.flatMap((sweep) => outcomes.map((outcome) => ({ sweep, outcome }))),
  });
  const found = instruments.counter({
    name: 'memo_sweep_found_total',
    help: 'What the turns of the sweeper found to do, by task.',
    labels: ['sweep'],
    zeros: sweeps.map((sweep) => ({ sweep })),
  });
  const lastTurns = new Map(sweeps.map((sweep) => [sweep, startedAt.getTime() / 1_000]));
  instruments.gauge(
    {
      name: 'memo_sweep_last_turn_timestamp_seconds',
      help: 'When a task of the sweeper was last done in this API process, or when that was started, in Unix time. max by (sweep): any process may do it.',
      labels: ['sweep'],
    },
    () => [...lastTurns].map(([sweep, value]) => ({ labels: { sweep }, value })),
  );
  return {
    swept: (turn: SweepTurn): void => {
      const { sweep, at } = turn;
      turns.inc({ sweep, outcome: turn.found === null ? 'failed' : 'done' });
      if (turn.found === null) return;
      found.inc({ sweep }, turn.found);
      lastTurns.set(sweep, at.getTime() / 1_000);
    },
  };
}

/** Work that the sweeper found without a ticket: after Redis lost some, or a worker died before it added the next one. */
export function repairMetrics(instruments: Instruments, queues: readonly string[]) {
  const repairs = instruments.counter({
    name: 'memo_sweeper_repairs_total',
    help: 'How often the sweeper found work for the workers of a queue and no ticket on it. sum by (queue).',
    labels: ['queue'],
    zeros: queues.map((queue) => ({ queue })),
  });
  return { repaired: (queue: string): void => repairs.inc({ queue }) };
}
