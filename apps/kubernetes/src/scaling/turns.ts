/** A run that waits, as the ledger has it. */
export interface WaitingRun {
  workspace: string;
  /** Of one person's runs that of the latest stage goes first. */
  stage: number;
}

/** Chooses what is next. */
export interface Queue<Run extends WaitingRun> {
  add(run: Run): void;
  take(): Run | null;
  readonly size: number;
}

interface Waiting<Run> {
  run: Run;
  /** Rises with every run that is added. */
  place: number;
}

/** The order of the ledger's claims: workspaces take turns, in each the latest stage goes first, then the oldest run. */
export function createTurns<Run extends WaitingRun>(): Queue<Run> {
  const waiting = new Map<string, Waiting<Run>[]>();
  const servedAt = new Map<string, number>();
  let served = 0;
  let added = 0;
  let size = 0;

  /** Those who were never served go first, of them whose run is of the latest stage, and then the oldest. */
  const isBefore = (one: Waiting<Run>, other: Waiting<Run>): boolean => {
    const turns = turnOf(one.run) - turnOf(other.run);
    const stages = other.run.stage - one.run.stage;
    return (turns || stages || one.place - other.place) < 0;
  };
  const turnOf = ({ workspace }: Run): number => servedAt.get(workspace) ?? 0;

  return {
    get size() {
      return size;
    },
    add: (run) => {
      const runs = waiting.get(run.workspace) ?? [];
      const behind = runs.findIndex((one) => one.run.stage < run.stage);
      runs.splice(behind === -1 ? runs.length : behind, 0, { run, place: (added += 1) });
      waiting.set(run.workspace, runs);
      size += 1;
    },
    take: () => {
      let next: Waiting<Run> | null = null;
      for (const [head] of waiting.values()) {
        if (head !== undefined && (next === null || isBefore(head, next))) next = head;
      }
      if (next === null) return null;
      const { workspace } = next.run;
      const runs = waiting.get(workspace) ?? [];
      runs.shift();
      if (runs.length === 0) waiting.delete(workspace);
      servedAt.set(workspace, (served += 1));
      size -= 1;
      return next.run;
    },
  };
}

/** What a queue without turns does: first in, first out. To compare with. */
export function createLine<Run extends WaitingRun>(): Queue<Run> {
  const runs: Run[] = [];
  return {
    get size() {
      return runs.length;
    },
    add: (run) => {
      runs.push(run);
    },
    take: () => runs.shift() ?? null,
  };
}
