import type { KeyPoint } from '@memo/entities';
import { callSpeakers, displayName, meetingMetricsSchema, nameMetrics } from '@memo/transcript';
import type { MeetingDetails, MeetingRow } from '../meeting-rows.ts';

/**
 * A meeting as it is shown: its note is kept with the labels of speakers, which are called by the names they have now.
 * Quotes stay as they were said, and a title and a description as somebody wrote them.
 */
export function noteByName<R extends MeetingRow>(row: R): R {
  const call = callSpeakers(row.speakers);
  return {
    ...row,
    ...headByName(row),
    summary: row.summary && call(row.summary),
    key_points: pointsByName(row.key_points, call),
    action_items:
      row.action_items?.map((item) => ({
        ...item,
        task: call(item.task),
        assigned_to: item.assigned_to && call(item.assigned_to),
      })) ?? null,
  };
}

type Head = Pick<
  MeetingRow,
  'title' | 'title_given' | 'description' | 'description_given' | 'speakers'
>;

/** What a note is headed by, and a person may change. */
export function headByName(row: Head): Pick<Head, 'title' | 'description'> {
  const call = callSpeakers(row.speakers);
  return {
    title: row.title_given ? row.title : call(row.title),
    description: row.description_given ? row.description : row.description && call(row.description),
  };
}

const pointsByName = (points: readonly KeyPoint[] | null, call: (text: string) => string) =>
  points?.map((point) => ({ ...point, text: call(point.text) })) ?? null;

/** The parts that a list leaves out as well. Metrics of an earlier transcript say nothing about the one that is shown. */
export function detailsByName<R extends MeetingDetails['meeting']>(row: R): R {
  return {
    ...noteByName(row),
    summary_points: pointsByName(row.summary_points, callSpeakers(row.speakers)),
    analytics_data:
      row.analytics_status === 'COMPLETED' ? metricsByName(row.analytics_data, row.speakers) : null,
  };
}

/** In the form of the release that measured it, where that is not today's. */
function metricsByName(
  data: Record<string, unknown> | null,
  speakers: MeetingRow['speakers'],
): Record<string, unknown> | null {
  const { data: metrics } = meetingMetricsSchema.safeParse(data);
  const names = speakers.map((speaker) => ({ key: speaker.key, name: displayName(speaker) }));
  if (metrics === undefined) return data;
  const named = nameMetrics(metrics, names);
  if (named.speakers.length < metrics.speakers.length) return { ...named };
  // Nobody is merged: the figures stay as they were measured.
  const measured = metrics.speakers.map((speaker, at) => ({
    ...speaker,
    name: named.speakers[at]?.name ?? speaker.label,
  }));
  return { ...metrics, speakers: measured };
}
