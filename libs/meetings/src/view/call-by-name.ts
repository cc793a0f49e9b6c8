import type { KeyPoint } from '@memo/entities';
import { callSpeakers, displayName, meetingMetricsSchema, nameMetrics } from '@memo/transcript';
import type { MeetingDetails, MeetingRow } from '../meeting-rows.ts';

/**
 * A meeting as it is shown: its note is kept with the labels of speakers, which are called by the names they have now.
 * Quotes stay as they were said, and a description as somebody wrote it.
 */
export function noteByName<R extends MeetingRow>(row: R): R {
  const call = callSpeakers(row.speakers);
  return {
    ...row,
    description: row.description_given ? row.description : row.description && call(row.description),
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
  return metrics === undefined ? data : { ...nameMetrics(metrics, names) };
}
