import type { Scope } from '@memo/entities';
import { sealEvents, type EventKind, type UpdatedField } from '@memo/journal';
import type { DataSource } from 'typeorm';
import { visibleMeeting } from '../../meeting-view/meeting-rows.ts';

/** An event of the workspace. */
export interface ChangeRow {
  position: number;
  kind: EventKind;
  meeting_id: string;
  details: { fields?: UpdatedField[]; stage?: string };
  at: Date;
  /** Whether the caller may be told of it. */
  visible: boolean;
}

export interface ChangesFound {
  /** The last position of the workspace. */
  head: number;
  /** Up to here events are no longer kept. */
  pruned: number;
  rows: ChangeRow[];
}

export interface ChangesRepository {
  /** The workspace's events after a position, oldest first, all that are committed when it is called. */
  read(scope: Scope, after: number, limit: number): Promise<ChangesFound>;
  /** The workspace's last position. */
  head(scope: Scope): Promise<number>;
}

/**
 * Whether a change is told when its meeting cannot be seen any longer. Everything else about such a meeting is not: a
 * client could only look for what is not there.
 */
const toldAfterwards: Readonly<Record<EventKind, boolean>> = {
  'meeting.created': false,
  'meeting.updated': false,
  'meeting.completed': false,
  'meeting.failed': false,
  'meeting.deleted': true,
  'meeting.access_changed': true,
  'transcript.changed': false,
  'note.changed': false,
};

const kindsToldAfterwards = Object.entries(toldAfterwards).flatMap(([kind, told]) =>
  told ? [kind] : [],
);

/** Of `event`: may the caller be told? Whoever may not see a meeting, or no longer, learns that it is gone and no more. */
const visibleChange = `(event.kind = ANY ($4) OR EXISTS (
  SELECT 1 FROM meetings WHERE ${visibleMeeting} AND meetings.id = event.meeting_id))`;

// One statement, because it sees one moment: between two, events could be pruned that the first one still counted on.
const read = `
  SELECT coalesce(head.position, 0) AS head, coalesce(head.pruned, 0) AS pruned, event.*
  FROM (SELECT 1) AS once LEFT JOIN event_heads AS head ON head.workspace_id = $1
  LEFT JOIN LATERAL (
    SELECT position, kind, meeting_id, details, at, ${visibleChange} AS visible
    FROM domain_events AS event WHERE workspace_id = $1 AND position > $2 ORDER BY position LIMIT $3
  ) AS event ON true
  ORDER BY event.position`;

type FoundRow = Pick<ChangesFound, 'head' | 'pruned'> & (ChangeRow | { position: null });

export function createChangesRepository(dataSource: DataSource): ChangesRepository {
  return {
    read: async ({ workspaceId }, after, limit) => {
      await sealEvents(dataSource, workspaceId);
      const values = [workspaceId, after, limit, kindsToldAfterwards];
      const found = await dataSource.query<FoundRow[]>(read, values);
      const { head = 0, pruned = 0 } = found[0] ?? {};
      const rows = found.filter((row): row is FoundRow & ChangeRow => row.position !== null);
      return { head, pruned, rows };
    },

    head: async ({ workspaceId }) => {
      await sealEvents(dataSource, workspaceId);
      const rows = await dataSource.query<{ position: number }[]>(
        'SELECT position FROM event_heads WHERE workspace_id = $1',
        [workspaceId],
      );
      return rows[0]?.position ?? 0;
    },
  };
}
