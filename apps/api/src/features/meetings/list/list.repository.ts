import type { Scope } from '@memo/entities';
import { meetingColumns, type MeetingRow } from '@memo/meetings';
import type { DataSource } from 'typeorm';
import type { ListPosition } from './cursor.ts';
import { listConditions, olderThan, type MeetingFilter } from './list-conditions.ts';

export interface ListedRow extends MeetingRow {
  created_us: string;
}

export interface ListRepository {
  /** Rows after the first `offset`, newest first, and how many there are in all. */
  page(
    scope: Scope,
    filter: MeetingFilter,
    place: { limit: number; offset: number },
  ): Promise<{ rows: ListedRow[]; total: number }>;
  /** Rows after a position, newest first, without counting. */
  after(
    scope: Scope,
    filter: MeetingFilter,
    place: { limit: number; position: ListPosition | null },
  ): Promise<ListedRow[]>;
}

interface CountedRow extends ListedRow {
  total: number;
}

// The rows that are passed over are passed over in an index; only those of the page are read whole.
const columns = `${meetingColumns},
  (extract(epoch FROM meetings.created_at) * 1000000)::bigint::text AS created_us`;

const count = 'SELECT count(*)::int AS total FROM listed';

export function createListRepository({ manager }: DataSource): ListRepository {
  return {
    page: async (scope, filter, { limit, offset }) => {
      const { listed, bind, values } = listConditions(scope, filter);
      const counting = [...values];
      const rows = await manager.query<CountedRow[]>(
        `WITH ${listed}, page AS (
           SELECT id FROM listed ORDER BY created_at DESC, id DESC
           LIMIT ${bind(limit)} OFFSET ${bind(offset)}
         )
         SELECT ${columns}, (${count}) AS total FROM page JOIN meetings ON meetings.id = page.id
         ORDER BY meetings.created_at DESC, meetings.id DESC`,
        values,
      );
      if (rows[0] !== undefined || offset === 0) return { rows, total: rows[0]?.total ?? 0 };
      const [counted] = await manager.query<{ total: number }[]>(
        `WITH ${listed} ${count}`,
        counting,
      );
      return { rows, total: counted?.total ?? 0 };
    },

    after: async (scope, filter, { limit, position }) => {
      const { listed, bind, values } = listConditions(scope, filter);
      const older = position === null ? '' : `WHERE ${olderThan(position, bind)}`;
      return manager.query<ListedRow[]>(
        `WITH ${listed}, page AS (
           SELECT id FROM listed ${older} ORDER BY created_at DESC, id DESC LIMIT ${bind(limit)}
         )
         SELECT ${columns} FROM page JOIN meetings ON meetings.id = page.id
         ORDER BY meetings.created_at DESC, meetings.id DESC`,
        values,
      );
    },
  };
}
