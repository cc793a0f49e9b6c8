import type { DataSource } from 'typeorm';

/** What was told of a meeting, in the order of writing, whether it has its position by now or not. */
export const eventsOf = (
  dataSource: DataSource,
  meetingId: string,
): Promise<{ kind: string; details: Record<string, unknown> }[]> =>
  dataSource.query(
    `SELECT kind, details FROM (
       SELECT kind, details, 0 AS turn, position::bigint AS place FROM domain_events WHERE meeting_id = $1
       UNION ALL SELECT kind, details, 1, id FROM pending_events WHERE meeting_id = $1
     ) AS told ORDER BY turn, place`,
    [meetingId],
  );
