import { newId, type Reprocess, type RowOfStatement, type Rows, type Stage } from '@memo/entities';
import {
  closeWaitingBeside,
  forgetOldest,
  insertGeneration,
  nextGeneration,
  readShownEngine,
  readShownRuns,
  takeOverRuns,
} from './generations.sql.ts';
import { beginNext } from './meeting-status.sql.ts';
import { insertRuns } from './stage-runs.sql.ts';

/** What `prepare` leaves, as far as it is read here; times are on the recording's clock. */
export interface Plan {
  /** Those of plans made before there was a voice detector do not say where there is none. */
  recordings?: readonly { noSpeech?: unknown }[];
  chunks: readonly {
    side: number | null;
    startMs: number;
    endMs: number;
    audio?: { key: string } | null;
  }[];
}

export type ShownRun = RowOfStatement<typeof readShownRuns>;

/** What has succeeded of these stages in the generation that is shown. */
export const shownRuns = (rows: Rows, meetingId: string, stages: Stage[]): Promise<ShownRun[]> =>
  rows.all(readShownRuns, { meetingId, stages });

export function planIn(runs: readonly ShownRun[]): Plan | null {
  return (runs.find(({ stage }) => stage === 'prepare')?.result ?? null) as Plan | null;
}

export interface FirstRuns {
  /** Taken over from the generation that is shown. */
  runs: readonly ShownRun[];
  /** The parts of `transcribe` among them that are to run again. */
  again?: number[];
  /** A stage of one part that is not among them and runs first. */
  first?: Stage;
}

/**
 * Begins a generation beside the one that is shown, with the same engine unless it is said which. The meeting's row is
 * locked by the caller.
 * @returns false where nothing was ever run of the meeting.
 */
export async function beginGeneration(
  rows: Rows,
  meetingId: string,
  asked: Reprocess,
  { runs, again = [], first }: FirstRuns,
): Promise<boolean> {
  const next = await rows.first(nextGeneration, { meetingId });
  if (next === null) return false;
  const { generation } = next;
  await rows.run(closeWaitingBeside, { meetingId, error: leftOver });
  await rows.run(forgetOldest, { meetingId, most: mostGenerations });
  const reprocess = { ...(await engineShown(rows, meetingId, asked)), ...asked };
  await rows.run(takeOverRuns, {
    ids: runs.map(newId),
    stages: runs.map(({ stage }) => stage),
    parts: runs.map(({ part }) => part),
    ...{ again, meetingId, generation },
  });
  if (first !== undefined) {
    await rows.run(insertRuns, { ids: [newId()], meetingId, stage: first, generation });
  }
  await rows.run(insertGeneration, { id: newId(), meetingId, generation, reprocess });
  await rows.run(beginNext, { meetingId, generation, reprocess });
  return true;
}

/** So many earlier generations are kept of a meeting, and so many that came to nothing are told of. */
const mostGenerations = 20;

const leftOver = {
  code: 'given_up',
  message: 'What this was asked for was given up.',
  retryable: false,
};

/** With which engine to go on; another one is asked only where all is asked anew. */
async function engineShown(
  rows: Rows,
  meetingId: string,
  { from }: Reprocess,
): Promise<Pick<Reprocess, 'provider' | 'model'>> {
  if (from === 'transcribe') return {};
  const shown = await rows.first(readShownEngine, { meetingId });
  const { provider = answeredBy(shown?.provider ?? ''), model } = shown?.reprocess ?? {};
  return { ...(provider !== undefined && { provider }), ...(model !== undefined && { model }) };
}

/**
 * Where the generation does not say its engine, who answered is it: the usual one may be another by now, which tells
 * fewer voices apart. Where several answered, the usual one goes on.
 */
const answeredBy = (provider: string): string | undefined =>
  provider === '' || provider.includes(',') ? undefined : provider;
