import type { Scope } from '@memo/entities';
import { toCompactItem, toListItem } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import { offsetOf, toPage } from '../../../http/page.ts';
import { encodeCursor } from '../../../http/cursor.ts';
import type { ListRepository } from './list.repository.ts';
import type { ListQuery, WireMeetingList } from './list.schemas.ts';
import type { ListedRow, View } from './list.sql.ts';

export interface ListService {
  /** One page of the workspace's meetings, newest first: by number with a count, or from a cursor without one. */
  list(scope: Scope, query: ListQuery): Promise<WireMeetingList>;
}

export interface ListDeps {
  repository: ListRepository;
  pipeline: Pick<Pipeline, 'progress'>;
}

const toItem: Record<View, typeof toListItem | typeof toCompactItem> = {
  full: toListItem,
  compact: toCompactItem,
};

export function createListService({ repository, pipeline }: ListDeps): ListService {
  const toItems = async (scope: Scope, query: ListQuery, rows: ListedRow[]) => {
    const ids = rows.map(({ id }) => id);
    const [progress, hits] = await Promise.all([
      pipeline.progress(scope, ids),
      repository.hits(scope, query, ids),
    ]);
    return rows.map((row) => ({
      ...toItem[query.view](row, progress.get(row.id)),
      search_hit: hits.get(row.id) ?? null,
    }));
  };

  return {
    list: async (scope, query) => {
      const { limit, cursor } = query;
      // One more than asked for tells whether anything follows.
      const some = limit + 1;
      if (cursor === undefined) {
        const place = { page: query.page ?? 1, limit };
        const offset = offsetOf(place);
        const { rows, total } = await repository.page(scope, query, { limit: some, offset });
        const { shown, next } = cut(rows, limit);
        return { ...toPage(await toItems(scope, query, shown), total, place), next_cursor: next };
      }
      const position = cursor === 'newest' ? null : cursor;
      const { shown, next } = cut(
        await repository.after(scope, query, { limit: some, position }),
        limit,
      );
      const data = await toItems(scope, query, shown);
      return { data, total: null, page: null, limit, total_pages: null, next_cursor: next };
    },
  };
}

function cut(rows: ListedRow[], limit: number): { shown: ListedRow[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { shown, next: more ? encodeCursor({ atUs: last.created_us, id: last.id }) : null };
}
