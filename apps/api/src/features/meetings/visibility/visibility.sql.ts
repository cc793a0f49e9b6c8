import { integer, ownedStatement, sql, uuid, words, type Visibility } from '@memo/entities';

/** Nobody else changes who sees it until the transaction ends. */
export const holdVisibility = ownedStatement({
  name: 'visibility.hold',
  values: { id: uuid },
  columns: { userId: integer, visibility: words<Visibility>() },
  sql: ({ $, own }) => sql`SELECT user_id AS "userId", visibility FROM meetings
    WHERE ${own('meetings')} AND id = ${$.id} FOR NO KEY UPDATE`,
});

export const changeVisibility = ownedStatement({
  name: 'visibility.change',
  values: { id: uuid, visibility: words<Visibility>() },
  columns: {},
  sql: ({ $, own }) => sql`UPDATE meetings
    SET visibility = ${$.visibility}, updated_at = clock_timestamp()
    WHERE ${own('meetings')} AND id = ${$.id}`,
});

/** A meeting of somebody else must not go on telling that there is one with the same recordings. */
export const forgetDuplicatesOf = ownedStatement({
  name: 'visibility.forget_duplicates',
  values: { meetingId: uuid, userId: integer },
  columns: {},
  includesPrivate: 'nobody who may not see it is to be told of the other meeting, wherever that is',
  sql: ({ $, own }) => sql`UPDATE meetings SET duplicate_of = NULL
    WHERE ${own('meetings')} AND duplicate_of = ${$.meetingId} AND user_id <> ${$.userId}`,
});
