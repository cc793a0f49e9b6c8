import { personBehind, personOf } from '@memo/access';
import type { Reads, Scope } from '@memo/entities';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { InvalidInput } from '../../http/validate.ts';
import type { SearchQuery, WireFoundItems } from './action-items.schemas.ts';
import { searchItems } from './action-items.sql.ts';
import { toFound } from './wire.ts';

/** What is to be done after all meetings that the caller may see. @throws InvalidInput for a cursor that is none. */
export type SearchItems = (scope: Scope, query: SearchQuery) => Promise<WireFoundItems>;

export const createSearchItems =
  ({ reads }: { reads: Reads }): SearchItems =>
  async (scope, query) => {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
    if (query.cursor !== undefined && after === null) throw noCursor();
    const isMe = query.assignee === 'me';
    const found = await reads((database) =>
      database.rows(scope).all(searchItems, {
        viewer: personOf(scope),
        status: query.status ?? null,
        assignee: isMe ? null : (query.assignee ?? null),
        member: isMe ? personBehind(scope.actor) : (query.member_id ?? null),
        profile: query.profile_id ?? null,
        dueFrom: query.due_from ?? null,
        dueTo: query.due_to ?? null,
        words: query.search ?? null,
        createdUs: after?.atUs ?? null,
        id: after?.id ?? null,
        // One more tells whether there are more.
        limit: query.limit + 1,
      }),
    );
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return {
      data: page.map(toFound),
      next_cursor: last === undefined ? null : encodeCursor({ atUs: last.createdUs, id: last.id }),
    };
  };

const noCursor = (): InvalidInput =>
  new InvalidInput([
    { loc: ['query', 'cursor'], msg: 'is no cursor of this list', type: 'value_error.cursor' },
  ]);
