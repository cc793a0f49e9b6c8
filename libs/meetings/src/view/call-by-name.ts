import type { ActionItem, KeyPoint } from '@memo/entities';
import { callSpeakers, displayName, meetingMetricsSchema, nameMetrics } from '@memo/transcript';
import type { MeetingDetails, MeetingRow } from '../meeting-rows.ts';

/**
 * A meeting as it is shown: its note is kept with the labels of speakers, which are called by the names they have now.
 * Quotes stay as they were said, and a title and a description as somebody wrote them.
 */
export function wholeNoteByName<R extends MeetingDetails['meeting']>(row: R): R {
  const call = callSpeakers(row.speakers);
  return {
    ...row,
    ...headByName(row, call),
    summary: row.summary && call(row.summary),
    summary_points: pointsByName(row.summary_points, call),
    key_points: pointsByName(row.key_points, call),
    action_items: itemsByName(row.action_items, call),
  };
}

/** The same of what a list shows of it. */
export function noteByName(row: MeetingRow): MeetingRow {
  const call = callSpeakers(row.speakers);
  return {
    ...row,
    ...headByName(row, call),
    summary: row.summary && call(row.summary),
    key_points: row.key_points?.map(call) ?? null,
    action_items: itemsByName(row.action_items, call),
  };
}

type Head = Pick<
  MeetingRow,
  'title' | 'title_given' | 'description' | 'description_given' | 'speakers'
>;

/** What a note is headed by, and a person may change. */
export function headByName(
  row: Head,
  call = callSpeakers(row.speakers),
): Pick<Head, 'title' | 'description'> {
  return {
    title: titleByName(row, call),
    description: row.description_given ? row.description : row.description && call(row.description),
  };
}

export const titleByName = (
  row: Pick<Head, 'title' | 'title_given' | 'speakers'>,
  call = callSpeakers(row.speakers),
): string => (row.title_given ? row.title : call(row.title));

const pointsByName = (points: readonly KeyPoint[] | null, call: (text: string) => string) =>
  points?.map((point) => ({ ...point, text: call(point.text) })) ?? null;

const itemsByName = <I extends Pick<ActionItem, 'task' | 'assigned_to'>>(
  items: readonly I[] | null,
  call: (text: string) => string,
) =>
  items?.map((item) => ({
    ...item,
    task: call(item.task),
    assigned_to: item.assigned_to && call(item.assigned_to),
  })) ?? null;

/**
 * Its metrics, in the form of the release that measured it where that is not today's. Those of an earlier transcript say
 * nothing about the one that is shown: null.
 */
export function metricsByName({
  analytics_status: status,
  analytics_data: data,
  speakers,
}: MeetingDetails['meeting']): Record<string, unknown> | null {
  if (status !== 'COMPLETED') return null;
  const { data: metrics } = meetingMetricsSchema.safeParse(data);
  if (metrics === undefined) return data;
  const names = speakers.map((speaker) => ({ key: speaker.key, name: displayName(speaker) }));
  const named = nameMetrics(metrics, names);
  if (named.speakers.length < metrics.speakers.length) return { ...named };
  // Nobody is merged: the figures stay as they were measured.
  const measured = metrics.speakers.map((speaker, at) => ({
    ...speaker,
    name: named.speakers[at]?.name ?? speaker.label,
  }));
  return { ...metrics, speakers: measured };
}
