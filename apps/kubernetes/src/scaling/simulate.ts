import { createAutoscaler } from './autoscaler.ts';
import { createFleet, type Cluster } from './fleet.ts';
import { aloneSeconds, dayEnds, type SimulatedMeeting } from './meetings.ts';
import type { ScalingRule } from './rule.ts';
import type { Queue } from './turns.ts';

/** One unit of work, as a row of `stage_runs` is. */
export interface SimulatedRun {
  progress: Progress;
  workspace: string;
  stage: number;
  seconds: number;
  dueAt: number;
}

interface Progress {
  meeting: SimulatedMeeting;
  chunksLeft: number;
  beganAt: number | null;
}

export interface Finished {
  meeting: SimulatedMeeting;
  /** From the upload until a worker began with it, in seconds. */
  firstWait: number;
  /** All that it waited for a slot until its note was there: what it took longer than it would have alone. */
  wholeWait: number;
  endedAt: number;
}

/** A minute of the day. */
export interface Sample {
  at: number;
  /** Runs that wait. */
  backlog: number;
  pods: number;
}

export interface Simulated {
  finished: Finished[];
  samples: Sample[];
  podHours: number;
  runs: number;
  /** Runs that a pod which was taken away had to hand back. */
  handedBack: number;
}

/** Uploads that are looked at in a second. */
const mostAtOnce = 100;

const [prepare, transcribe, assemble, summarize] = [0, 1, 2, 3] as const;

/** @param queue empty, in the order in which runs are taken. */
export function simulate(
  rule: ScalingRule,
  cluster: Cluster,
  meetings: readonly SimulatedMeeting[],
  queue: Queue<SimulatedRun>,
): Simulated {
  const autoscaler = createAutoscaler(rule);
  const fleet = createFleet<SimulatedRun>(rule, cluster);
  const simulated: Simulated = { finished: [], samples: [], podHours: 0, runs: 0, handedBack: 0 };
  let pods = rule.min;
  let arrived = 0;

  const add = (progress: Progress, stage: number, seconds: number, dueAt: number) =>
    queue.add({ progress, workspace: progress.meeting.workspace, stage, seconds, dueAt });

  function settle({ progress, stage }: SimulatedRun, at: number): void {
    const { meeting } = progress;
    simulated.runs += 1;
    if (stage === prepare) {
      for (const seconds of meeting.chunks) add(progress, transcribe, seconds, at);
    } else if (stage === transcribe) {
      progress.chunksLeft -= 1;
      if (progress.chunksLeft === 0) add(progress, assemble, meeting.assemble, at);
    } else if (stage === assemble) {
      add(progress, summarize, meeting.summarize, at);
    } else {
      const took = at - meeting.arrivesAt;
      simulated.finished.push({
        meeting,
        firstWait: (progress.beganAt ?? at) - meeting.arrivesAt,
        wholeWait: Math.max(0, took - aloneSeconds(meeting)),
        endedAt: at,
      });
    }
  }

  /** @returns how many come now. */
  function arrive(at: number): number {
    const rest = meetings.slice(arrived, arrived + mostAtOnce);
    const coming = rest.filter(({ arrivesAt }) => arrivesAt <= at);
    for (const meeting of coming) {
      const progress = { meeting, chunksLeft: meeting.chunks.length, beganAt: null };
      add(progress, prepare, meeting.prepare, at);
    }
    return coming.length;
  }

  fleet.scale(-dayEnds, pods);
  for (let at = 0; at < dayEnds || queue.size + fleet.atWork() > 0; at++) {
    arrived += arrive(at);
    const { done, back } = fleet.advance(at);
    for (const run of done) settle(run, at);
    for (const run of back) queue.add(run);
    simulated.handedBack += back.length;
    fleet.fill(at, () => {
      const run = queue.take();
      if (run === null) return null;
      run.progress.beganAt ??= at;
      return { run, seconds: run.seconds, computes: run.stage === prepare };
    });
    pods = autoscaler.next(at, queue.size + fleet.atWork(), pods);
    fleet.scale(at, pods);
    const ready = fleet.ready(at);
    simulated.podHours += pods / 3_600;
    if (at % 60 === 0) simulated.samples.push({ at, backlog: queue.size, pods: ready });
  }
  return simulated;
}
