import type { ScalingRule } from './rule.ts';

export interface Cluster {
  podReadySeconds: number;
  nodeReadySeconds: number;
  podsPerNode: number;
  /** A node without a pod goes after so long. */
  nodeIdleSeconds: number;
}

interface Node {
  readyAt: number;
  pods: number;
  emptySince: number;
}

/** Work that is given to a slot. */
export interface Work<Run> {
  run: Run;
  /** How long it lasts; where it computes, on a processor of its own. */
  seconds: number;
  computes: boolean;
}

interface Job<Run> extends Work<Run> {
  left: number;
}

interface Pod<Run> {
  node: Node;
  readyAt: number;
  /** Once it was told to end. */
  endsBy: number | null;
  jobs: Job<Run>[];
}

export interface Fleet<Run> {
  /** Sees to it that so many pods are there, or on their way. */
  scale(at: number, pods: number): void;
  /** @returns the runs that are done by now, and those that a pod had to hand back. */
  advance(at: number): { done: Run[]; back: Run[] };
  /** Gives work to slots that are free, while `take` has some. */
  fill(at: number, take: () => Work<Run> | null): void;
  /** Pods that take work. */
  ready(at: number): number;
  /** Jobs under way, those of pods that are ending included. */
  atWork(): number;
}

export function createFleet<Run>(
  { slots, cores, drainSeconds }: Pick<ScalingRule, 'slots' | 'cores' | 'drainSeconds'>,
  cluster: Cluster,
): Fleet<Run> {
  let nodes: Node[] = [];
  let pods: Pod<Run>[] = [];
  let advancedAt = 0;
  const staying = () => pods.filter(({ endsBy }) => endsBy === null);

  function begin(at: number): void {
    let node = nodes.find((one) => one.pods < cluster.podsPerNode);
    if (node === undefined) {
      node = { readyAt: at + cluster.nodeReadySeconds, pods: 0, emptySince: at };
      nodes.push(node);
    }
    node.pods += 1;
    const readyAt = Math.max(at, node.readyAt) + cluster.podReadySeconds;
    pods.push({ node, readyAt, endsBy: null, jobs: [] });
  }

  /** As Kubernetes chooses: who is not ready goes first, then the youngest. Nobody asks who is busy. */
  function end(at: number): void {
    const [last] = staying().toSorted((a, b) => b.readyAt - a.readyAt);
    if (last !== undefined) last.endsBy = at + (last.readyAt > at ? 0 : drainSeconds);
  }

  /** What computes shares the processors of its pod, and an engine takes as long as it takes. */
  function work({ jobs }: Pod<Run>, seconds: number): void {
    const computing = jobs.filter(({ computes }) => computes).length;
    const share = Math.min(1, cores / computing);
    for (const job of jobs) job.left -= job.computes ? seconds * share : seconds;
  }

  function leave(at: number, { node }: Pod<Run>): void {
    node.pods -= 1;
    if (node.pods === 0) node.emptySince = at;
  }

  return {
    scale: (at, wanted) => {
      for (let missing = wanted - staying().length; missing > 0; missing--) begin(at);
      for (let over = staying().length - wanted; over > 0; over--) end(at);
    },
    advance: (at) => {
      const done: Run[] = [];
      const back: Run[] = [];
      for (const pod of pods) {
        work(pod, at - advancedAt);
        const ended = pod.jobs.filter(({ left }) => left <= 0);
        if (ended.length > 0) {
          done.push(...ended.map(({ run }) => run));
          pod.jobs = pod.jobs.filter(({ left }) => left > 0);
        }
        if (pod.endsBy !== null && pod.endsBy <= at) {
          back.push(...pod.jobs.splice(0).map(({ run }) => run));
        }
      }
      advancedAt = at;
      const gone = pods.filter(({ endsBy, jobs }) => endsBy !== null && jobs.length === 0);
      for (const pod of gone) leave(at, pod);
      if (gone.length > 0) pods = pods.filter((pod) => !gone.includes(pod));
      nodes = nodes.filter(
        (node) => node.pods > 0 || at - node.emptySince < cluster.nodeIdleSeconds,
      );
      return { done, back };
    },
    fill: (at, take) => {
      for (const pod of pods) {
        while (pod.endsBy === null && pod.readyAt <= at && pod.jobs.length < slots) {
          const taken = take();
          if (taken === null) return;
          pod.jobs.push({ ...taken, left: taken.seconds });
        }
      }
    },
    ready: (at) => staying().filter(({ readyAt }) => readyAt <= at).length,
    atWork: () => pods.reduce((sum, { jobs }) => sum + jobs.length, 0),
  };
}
