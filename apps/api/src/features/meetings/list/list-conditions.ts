import type { Scope } from '@memo/entities';
import { visibleMeeting } from '@memo/meetings';
import type { ListPosition } from './cursor.ts';
import type { ListQuery } from './list.schemas.ts';

export type MeetingFilter = Pick<
  ListQuery,
  'status' | 'analytics_status' | 'needs_review' | 'search' | 'date_from' | 'date_to'
>;

export interface Conditions {
  /** A common table expression: the meetings of the list, each with `id` and `created_at`. */
  listed: string;
  /** Adds a value to the statement and gives its placeholder. */
  bind: (value: unknown) => string;
  values: unknown[];
}

/** The filters as SQL; `$1` is the workspace. */
export function listConditions({ workspaceId }: Scope, filter: MeetingFilter): Conditions {
  const values: unknown[] = [workspaceId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const {
    status,
    analytics_status: analyticsStatus,
    needs_review: needsReview,
    search,
    date_from: from,
    date_to: to,
  } = filter;
  const where = [
    visibleMeeting,
    status && `meetings.status = ${bind(status)}`,
    analyticsStatus && `meetings.analytics_status = ${bind(analyticsStatus)}`,
    needsReview !== undefined && `${needsReview ? '' : 'NOT '}meetings.needs_review`,
    from && `meetings.created_at >= ${bind(from.start)}`,
    to && `meetings.created_at < ${bind(to.end)}`,
    search && `meetings.id IN (${foundBy(search, bind)})`,
  ];
  const listed = `SELECT meetings.id, meetings.created_at FROM meetings WHERE ${where.filter(Boolean).join(' AND ')}`;
  // What was searched for is searched once, for the page and for the count. Without a search both come from an index.
  return {
    listed: `listed AS ${search ? 'MATERIALIZED' : 'NOT MATERIALIZED'} (${listed})`,
    bind,
    values,
  };
}

/** What comes after a position, in the order of the list. */
export const olderThan = ({ createdUs, id }: ListPosition, bind: Conditions['bind']): string =>
  `(created_at, id) <
     (timestamptz 'epoch' + ${bind(createdUs)}::bigint * interval '1 microsecond', ${bind(id)}::uuid)`;

// Two searches and not one with OR: a text too short for trigrams would read every transcript word by word.
function foundBy(search: string, bind: Conditions['bind']): string {
  const part = bind(search.replace(/[\\%_]/g, '\\$&'));
  return `SELECT meeting_id FROM meeting_search
     WHERE workspace_id = $1 AND label LIKE '%' || lower(${part}) || '%'
   UNION
   SELECT meeting_id FROM meeting_search
     WHERE workspace_id = $1 AND words @@ (${beginningsOf(bind(search))})`;
}

// Words as the search index cut them, each asked for by its beginning. Quoting keeps operators from being any. A text
// without words gives NULL, which matches nothing.
const beginningsOf = (text: string): string =>
  `SELECT string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || ''':*', ' & ')::tsquery
   FROM unnest(to_tsvector('simple', ${text}))`;
