import type { Instruments, Sample } from '../instruments.ts';
import { createLabelBound } from './label-bound.ts';

/** Runs of one stage that are in one state for one reason. */
interface RunGroup {
  /** The stage. */
  kind: string;
  state: 'runnable' | 'later' | 'parked' | 'leased' | 'failed';
  /** What they wait for, or the code of the error; null where there is nothing to say. */
  reason: string | null;
  runs: number;
  oldestSeconds: number;
}

interface Pile {
  rows: number;
  /** Null where there is none. */
  oldestSeconds: number | null;
}

export interface LedgerState {
  runs: readonly RunGroup[];
  /** What has no place in the journal yet. */
  unsealed: Readonly<Record<'events' | 'audit', Pile>>;
  /** What is stored and is no meeting's. */
  unclaimed: Pile;
}

const states = ['runnable', 'later', 'parked', 'leased', 'failed'] as const;
const alike = 'Every API process tells the same, of all workers: max';

/**
 * What the database says of the work of the whole fleet. Told by API processes alone.
 * @param queues each stage's queue.
 */
export function ledgerMetrics(
  instruments: Instruments,
  queues: Readonly<Record<string, string>>,
  read: () => Promise<LedgerState>,
): void {
  const reading = instruments.reading({ name: 'ledger', read });
  const bounded = createLabelBound();
  const stages = Object.entries(queues);

  const runsOf = async <T>(show: (runs: readonly RunGroup[]) => T[]): Promise<T[]> => {
    const state = await reading();
    return state === null ? [] : show(state.runs);
  };

  instruments.gauge(
    {
      name: 'memo_ledger_runs',
      help: `Stage runs by state: runnable now, later (a retry, or a wait), parked without a time, leased by a worker, failed within 7 days. ${alike} by (stage, state), not sum.`,
      labels: ['queue', 'stage', 'state'],
    },
    () =>
      runsOf((runs) =>
        stages.flatMap(([stage, queue]) =>
          states.map((state) => ({
            labels: { queue, stage, state },
            value: sumOf(runs.filter((one) => one.kind === stage && one.state === state)),
          })),
        ),
      ),
  );
  instruments.gauge(
    {
      name: 'memo_ledger_oldest_runnable_seconds',
      help: `For how long the oldest run that could begin now has waited for a worker; 0 where none waits. ${alike} by (stage).`,
      labels: ['queue', 'stage'],
    },
    () =>
      runsOf((runs) =>
        stages.map(([stage, queue]) => ({
          labels: { queue, stage },
          value: oldestOf(runs.filter((one) => one.kind === stage && one.state === 'runnable')),
        })),
      ),
  );
  instruments.gauge(
    {
      name: 'memo_ledger_failed_runs',
      help: `Runs that failed for good within 7 days and were not run again, by stage and code of the error. ${alike} by (stage, reason), not sum.`,
      labels: ['stage', 'reason'],
    },
    () =>
      runsOf((runs) =>
        byReason(
          runs.filter(({ state }) => state === 'failed'),
          bounded,
        ),
      ),
  );
  instruments.gauge(
    {
      name: 'memo_ledger_held_runs',
      help: `Runs that wait for a dependency that is away, or as a provider's rate limit asks, by stage and what they wait for. ${alike} by (stage, reason), not sum.`,
      labels: ['stage', 'reason'],
    },
    () =>
      runsOf((runs) =>
        byReason(
          runs.filter(({ state, reason }) => state !== 'failed' && reason !== null),
          bounded,
        ),
      ),
  );

  const piles = async (): Promise<[string, Pile][]> => {
    const state = await reading();
    return state === null ? [] : Object.entries(state.unsealed);
  };
  instruments.gauge(
    {
      name: 'memo_journal_unsealed_rows',
      help: `What was recorded and the sealer has not given a place yet: domain events, audit entries. ${alike} by (log).`,
      labels: ['log'],
    },
    async () => (await piles()).map(([log, { rows }]) => ({ labels: { log }, value: rows })),
  );
  instruments.gauge(
    {
      name: 'memo_journal_oldest_unsealed_seconds',
      help: `How old the oldest of that is; 0 where there is none. ${alike} by (log).`,
      labels: ['log'],
    },
    async () =>
      (await piles()).map(([log, { oldestSeconds }]) => ({
        labels: { log },
        value: oldestSeconds ?? 0,
      })),
  );

  const unclaimed = async (value: (pile: Pile) => number): Promise<Sample<never>[]> => {
    const state = await reading();
    return state === null ? [] : [{ labels: {}, value: value(state.unclaimed) }];
  };
  instruments.gauge(
    {
      name: 'memo_unclaimed_objects',
      help: `Stored objects that are no meeting's: uploads under way, and what they left. ${alike}.`,
    },
    () => unclaimed(({ rows }) => rows),
  );
  instruments.gauge(
    {
      name: 'memo_unclaimed_objects_oldest_seconds',
      help: `Since when the oldest of them is written down; after a day it is removed. ${alike}.`,
    },
    () => unclaimed(({ oldestSeconds }) => oldestSeconds ?? 0),
  );
}

const sumOf = (groups: readonly RunGroup[]): number =>
  groups.reduce((sum, { runs }) => sum + runs, 0);

const oldestOf = (groups: readonly RunGroup[]): number =>
  groups.reduce((oldest, { oldestSeconds }) => Math.max(oldest, oldestSeconds), 0);

/** Groups that are told apart by their state alone become one series. */
function byReason(
  groups: readonly RunGroup[],
  bounded: (reason: string) => string,
): Sample<'stage' | 'reason'>[] {
  const series = new Map<string, Sample<'stage' | 'reason'>>();
  for (const { kind: stage, reason: code, runs } of groups) {
    const reason = bounded(code ?? 'internal');
    const name = `${stage} ${reason}`;
    const value = (series.get(name)?.value ?? 0) + runs;
    series.set(name, { labels: { stage, reason }, value });
  }
  return [...series.values()];
}
