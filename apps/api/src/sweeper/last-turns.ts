import type { SweepTurn } from './sweeper.ts';

/** The last turn of each sweep in this process. */
export interface LastTurns {
  note: (turn: SweepTurn) => void;
  /** By the names of the sweeps. */
  all: () => SweepTurn[];
}

export function createLastTurns(): LastTurns {
  const turns = new Map<string, SweepTurn>();
  return {
    note: (turn) => turns.set(turn.sweep, turn),
    all: () => [...turns.values()].sort((a, b) => (a.sweep < b.sweep ? -1 : 1)),
  };
}
