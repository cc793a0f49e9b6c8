import type { Column, RowOf, Transaction } from '@memo/entities';
import type { EventDetails } from '@memo/journal';
import type { Work } from '@memo/ledger';
import type { StageClaim } from './claim.ts';
import type { StageEnd } from './stage-end.sql.ts';

/** What a stage leaves behind. All of it commits together, with the next stage's rows, or not at all. */
export interface StageOutput {
  /** Kept on the run, for the stages after it. */
  result?: Record<string, unknown>;
  /** On the row of its meeting, where its generation is the one that is shown. */
  left?: Left;
  /** What those who follow the meeting are told before they are told how the stage ended. */
  tell?: readonly EventDetails[];
  /** Writes to other tables, which come first. */
  write?: (tx: Transaction) => Promise<void>;
  /** Once all of it is committed. */
  afterwards?: () => void;
  /** How many runs the next stage has; 1 when not given. */
  nextParts?: number;
}

export type StageWork = Work<StageClaim, StageOutput>;

type Columns = Readonly<Record<string, Column<unknown>>>;

/** The end of a stage, and the values that it takes. */
export interface Left {
  end: StageEnd<Columns>;
  values: Readonly<Record<string, unknown>>;
}

export const leave = <V extends Columns>(end: StageEnd<V>, values: Readonly<RowOf<V>>): Left => ({
  // These values are the statement's own; those it is called with besides are the same for all.
  end,
  values,
});
