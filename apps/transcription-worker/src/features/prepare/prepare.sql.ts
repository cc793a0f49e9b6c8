import { ownedStatement, smallint, sql, text, uuid } from '@memo/entities';

export const listRecordings = ownedStatement({
  name: 'prepare.list_recordings',
  values: { meetingId: uuid },
  columns: { side: smallint, objectKey: text },
  sql: ({ $, own }) => sql`SELECT side, object_key AS "objectKey" FROM recordings
    WHERE ${own('recordings')} AND meeting_id = ${$.meetingId} AND state = 'stored' ORDER BY side`,
});
