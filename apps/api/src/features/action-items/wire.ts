import { titleByName } from '@memo/meetings';
import { callSpeakers, evidenceIn } from '@memo/transcript';
import type { MeetingDetails } from '@memo/meetings';
import type { WireFoundItems, WireItem } from './action-items.schemas.ts';
import type { ItemRow, ListedRow } from './action-items.sql.ts';

function common(row: ItemRow, call: (text: string) => string) {
  return {
    id: row.id,
    meeting_id: row.meetingId,
    task: call(row.task),
    assigned_to: row.assignedTo === null ? null : call(row.assignedTo),
    member_id: row.memberId,
    profile_id: row.profileId,
    due_date: row.dueDate,
    status: row.status,
    found: row.isFound,
    touched_by: row.touchedBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** By the names that speakers have now, on the transcript as it is now. */
export function toItems(
  rows: readonly ItemRow[],
  { transcript, speakers }: Pick<MeetingDetails, 'transcript' | 'speakers'>,
): WireItem[] {
  const call = callSpeakers(speakers);
  const evidence = evidenceIn(transcript?.segments ?? [], transcript?.lineage ?? null);
  return rows.map((row) => {
    const { segmentIds, quote, quoteChanged } = evidence(row.evidence);
    return {
      ...common(row, call),
      segment_ids: segmentIds,
      quote,
      support: row.evidence.support ?? null,
      quote_changed: quoteChanged,
    };
  });
}

export function toFound(row: ListedRow): WireFoundItems['data'][number] {
  const call = callSpeakers(row.speakers);
  const head = { title: row.title, title_given: row.titleGiven, speakers: row.speakers };
  return { ...common(row, call), meeting_title: titleByName(head, call) };
}
