import type { Database, Scope } from '@memo/entities';
import type { ListPosition } from '../../../http/cursor.ts';
import type { ListQuery } from './list.schemas.ts';
import { listStatements, narrowings, type ListedRow } from './list.sql.ts';

type MeetingFilter = Pick<
  ListQuery,
  'status' | 'analytics_status' | 'needs_review' | 'search' | 'date_from' | 'date_to'
>;

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

export function createListRepository({ rows }: Database): ListRepository {
  return {
    page: async (scope, filter, place) => {
      const { values, statements } = ask(filter);
      const found = await rows(scope).all(statements.page, { ...values, ...place });
      const total = found[0]?.total;
      if (total !== undefined || place.offset === 0) return { rows: found, total: total ?? 0 };
      const counted = await rows(scope).first(statements.count, values);
      return { rows: found, total: counted?.total ?? 0 };
    },

    after: (scope, filter, { limit, position }) => {
      const { values, statements } = ask(filter);
      const place = { limit, created_us: position?.atUs ?? null, id: position?.id ?? null };
      const statement = position === null ? statements.newest : statements.older;
      return rows(scope).all(statement, { ...values, ...place });
    },
  };
}

/** The statements that a filter needs, and its values in them. */
function ask(filter: MeetingFilter) {
  const typed = filter.search === '' ? null : (filter.search ?? null);
  // What was uploaded may be written either way: file names of some systems are decomposed.
  const search = typed?.normalize('NFC') ?? null;
  const decomposed = typed?.normalize('NFD') ?? null;
  const other = decomposed === search ? null : decomposed;
  const values = {
    status: filter.status ?? null,
    analytics_status: filter.analytics_status ?? null,
    needs_review: filter.needs_review ?? null,
    search,
    part: escaped(search),
    other_search: other,
    other_part: escaped(other),
    from: filter.date_from?.start ?? null,
    before: filter.date_to?.end ?? null,
  };
  return { values, statements: listStatements(narrowings.filter((name) => values[name] !== null)) };
}

const escaped = (text: string | null): string | null => text?.replace(/[\\%_]/g, '\\$&') ?? null;
