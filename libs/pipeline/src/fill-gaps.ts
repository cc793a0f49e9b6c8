import { newId, type Rows, type Stage } from '@memo/entities';
import {
  nextGeneration,
  readGaps,
  readShownRuns,
  takeOverRuns,
  type KnownGap,
} from './fill-gaps.sql.ts';
import { beginNext } from './meeting-status.sql.ts';

/** What `prepare` leaves of each chunk, as far as it is read here; times are on the recording's clock. */
interface PreparedChunks {
  chunks: readonly { side: number | null; startMs: number; endMs: number }[];
}

export type FillAnswer =
  /** The parts of these stages are queued in a generation of their own. */
  | { kind: 'filling'; stages: Stage[] }
  | { kind: 'no_gaps' }
  /** All that is missing is missing from the file, and no engine can give it. */
  | { kind: 'missing_from_file' }
  /** Of which chunks it was made is not known. */
  | { kind: 'chunks_unknown' };

/**
 * Begins a generation beside the one that is shown, in which the chunks with gaps are asked about again; the others are
 * taken over as they are. The meeting's row is locked by the caller.
 */
export async function fillGaps(rows: Rows, meetingId: string): Promise<FillAnswer> {
  const known = await rows.first(readGaps, { meetingId });
  const gaps = known?.gaps ?? [];
  if (gaps.length === 0) return { kind: 'no_gaps' };
  if (gaps.every(({ reason }) => reason === 'missing_from_file')) {
    return { kind: 'missing_from_file' };
  }
  const runs = await rows.all(readShownRuns, { meetingId });
  const prepared = runs.find(({ stage }) => stage === 'prepare')?.result as PreparedChunks | null;
  const again = (prepared?.chunks ?? []).flatMap((chunk, part) =>
    gaps.some((gap) => isIn(gap, chunk)) ? [part] : [],
  );
  const next = await rows.first(nextGeneration, { meetingId });
  if (again.length === 0 || next === null) return { kind: 'chunks_unknown' };
  const { generation } = next;
  await rows.run(takeOverRuns, {
    ids: runs.map(newId),
    stages: runs.map(({ stage }) => stage),
    parts: runs.map(({ part }) => part),
    ...{ again, meetingId, generation },
  });
  await rows.run(beginNext, { meetingId, generation, reprocess: { from: 'gaps' } });
  return { kind: 'filling', stages: again.map(() => 'transcribe') };
}

const isIn = (
  { side, start_ms, end_ms, reason }: KnownGap,
  chunk: PreparedChunks['chunks'][number],
): boolean =>
  reason !== 'missing_from_file' &&
  side === chunk.side &&
  start_ms < chunk.endMs &&
  end_ms > chunk.startMs;
