import type { Database, Reads, Scope } from '@memo/entities';
import { searchHits, type SearchHit } from '@memo/meetings';
import type { ListPosition } from '../../../http/cursor.ts';
import type { ListQuery } from './list.schemas.ts';
import { countedAtOnce, listStatements, type ListedRow } from './list.sql.ts';
import { narrowings } from './listed.sql.ts';
import type { Totals } from './totals.ts';

type MeetingFilter = Pick<
  ListQuery,
  'view' | 'status' | 'analytics_status' | 'needs_review' | 'search' | 'date_from' | 'date_to'
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
  /** Where these meetings hold what is searched for. */
  hits(
    scope: Scope,
    filter: Pick<MeetingFilter, 'search'>,
    ids: string[],
  ): Promise<Map<string, SearchHit>>;
}

export function createListRepository(reads: Reads, totals: Totals): ListRepository {
  async function count(
    { rows }: Database,
    { scope, filter }: { scope: Scope; filter: MeetingFilter },
    changes: string | null,
  ) {
    const { values, statements, by } = ask(filter);
    // Only creating and deleting change how long a list is that nothing but dates narrows, and both are told by events.
    const list = by.length > 0 ? null : [scope.workspaceId, values.from, values.before].join();
    const known = list !== null && changes !== null ? totals.known(list, changes) : undefined;
    if (known !== undefined) return known;
    const counted = await rows(scope).first(statements.count, values);
    const total = counted?.total ?? 0;
    if (list !== null && counted !== null) totals.keep(list, counted.changes, total);
    return total;
  }

  return {
    page: (scope, filter, place) =>
      reads(async (database) => {
        const asked = { scope, filter };
        const { values, statements, by } = ask(filter);
        const found = await database.rows(scope).all(statements.page, { ...values, ...place });
        const [first] = found;
        if (first === undefined) {
          return {
            rows: found,
            total: place.offset === 0 ? 0 : await count(database, asked, null),
          };
        }
        const { total, changes } = first;
        const isCounted = total <= countedAtOnce || by.includes('search');
        return { rows: found, total: isCounted ? total : await count(database, asked, changes) };
      }),

    after: (scope, filter, { limit, position }) => {
      const { values, statements } = ask(filter);
      const place = { limit, created_us: position?.atUs ?? null, id: position?.id ?? null };
      const statement = position === null ? statements.newest : statements.older;
      return reads(({ rows }) => rows(scope).all(statement, { ...values, ...place }));
    },

    hits: async (scope, { search = '' }, ids) =>
      search === '' ? new Map() : reads((database) => searchHits(database, scope, { ids, search })),
  };
}

/** The statements that a filter needs, and its values in them. */
function ask(filter: MeetingFilter) {
  const values = {
    status: filter.status ?? null,
    analytics_status: filter.analytics_status ?? null,
    needs_review: filter.needs_review ?? null,
    search: filter.search === '' ? null : (filter.search ?? null),
    from: filter.date_from?.start ?? null,
    before: filter.date_to?.end ?? null,
  };
  const by = narrowings.filter((name) => values[name] !== null);
  return { values, by, statements: listStatements(filter.view, by) };
}
