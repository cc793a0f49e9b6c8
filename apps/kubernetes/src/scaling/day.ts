import { createRandom } from '@memo/testing/random';
import { quantile } from './figures.ts';
import type { Cluster } from './fleet.ts';
import { linePlot } from './line-plot.ts';
import { arrivals, dayEnds, defaultDay, type Day } from './meetings.ts';
import { readRule } from './rule.ts';
import { simulate, type Simulated, type SimulatedRun } from './simulate.ts';
import { createLine, createTurns } from './turns.ts';

/** A pod pulls its image and starts; a machine is ordered, starts and joins. Four pods fit on one, of eight cores. */
export const cluster: Cluster = {
  podReadySeconds: 30,
  nodeReadySeconds: 120,
  podsPerNode: 4,
  nodeIdleSeconds: 600,
};

export interface How {
  seed?: number;
  day?: Partial<Day>;
  /** Runs are taken in the order in which they came, and not by turns. */
  inLine?: boolean;
  /** Pods that there are with nothing to do, in place of those of the rule. */
  min?: number;
  /** Processors of a pod, in place of those that it asks for. */
  cores?: number;
}

/** One day of the transcription workers under the rule of their ScaledObject; the same for the same seed. */
export async function simulateDay({
  seed = 1,
  day,
  inLine = false,
  min,
  cores,
}: How = {}): Promise<Simulated> {
  const rule = await readRule('transcription-worker');
  const meetings = arrivals(createRandom(seed), { ...defaultDay, ...day });
  const queue = inLine ? createLine<SimulatedRun>() : createTurns<SimulatedRun>();
  const changed = { ...rule, min: min ?? rule.min, cores: cores ?? rule.cores };
  return simulate(changed, cluster, meetings, queue);
}

const bucketSeconds = 600;

/** The 95th percentile of waits, of the uploads of each ten minutes. */
const waitsOverTime = ({ finished }: Simulated): number[] =>
  Array.from({ length: dayEnds / bucketSeconds }, (_, bucket) => {
    const waits = finished.flatMap(({ meeting, firstWait }) =>
      meeting.kind === 'interactive' && Math.floor(meeting.arrivesAt / bucketSeconds) === bucket
        ? [firstWait]
        : [],
    );
    return Math.round(quantile(waits, 0.95));
  });

/** Backlog, pods and waiting over the day. */
export function plotDay(day: Simulated): string {
  const samples = day.samples.filter(({ at }) => at <= dayEnds);
  return linePlot('A day of the transcription workers, simulated', dayEnds / 3_600, [
    {
      title: 'runs that wait',
      lines: [{ name: '', values: samples.map(({ backlog }) => backlog) }],
    },
    {
      title: 'pods that are ready',
      lines: [{ name: '', values: samples.map(({ pods }) => pods) }],
    },
    {
      title:
        'seconds until a worker begins with an upload of a person, 95th percentile of ten minutes',
      lines: [{ name: '', values: waitsOverTime(day) }],
      limit: 60,
    },
  ]);
}
