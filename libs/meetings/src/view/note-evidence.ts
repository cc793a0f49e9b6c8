import { evidenceIn, type Cited, type Lineage, type Segment } from '@memo/transcript';
import type { MeetingDetails } from '../meeting-rows.ts';

/** A meeting whose note points at the segments that are there now, and says which of its quotes were edited. */
export function noteOnEvidence<R extends MeetingDetails['meeting']>(
  row: R,
  segments: readonly Segment[],
  lineage: Lineage | null,
): R {
  if (lineage === null) return row;
  const find = evidenceIn(segments, lineage);
  const restOn = <S extends Cited>(statements: readonly S[] | null): S[] | null =>
    statements?.map((statement) => {
      const { segmentIds, quoteChanged } = find(statement);
      return {
        ...statement,
        segment_ids: segmentIds,
        ...(quoteChanged && { quote_changed: true }),
      };
    }) ?? null;
  return {
    ...row,
    summary_points: restOn(row.summary_points),
    key_points: restOn(row.key_points),
    action_items: restOn(row.action_items),
  };
}
