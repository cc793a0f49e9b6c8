import { personOf } from '@memo/access';
import type { Database, RowOfStatement, Scope } from '@memo/entities';
import type { EventKind } from '@memo/journal';
import { readChanges, readHead } from './changes.sql.ts';

type FoundRow = RowOfStatement<typeof readChanges>;

/** An event of the workspace. */
export type ChangeRow = { [Name in keyof FoundRow]: NonNullable<FoundRow[Name]> };

export interface ChangesFound {
  /** The last position of the workspace. */
  head: number;
  /** Up to here events are no longer kept. */
  pruned: number;
  rows: ChangeRow[];
  /** Whether there are events that have no position yet: they come behind the last one. */
  unsealed: boolean;
}

/** Gives their positions to what a workspace has committed by now. @returns whether to all of it. */
export type Seal = (workspaceId: string) => Promise<boolean>;

export interface ChangesRepository {
  /** The workspace's events after a position, oldest first, all that are committed when it is called. */
  read(scope: Scope, after: number, limit: number): Promise<ChangesFound>;
  /** The workspace's last position. */
  head(scope: Scope): Promise<Pick<ChangesFound, 'head' | 'unsealed'>>;
}

/**
 * Whether a change is told when its meeting is no longer there. Everything else about such a meeting is not: a client
 * could only look for what is not there. That a meeting which is there was hidden is told to those it is hidden from.
 */
const toldAfterwards: Readonly<Record<EventKind, boolean>> = {
  'meeting.created': false,
  'meeting.updated': false,
  'meeting.completed': false,
  'meeting.failed': false,
  'meeting.deleted': true,
  'meeting.access_changed': false,
  'transcript.changed': false,
  'note.changed': false,
};

const kindsToldAfterwards = Object.entries(toldAfterwards).flatMap(([kind, told]) =>
  told ? [kind] : [],
);

/** @param seal so that readers find what they have changed themselves. */
export function createChangesRepository({ rows }: Database, seal: Seal): ChangesRepository {
  return {
    read: async (scope, after, limit) => {
      const unsealed = !(await seal(scope.workspaceId));
      const viewer = personOf(scope);
      const values = { viewer, after, limit, told_afterwards: kindsToldAfterwards };
      const found = await rows(scope).all(readChanges, values);
      const { head = 0, pruned = 0 } = found[0] ?? {};
      const isEvent = (row: FoundRow): row is ChangeRow => row.position !== null;
      return { head, pruned, rows: found.filter(isEvent), unsealed };
    },

    head: async (scope) => {
      const unsealed = !(await seal(scope.workspaceId));
      return { head: (await rows(scope).first(readHead, {}))?.position ?? 0, unsealed };
    },
  };
}
