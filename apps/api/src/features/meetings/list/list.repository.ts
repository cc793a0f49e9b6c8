import { ownerOf, personOf } from '@memo/access';
import type { Database, Reads, Scope, SeenPart } from '@memo/entities';
import { searchHits, type SearchHit } from '@memo/meetings';
import type { ListPosition } from '../../../http/cursor.ts';
import type { ListQuery } from './list.schemas.ts';
import { countedAtOnce, countParts, listStatements, type ListedRow } from './list.sql.ts';
import { listParts, narrowings } from './listed.sql.ts';
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
  async function count(database: Database, asked: Asked, changes: string | null): Promise<number> {
    const { values, statements } = ask(asked);
    if (statements.count !== undefined) {
      return (await database.rows(asked.scope).first(statements.count, values))?.total ?? 0;
    }
    let total = 0;
    for (const part of listParts) total += await countPart(database, { ...asked, part }, changes);
    return total;
  }

  async function countPart(
    { rows }: Database,
    { part, ...asked }: Asked & { part: SeenPart },
    changes: string | null,
  ): Promise<number> {
    const { values } = ask(asked);
    const whose = part === 'shared' ? part : values.viewer;
    // Only creating, deleting and hiding change how long a list is that nothing but dates narrows; events tell of all.
    const list = [asked.scope.workspaceId, whose, values.from, values.before].join();
    const known = changes === null ? undefined : totals.known(list, changes);
    if (known !== undefined) return known;
    const counted = await rows(asked.scope).first(countParts[part], values);
    if (counted === null) return 0;
    totals.keep(list, counted.changes, counted.total);
    return counted.total;
  }

  return {
    page: (scope, filter, place) =>
      reads(async (database) => {
        const asked = { scope, filter };
        const { values, statements, by } = ask(asked);
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
      const { values, statements } = ask({ scope, filter });
      const place = { limit, created_us: position?.atUs ?? null, id: position?.id ?? null };
      const statement = position === null ? statements.newest : statements.older;
      return reads(({ rows }) => rows(scope).all(statement, { ...values, ...place }));
    },

    hits: async (scope, { search = '' }, ids) =>
      search === ''
        ? new Map()
        : reads((database) => searchHits(database, ownerOf(scope), { ids, search })),
  };
}

interface Asked {
  scope: Scope;
  filter: MeetingFilter;
}

/** The statements that a filter needs, and its values in them. */
function ask({ scope, filter }: Asked) {
  const values = {
    viewer: personOf(scope),
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
