import { arrayOf, integer, openStatement, sql, uuid } from '@memo/entities';

/** In the order of their ids, so that two processes do not wait for each other. */
export const countOpens = openStatement({
  name: 'sharing.count_opens',
  acrossWorkspaces: 'opens of links of many workspaces are written at once',
  values: { links: arrayOf(uuid), counts: arrayOf(integer) },
  columns: {},
  sql: ({ $ }) => sql`
  WITH opened AS (
    SELECT link.id, noted.count
    FROM unnest(${$.links}, ${$.counts}) AS noted (id, count)
    JOIN share_links link ON link.id = noted.id
    ORDER BY link.id FOR NO KEY UPDATE OF link
  )
  UPDATE share_links SET opened_count = opened_count + opened.count, last_opened_at = now()
  FROM opened WHERE share_links.id = opened.id`,
});
