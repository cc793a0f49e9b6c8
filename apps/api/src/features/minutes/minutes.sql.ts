import { ownedStatement, sql, uuid } from '@memo/entities';
import { usableTemplates } from '@memo/meetings';

export const findTemplate = ownedStatement({
  name: 'minutes.find_template',
  values: { id: uuid },
  columns: { id: uuid },
  sql: ({ $, own }) => sql`SELECT id FROM templates WHERE ${usableTemplates(own)} AND id = ${$.id}`,
});
