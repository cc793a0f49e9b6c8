import type { Database, RowOfStatement } from '@memo/entities';
import { listMeetingRuns } from './meeting-runs.sql.ts';

type Row = RowOfStatement<typeof listMeetingRuns>;

/** The work on one meeting, for those who operate the installation: neither its title nor what was said in it. */
export interface MeetingRuns {
  meeting_id: string;
  workspace_id: string;
  status: string;
  runs: Omit<Row, 'workspace_id' | 'meeting_status'>[];
}

/** Null for no meeting, or one that nothing was done for. */
export type ReadMeetingRuns = (meetingId: string) => Promise<MeetingRuns | null>;

/** A recording of twelve hours has some forty runs. */
const mostRuns = 500;

export const createReadMeetingRuns =
  ({ openRows }: Pick<Database, 'openRows'>): ReadMeetingRuns =>
  async (meetingId) => {
    const rows = await openRows().all(listMeetingRuns, { meetingId, limit: mostRuns });
    const [first] = rows;
    if (first === undefined) return null;
    return {
      meeting_id: meetingId,
      workspace_id: first.workspace_id,
      status: first.meeting_status,
      runs: rows.map((row) => ({
        ...{ stage: row.stage, part: row.part, generation: row.generation, status: row.status },
        ...{ attempts: row.attempts, crashes: row.crashes, waiting_for: row.waiting_for },
        ...{ reason: row.reason, message: row.message, due_at: row.due_at },
        ...{ started_at: row.started_at, finished_at: row.finished_at },
      })),
    };
  };
