import type { Rows, Stage } from '@memo/entities';
import { beginGeneration, planIn, shownRuns, type Plan } from './begin-generation.ts';
import { readGaps, type KnownGap } from './fill-gaps.sql.ts';

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
  const runs = await shownRuns(rows, meetingId, ['prepare', 'transcribe']);
  const again = (planIn(runs)?.chunks ?? []).flatMap((chunk, part) =>
    gaps.some((gap) => isIn(gap, chunk)) ? [part] : [],
  );
  if (again.length === 0) return { kind: 'chunks_unknown' };
  const begun = await beginGeneration(rows, meetingId, { from: 'gaps' }, { runs, again });
  if (!begun) return { kind: 'chunks_unknown' };
  return { kind: 'filling', stages: again.map(() => 'transcribe') };
}

const isIn = (
  { side, start_ms, end_ms, reason }: KnownGap,
  chunk: Plan['chunks'][number],
): boolean =>
  reason !== 'missing_from_file' &&
  side === chunk.side &&
  start_ms < chunk.endMs &&
  end_ms > chunk.startMs;
