import type { KeyPoint } from '@memo/entities';
import type { ContentRow, MeetingDetails, MinutesRow, VersionRow } from '@memo/meetings';
import { callSpeakers, evidenceIn, keyPointsText } from '@memo/transcript';
import type {
  WireGenerated,
  WireMinutes,
  WireStatement,
  WireVersion,
  WireVersionContent,
} from './minutes.schemas.ts';

/** The version of minutes that is shown, and what it says; null before there is one. */
export type Shown = (VersionRow & ContentRow) | null;

export function toGenerated(
  minutes: MinutesRow,
  meetingId: string,
  shown: Pick<VersionRow, 'authorId'> | null,
): WireGenerated {
  const { shownVersion: version, newestVersion: newest } = minutes;
  return {
    ...outlineOf(minutes),
    meeting_id: meetingId,
    error: minutes.error,
    version,
    proposed_version: version !== null && newest !== version ? newest : null,
    edited: (shown?.authorId ?? null) !== null,
    created_at: minutes.createdAt.toISOString(),
    updated_at: minutes.updatedAt.toISOString(),
  };
}

const outlineOf = ({ id, number, status, templateId, language, audience }: MinutesRow) => {
  return { id, number, status, template_id: templateId, language, audience };
};

/** @param all of the meeting, these among them. */
export function toMinutes(
  minutes: MinutesRow,
  all: readonly MinutesRow[],
  shown: Shown,
  details: MeetingDetails,
): WireMinutes {
  const { meeting } = details;
  const said = contentOf(shown ?? nothing, details);
  return {
    ...toGenerated(minutes, meeting.id, shown),
    author_id: shown?.authorId ?? null,
    generation: shown?.generation ?? null,
    ...said,
    key_points: shown?.keyPoints == null ? null : keyPointsText(said.key_point_items),
    unsupported_points: shown?.unsupportedPoints ?? null,
    action_items: (meeting.action_items ?? []).map((item) => {
      const { support = null, quote = null, quote_changed: changed = false } = item;
      return { ...item, support, quote, quote_changed: changed };
    }),
    others: all.filter(({ id }) => id !== minutes.id).map(outlineOf),
  };
}

const nothing = { summary: null, summaryPoints: null, keyPoints: null };

/** By the names that speakers have now, on the transcript as it is now. */
export function contentOf(
  {
    summary,
    summaryPoints,
    keyPoints,
  }: Pick<ContentRow, 'summary' | 'summaryPoints' | 'keyPoints'>,
  { transcript, speakers }: Pick<MeetingDetails, 'transcript' | 'speakers'>,
) {
  const call = callSpeakers(speakers);
  const evidence = evidenceIn(transcript?.segments ?? [], transcript?.lineage ?? null);
  const toStatement = (point: KeyPoint): WireStatement => {
    const { segmentIds, quote, quoteChanged } = evidence(point);
    const support = point.support ?? null;
    const text = call(point.text);
    return { text, segment_ids: segmentIds, quote, support, quote_changed: quoteChanged };
  };
  return {
    summary: summary === null ? null : call(summary),
    summary_points: (summaryPoints ?? []).map(toStatement),
    key_point_items: (keyPoints ?? []).map(toStatement),
  };
}

export function toVersion(row: VersionRow, { shownVersion }: MinutesRow): WireVersion {
  return {
    version: row.number,
    shown: row.number === shownVersion,
    author_id: row.authorId,
    restored_from: row.restoredFrom,
    restored_by: row.restoredBy,
    generation: row.generation,
    created_at: row.createdAt.toISOString(),
  };
}

export const toVersionContent = (
  row: VersionRow & ContentRow,
  minutes: MinutesRow,
  details: MeetingDetails,
): WireVersionContent => ({ ...toVersion(row, minutes), ...contentOf(row, details) });
